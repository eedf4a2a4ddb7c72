import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ChildProcess } from 'node:child_process'

/** ms for it to end by itself */
const END_TIMEOUT = 3_000

/** A shell's exit code when it can't find a command */
const NOT_FOUND = 127

/**
 * Runs coturn ($1: its configuration) until it ends, or standard input does, which also
 * happens when this process is killed. Then nothing of it is left behind ($2: its
 * directory). Prints its process id.
 */
const SCRIPT = `
command -v turnserver > /dev/null || exit ${NOT_FOUND}
exec 3<&0
turnserver -c "$1" 3<&- &
server=$!
echo "$server"
{ cat <&3 > /dev/null; rm -rf "$2"; kill "$server"; } 2> /dev/null &
watcher=$!
exec 3<&-
wait "$server"
code=$?
kill "$watcher" 2> /dev/null
exit "$code"
`

export interface TurnProcessEnd {
  /** Whether the command isn't installed */
  missing: boolean
  /** Its last words about an error, or how it ended */
  reason: string
}

/** A running coturn */
export class TurnProcess {
  /** Resolves when it has ended, for any reason */
  readonly ended: Promise<TurnProcessEnd>

  private readonly shell: ChildProcess
  private server?: number
  private error?: string

  constructor (config: string, directory: string) {
    // a process group of its own: Ctrl-C is for us alone, and ends it in good order
    this.shell = spawn('/bin/sh', ['-c', SCRIPT, 'turnserver', config, directory], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
    // it may have ended already
    this.shell.stdin?.on('error', () => {})

    for (const output of [this.shell.stdout, this.shell.stderr]) {
      if (output != null) {
        createInterface({ input: output }).on('line', line => {
          if (this.server == null && /^\d+$/.test(line)) {
            this.server = Number(line)
          } else if (/error|cannot/i.test(line)) {
            this.error = line.trim()
          }
        })
      }
    }

    this.ended = new Promise(resolve => {
      this.shell.on('error', err => { resolve({ missing: false, reason: err.message }) })
      this.shell.on('close', (code, signal) => { resolve({ missing: code === NOT_FOUND, reason: this.error ?? `it ended with ${signal ?? `exit code ${code}`}` }) })
    })
    // nothing reads it now, so the process waiting for end-of-file can exit
    this.shell.on('exit', () => { this.shell.stdin?.destroy() })
  }

  /** Undefined until it runs */
  get pid (): number | undefined {
    return this.server
  }

  /** Resolves when it has ended */
  async end (): Promise<void> {
    const timer = setTimeout(() => {
      if (this.server != null) {
        process.kill(this.server, 'SIGKILL')
      }
    }, END_TIMEOUT)

    this.shell.stdin?.end()
    await this.ended
    clearTimeout(timer)
  }
}
