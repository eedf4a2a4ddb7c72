/**
 * Prints an object for programs: with `--json`, each command writes one line per object
 * on standard output, and nothing else
 */
export function printJson (value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
