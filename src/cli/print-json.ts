/**
 * Prints an object for programs: with `--json`, each command writes one line per object
 * on standard output, and nothing else
 */
export function printJson (value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Prints an object for programs with `--json`, and text for people without it */
export function print ({ json }: { json?: boolean }, value: object, text: string): void {
  if (json === true) {
    printJson(value)
  } else {
    process.stdout.write(`${text}\n`)
  }
}
