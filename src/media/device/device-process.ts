import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AbortError } from '@libp2p/interface'
import { NoDeviceError } from '../errors.ts'
import { DEVICE_VARIABLE } from './messages.ts'
import { SERVER_PREFIX } from './sound-server.ts'
import type { AudioDevice } from './audio-device.ts'
import type { DeviceRole, FromDevice, ToDevice } from './messages.ts'
import type { Logger } from '@libp2p/interface'
import type { ChildProcess } from 'node:child_process'

/** How long a sound system may take to open a device, in ms: it may ask the user for permission first */
const OPEN_TIMEOUT = 15_000

/** How long a process may take to exit once it is asked to, in ms */
const STOP_TIMEOUT = 1_000

/** Messages queued for a speaker process that hangs: half a second of eight voices */
const MAX_WAITING = 400

export interface DeviceProcessInit {
  log?: Logger
  signal?: AbortSignal

  /** Id of the device; the system's default without it */
  device?: string

  /** Called when devices were connected or disconnected, in the role of `devices` */
  onDevices?(devices: AudioDevice[]): void

  /** Called with each frame of a microphone */
  onFrame?(frame: Int16Array): void

  /** Called when the process exits without having been asked to */
  onEnd?(): void

  /**
   * The environment of the process
   *
   * @default that of this process
   */
  env?: NodeJS.ProcessEnv
}

/**
 * A separate process for a sound device: the native libraries below it (ALSA, JACK)
 * write to standard output and standard error as they like and can crash a process,
 * and neither must happen to a call.
 */
export class DeviceProcess {
  /** The devices of this machine, in the role of `devices` */
  devices: AudioDevice[] = []

  private readonly child: ChildProcess
  private readonly exited: Promise<void>
  private stopping = false
  private waiting = 0

  private constructor (role: DeviceRole, init: DeviceProcessInit) {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

    this.child = fork(fileURLToPath(new URL(`./device-main.${extension}`, import.meta.url)), [role], {
      execArgv: extension === 'ts' ? ['--experimental-strip-types', '--no-warnings'] : [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: environmentOf(role, init)
    })

    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => { init.log?.trace('%s: %s', role, chunk.toString().trimEnd()) })
    }

    this.exited = new Promise((resolve) => {
      this.child.once('exit', () => { resolve() })
      // it could not be started at all
      this.child.once('error', () => { resolve() })
    })
  }

  /**
   * Opens a device
   *
   * @throws {NoDeviceError} if there is none or it can't be used
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
      } else if (message.type === 'devices') {
        init.onDevices?.(message.devices)
      }
    })
    void device.exited.then(() => {
      if (!device.stopping) {
        init.log?.('the %s process has exited', role)
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
            this.devices = message.devices ?? []
            resolve()
          } else if (message.type === 'failed') {
            fail(message.problem)
          }
        })
        void this.exited.then(() => { fail('it exited unexpectedly') })
      })
    } finally {
      waiting.abort()
      this.child.removeAllListeners('message')
    }
  }

  /** Sends a message to the process; it is dropped if the process hangs */
  send (message: ToDevice): void {
    if (!this.child.connected || this.waiting >= MAX_WAITING) {
      return
    }

    this.waiting++
    this.child.send(message, () => { this.waiting-- })
  }

  /** Stops the process; idempotent */
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

/** What people call what a process opens */
const NAMES: Record<DeviceRole, string> = { microphone: 'microphone', speakers: 'speaker', devices: 'sound device' }

/** Names the device to a process. A sound server reads its own variables */
function environmentOf (role: DeviceRole, { device, env = process.env }: DeviceProcessInit): NodeJS.ProcessEnv {
  if (device == null) {
    return env
  }

  const ofServer = device.startsWith(SERVER_PREFIX) ? { [role === 'microphone' ? 'PULSE_SOURCE' : 'PULSE_SINK']: device.slice(SERVER_PREFIX.length) } : {}

  return { ...env, ...ofServer, [DEVICE_VARIABLE]: device }
}

/** Translates a problem from the backend's words into the user's */
export function explain (role: DeviceRole, problem: string): string {
  const name = NAMES[role]

  if (problem === 'timeout') {
    return `The ${name} doesn't respond: check that the sound system works and that this program may use it`
  }

  if (/native|binding|cannot find (module|package)|unsupported (os|architecture)/i.test(problem)) {
    return `No ${name}: sound devices aren't supported on this system (${problem})`
  }

  if (/DeviceNotAvailable|DeviceUnavailable|NotFoundError|no device|exited unexpectedly/i.test(problem)) {
    return `No ${name} found: plug one in, or check that the sound system (PulseAudio, PipeWire) is running`
  }

  return `Can't open the ${name} (${problem}): check that no other program is using it`
}
