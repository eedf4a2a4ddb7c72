import { readFileSync } from 'node:fs'
import { describeError, FAILED } from './errors.ts'
import { packagePath } from './package-path.ts'
import { createProgram } from './program.ts'

/**
 * Runs the command line
 *
 * @param argv - as in `process.argv`
 * @returns the exit code, once all output has been written
 */
export async function main (argv: string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) {
    // the reader closed the pipe, as `| head -1` does: not a failure
    stream.on('error', () => {})
  }

  process.on('uncaughtException', err => {
    // a bug of ours: print what it takes to find it
    process.stderr.write(`groupcall: this shouldn't have happened, please report it: ${err?.stack ?? String(err)}\n`)
    process.exit(FAILED)
  })

  let code = 0

  try {
    const program = createProgram({ version: readVersion(), onCode: result => { code = result } })
    await program.parseAsync(argv)
  } catch (err: any) {
    if (err?.code !== 'commander.helpDisplayed' && err?.code !== 'commander.version' && err?.code !== 'commander.help') {
      const described = describeError(err)
      process.stderr.write(`${described.line}\n`)
      code = described.code
    }
  }

  await Promise.all([process.stdout, process.stderr].map(async stream => new Promise<void>(resolve => { stream.write('', () => { resolve() }) })))

  return code
}

function readVersion (): string {
  return JSON.parse(readFileSync(packagePath('package.json'), 'utf8')).version
}
