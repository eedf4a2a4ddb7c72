import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ChildProcess } from 'node:child_process'

/** ms for a child to end by itself after it was asked to */
const STOP_LIMIT = 3_000

export interface ChildInit {
  /** Its name in messages */
  name: string
  /** The arguments of `groupcall` */
  args: string[]
  /** Its standard input, which unlike arguments nobody else on the machine can see */
  input?: string
  /** Called with each JSON object that it prints */
  onEvent(event: any): void
  /** Called when it has ended for any reason */
  onEnd(ended: ChildEnd): void
}

export interface ChildEnd {
  name: string
  /** Whether it was asked to end */
  asked: boolean
  code: number | null
  signal: NodeJS.Signals | null
  /** Its last line on standard error */
  lastLine?: string
}

/**
 * Another process of this command. When this process ends, even by a crash, the channel
 * between them closes, and the child ends too.
 */
export class Child {
  readonly name: string
  private readonly process: ChildProcess
  private readonly ended: Promise<void>
  private asked = false

  constructor ({ name, args, input, onEvent, onEnd }: ChildInit) {
    this.name = name

    let lastLine: string | undefined

    // as this process was started: compiled, or from the sources
    this.process = spawn(process.execPath, [...process.execArgv, process.argv[1], ...args], {
      stdio: [input == null ? 'ignore' : 'pipe', 'pipe', 'pipe', 'ipc'],
      env: childEnvironment(process.env),
      // Ctrl-C goes to all processes of the terminal's group, but we decide which ends when
      detached: process.platform !== 'win32',
      windowsHide: true
    })

    const { stdin, stdout, stderr } = this.process

    // a child that ended early prints the reason itself
    stdin?.on('error', () => {}).end(`${input}\n`)

    if (stdout != null) {
      createInterface({ input: stdout }).on('line', line => { handle(line, onEvent) })
    }

    if (stderr != null) {
      createInterface({ input: stderr }).on('line', line => {
        lastLine = line.trim() === '' ? lastLine : line
      })
    }

    this.ended = new Promise(resolve => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        resolve()
        onEnd({ name, asked: this.asked, code, signal, lastLine })
      }

      // 'close' comes only after all of its output has been read
      this.process.once('close', end)
      this.process.once('error', err => {
        lastLine = err.message

        if (this.process.pid == null) {
          end(null, null)
        }
      })
    })
  }

  get pid (): number | undefined {
    return this.process.pid
  }

  /** Asks it to leave the call, and ends it if it doesn't. Idempotent */
  async stop (): Promise<void> {
    this.asked = true
    this.process.kill('SIGTERM')

    const timer = setTimeout(() => { this.process.kill('SIGKILL') }, STOP_LIMIT)

    await this.ended
    clearTimeout(timer)
  }
}

/**
 * Removes the passphrase, because a demo's keys are temporary, and encrypting them would
 * only cost each process a second; and whether this process has a terminal (`bin.ts`),
 * because its children haven't
 */
function childEnvironment ({ GROUPCALL_PASSPHRASE: _, DEBUG_COLORS: __, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env
}

function handle (line: string, onEvent: (event: any) => void): void {
  let event

  try {
    event = JSON.parse(line)
  } catch {
    // a library printed it
    return
  }

  onEvent(event)
}
