import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ChildProcess } from 'node:child_process'

/** ms that a child has to end by itself once it was told to */
const STOP_LIMIT = 3_000

export interface ChildInit {
  /** What it is called in messages */
  name: string
  /** What stands behind `groupcall` */
  args: string[]
  /** What it reads on standard input: unlike arguments, nobody else on the machine sees it */
  input?: string
  /** Called with each JSON object that it prints */
  onEvent(event: any): void
  /** Called when it has ended, whoever wanted that */
  onEnd(ended: ChildEnd): void
}

export interface ChildEnd {
  name: string
  /** Whether it was told to end */
  asked: boolean
  code: number | null
  signal: NodeJS.Signals | null
  /** What it said last on standard error */
  lastLine?: string
}

/**
 * Another process of this command. It ends when this process does, however that
 * ends: the channel between them closes then, and it listens for that.
 */
export class Child {
  readonly name: string
  private readonly process: ChildProcess
  private readonly ended: Promise<void>
  private asked = false

  constructor ({ name, args, input, onEvent, onEnd }: ChildInit) {
    this.name = name

    let lastLine: string | undefined

    // the way this process was started: built, or from the sources
    this.process = spawn(process.execPath, [...process.execArgv, process.argv[1], ...args], {
      stdio: [input == null ? 'ignore' : 'pipe', 'pipe', 'pipe', 'ipc'],
      env: childEnvironment(process.env),
      // Ctrl-C goes to all processes of a terminal's group: it is for us to say who ends when
      detached: process.platform !== 'win32',
      windowsHide: true
    })

    const { stdin, stdout, stderr } = this.process

    // a child that ended early says why on its own
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

      // 'close' comes when all it wrote has been read, too
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

  /** Let it leave the call, and end it if it does not. Calling it twice is harmless */
  async stop (): Promise<void> {
    this.asked = true
    this.process.kill('SIGTERM')

    const timer = setTimeout(() => { this.process.kill('SIGKILL') }, STOP_LIMIT)

    await this.ended
    clearTimeout(timer)
  }
}

/** Keys of a demo live as long as it does: a passphrase would only cost their processes a second */
function childEnvironment ({ GROUPCALL_PASSPHRASE: _, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env
}

function handle (line: string, onEvent: (event: any) => void): void {
  let event

  try {
    event = JSON.parse(line)
  } catch {
    // something below us printed on its own account
    return
  }

  onEvent(event)
}
