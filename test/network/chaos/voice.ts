import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Running } from '../../cli/fixtures/run.ts'
import { shell } from '../lab/index.ts'
import type { LabHost } from '../lab/index.ts'
import type { PageStatus, VoicePageInit } from '../lab/voice-page.ts'

export interface VoiceSettings {
  name: string
  /** Frequency of its tone */
  hz: number
  /** Frequencies of everybody's tones */
  tones: number[]
  keyFile: string
  invite: string
  bootstrap: string[]
  iceServers: RTCIceServer[]
}

/** Of a participant in a browser, besides the others */
export type BrowserSettings = VoiceSettings & VoicePageInit

/** What a participant prints twice a second */
export interface VoiceStatus extends PageStatus {
  type: 'status'
  /** ms since each tone was last heard, directly or carried, by its frequency */
  silentFor: Record<number, number>
}

/** What a process uses */
export interface VoiceResources {
  type: 'resources'
  /** Open file descriptors */
  descriptors: number
  /** libp2p connections */
  connections: number
  /** Bytes, after a garbage collection */
  heap: number
  /** Bytes outside of it */
  external: number
}

export interface VoiceInit {
  host: LabHost
  settings: VoiceSettings | BrowserSettings
  /** Gets what the process logs */
  logs?: string
  /** Called when the process has ended by itself */
  onCrash(reason: string): void
}

/** ms of silence after which a participant counts as not heard: a tone has no pauses */
const SILENCE = 1_000

/** ms after which what a process printed last says nothing about the present */
const STALE = 2_000

/** ms after which a process of a long run is killed */
const TIMEOUT = 4 * 60 * 60_000

/** A participant of a chaos run: a host, and the process that is running there or none */
export class Voice {
  readonly name: string
  readonly hz: number
  readonly host: LabHost
  muted = false
  private readonly init: VoiceInit
  private process?: Running
  /** `performance.now()` when the process printed its last line */
  private printedAt = 0

  constructor (init: VoiceInit) {
    const { host, settings: { name, hz } } = init

    this.init = init
    this.host = host
    this.name = name
    this.hz = hz
  }

  get running (): boolean {
    return this.process != null
  }

  /** What it printed last, unless that is too long ago */
  get status (): VoiceStatus | undefined {
    return performance.now() - this.printedAt < STALE ? this.process?.events.findLast(({ type }) => type === 'status') : undefined
  }

  start (): void {
    const { settings } = this.init
    const started = new Running([JSON.stringify(settings)], {
      namespace: this.host.namespace,
      module: `test/network/chaos/${'app' in settings ? 'browser' : 'voice'}-main.ts`,
      nodeOptions: ['--expose-gc'],
      input: '',
      timeout: TIMEOUT
    })

    this.muted = false
    this.process = started
    started.addEventListener('line', () => { this.printedAt = performance.now() })
    this.log(started)
    started.result.then(({ code, stderr }) => {
      if (this.process === started) {
        this.process = undefined
        this.init.onCrash(`${this.name} ended with ${code}: ${stderr.slice(-2_000)}`)
      }
    }, () => {})
  }

  /** Resolves when its process has ended, which must be without an error */
  async leave (): Promise<void> {
    const { process } = this
    this.process = undefined
    process?.child.stdin?.write('leave\n')
    const result = await process?.result

    if (result != null && result.code !== 0) {
      throw new Error(`${this.name} ended with ${result.code}: ${result.stderr.slice(-2_000)}`)
    }
  }

  /** Idempotent */
  async kill (): Promise<void> {
    const { process } = this
    this.process = undefined
    this.signal('KILL')
    await process?.kill()
  }

  /** Stops its processes like a machine that sleeps, or lets them go on */
  sleep (asleep: boolean): void {
    this.signal(asleep ? 'STOP' : 'CONT')
  }

  mute (muted: boolean): void {
    this.muted = muted
    this.process?.child.stdin?.write(muted ? 'mute\n' : 'unmute\n')
  }

  /** Resolves with what its process uses now; with `undefined` if there is none */
  async measure (): Promise<VoiceResources | undefined> {
    const { process } = this
    const before = process?.events.findLast(({ type }) => type === 'resources')

    process?.child.stdin?.write('measure\n')

    return process?.event(event => event.type === 'resources' && event !== before && process.events.findLast(({ type }) => type === 'resources') === event)
  }

  /** Returns whether it hears another one now */
  hears ({ hz }: Voice): boolean {
    return (this.status?.silentFor[hz] ?? Infinity) < SILENCE
  }

  /** To everything that runs on its host: a browser has many processes */
  private signal (name: 'KILL' | 'STOP' | 'CONT'): void {
    shell(`ip netns pids ${this.host.namespace} | xargs -r kill -${name} || true`)
  }

  private log ({ child }: Running): void {
    if (this.init.logs != null) {
      child.stderr?.pipe(createWriteStream(join(this.init.logs, `${this.name}.log`), { flags: 'a' }))
    }
  }
}

/** Returns those that should be heard and are not, as `A does not hear B` */
export function unheard (voices: Voice[]): string[] {
  const running = voices.filter(({ running }) => running)

  return running.flatMap(listener => running
    .filter(speaker => speaker !== listener && !speaker.muted && !listener.hears(speaker))
    .map(speaker => `${listener.name} does not hear ${speaker.name}${describePath(listener.status, speaker.name)}`))
}

function describePath (status: VoiceStatus | undefined, name: string): string {
  if (status == null) {
    return ' (has printed nothing)'
  }

  const carrier = status.carriers[name]

  return ` (${status.state}, ${status.links[name] ?? 'not in the call'}${carrier == null ? '' : `, through ${carrier}`})`
}
