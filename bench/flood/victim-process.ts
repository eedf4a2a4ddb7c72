import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SoundState, VictimInit, VictimQuestion, VictimReady, VictimState } from './messages.ts'
import type { ChildProcess } from 'node:child_process'

/**
 * In a small heap, V8 has to collect all garbage, so that only what the flood retains is
 * left; a flood that retains much ends the process. A call takes about 45 MiB of it. In
 * the default heap, V8 collects garbage as in the command.
 */
const HEAPS = {
  small: ['--max-semi-space-size=4', '--max-old-space-size=80'],
  default: []
}

export type Heap = keyof typeof HEAPS

/**
 * A participant in a separate process, so that its memory can be measured
 */
export class Victim {
  readonly ready: VictimReady
  private readonly child: ChildProcess

  private constructor (child: ChildProcess, ready: VictimReady) {
    this.child = child
    this.ready = ready
  }

  static async start (init: VictimInit, heap: Heap): Promise<Victim> {
    const child = fork(fileURLToPath(new URL(`victim${extname(import.meta.url)}`, import.meta.url)), [JSON.stringify(init)], {
      execArgv: [...process.execArgv, ...HEAPS[heap]],
      env: { ...process.env, NODE_OPTIONS: '' }
    })

    return new Victim(child, await nextMessage<VictimReady>(child))
  }

  /** Asks one question at a time */
  async ask (question: VictimQuestion & { ask: 'sound' }): Promise<SoundState>
  async ask (question: VictimQuestion & { ask: 'state' | 'watch' | 'advance' }): Promise<VictimState>
  async ask (question: VictimQuestion): Promise<VictimState | SoundState> {
    const answer = nextMessage<VictimState | SoundState>(this.child)
    this.child.send(question)

    return answer
  }

  async stop (): Promise<void> {
    const ended = new Promise<void>(resolve => { this.child.once('exit', () => { resolve() }) })

    if (this.child.exitCode == null && this.child.signalCode == null) {
      this.child.kill('SIGKILL')
      await ended
    }
  }
}

async function nextMessage<T> (child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => { reject(new Error(`The victim exited with code ${code}`)) }

    child.once('exit', onExit)
    child.once('message', message => {
      child.off('exit', onExit)
      resolve(message as T)
    })
  })
}
