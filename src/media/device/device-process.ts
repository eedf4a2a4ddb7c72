import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AbortError } from '@libp2p/interface'
import { NoDeviceError } from '../errors.ts'
import type { DeviceRole, FromDevice, ToDevice } from './messages.ts'
import type { Logger } from '@libp2p/interface'
import type { ChildProcess } from 'node:child_process'

/** How long a sound system may take to open a device, in ms: it may ask the user for leave first */
const OPEN_TIMEOUT = 15_000

/** How long a process has to end by itself once it is told to, in ms */
const STOP_TIMEOUT = 1_000

/** Messages that may wait for a speaker process that hangs: half a second of eight voices */
const MAX_WAITING = 400

export interface DeviceProcessInit {
  log?: Logger
  signal?: AbortSignal

  /** Called with each frame of a microphone */
  onFrame?(frame: Int16Array): void

  /** Called when the process ends without having been told to */
  onEnd?(): void

  /**
   * The environment of the process
   *
   * @default that of this process
   */
  env?: NodeJS.ProcessEnv
}

/**
 * A process of its own for a sound device, because the native libraries below
 * (ALSA, JACK) write on standard output and standard error as they like and can
 * end a process: neither may happen to a call.
 */
export class DeviceProcess {
  private readonly child: ChildProcess
  private readonly exited: Promise<void>
  private stopping = false
  private waiting = 0

  private constructor (role: DeviceRole, init: DeviceProcessInit) {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

    this.child = fork(fileURLToPath(new URL(`./main.${extension}`, import.meta.url)), [role], {
      execArgv: extension === 'ts' ? ['--experimental-strip-types', '--no-warnings'] : [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: init.env ?? process.env
    })

    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => { init.log?.trace('%s: %s', role, chunk.toString().trimEnd()) })
    }

    this.exited = new Promise((resolve) => {
      this.child.once('exit', () => { resolve() })
      // could not be started at all
      this.child.once('error', () => { resolve() })
    })
  }

  /**
   * Open a device
   *
   * @throws {NoDeviceError} if there is none or it cannot be used
   */
  static async open (role: DeviceRole, init: DeviceProcessInit = {}): Promise<DeviceProcess> {
    init.signal?.throwIfAborted()

    const device = new DeviceProcess(role, init)

    try {
      await device.ready(role, init.signal)
    } catch (err) {
      await device.stop()
      throw err
    }

    device.child.on('message', (message: FromDevice) => {
      if (message.type === 'frame') {
        init.onFrame?.(message.samples)
      }
    })
    void device.exited.then(() => {
      if (!device.stopping) {
        init.log?.('the %s process has ended', role)
        init.onEnd?.()
      }
    })

    return device
  }

  private async ready (role: DeviceRole, signal?: AbortSignal): Promise<void> {
    const waiting = new AbortController()

    try {
      await new Promise<void>((resolve, reject) => {
        const fail = (problem: string): void => { reject(new NoDeviceError(explain(role, problem))) }
        const timer = setTimeout(fail, OPEN_TIMEOUT, 'timeout')

        waiting.signal.addEventListener('abort', () => { clearTimeout(timer) })
        signal?.addEventListener('abort', () => { reject(new AbortError()) }, { signal: waiting.signal })
        this.child.on('message', (message: FromDevice) => {
          if (message.type === 'ready') {
            resolve()
          } else if (message.type === 'failed') {
            fail(message.problem)
          }
        })
        void this.exited.then(() => { fail('it ended unexpectedly') })
      })
    } finally {
      waiting.abort()
      this.child.removeAllListeners('message')
    }
  }

  /** Tell the process something; dropped if it hangs */
  send (message: ToDevice): void {
    if (!this.child.connected || this.waiting >= MAX_WAITING) {
      return
    }

    this.waiting++
    this.child.send(message, () => { this.waiting-- })
  }

  /** End the process. Calling it twice is harmless */
  async stop (): Promise<void> {
    this.stopping = true

    if (this.child.connected) {
      this.child.disconnect()
    }

    const timer = setTimeout(() => { this.child.kill('SIGKILL') }, STOP_TIMEOUT)

    await this.exited
    clearTimeout(timer)
  }
}

/** Say in the user's words what the backend said in its own */
export function explain (role: DeviceRole, problem: string): string {
  const name = role === 'microphone' ? 'microphone' : 'speaker'

  if (problem === 'timeout') {
    return `The ${name} did not answer: check that the sound system works and that this program may use it`
  }

  if (/native|binding|cannot find (module|package)|unsupported (os|architecture)/i.test(problem)) {
    return `No ${name}: sound devices are not supported on this system (${problem})`
  }

  if (/DeviceNotAvailable|DeviceUnavailable|NotFoundError|no device|ended unexpectedly/i.test(problem)) {
    return `No ${name} found: plug one in, or check that the sound system (PulseAudio, PipeWire) runs`
  }

  return `The ${name} cannot be opened (${problem}): check that no other program holds it`
}
