import { join } from 'node:path'
import { Running } from '../../cli/fixtures/run.ts'
import { keepLogs, LOG_ENV } from './logs.ts'
import { LAB_TIMEOUT } from './timeout.ts'
import type { LabHost } from './lab-host.ts'
import type { Sound } from './sound-log.ts'
import type { CallState, LinkState } from '../../../src/index.ts'

/** Bundled like the command, unless the tests run from the sources: loading a thousand modules takes longer than joining */
const PROGRAM = import.meta.url.endsWith('.ts') ? 'test/network/lab/voice-main.ts' : 'test/network/lab/bundle/voice-main.ts'

export interface VoiceSettings {
  name: string
  /** What each person plays, in Hz, by name */
  tones: Record<string, number>
  keyFile: string
  invite: string
  bootstrap: string[]
  iceServers: RTCIceServer[]
  /** See `CallInit`, which has the default */
  carry?: boolean
}

/** What a participant prints twice a second */
export interface VoiceStatus {
  /** ms since the Unix epoch */
  at: number
  type: 'status'
  state: CallState
  participants: string[]
  /** By name, like the next two */
  links: Record<string, LinkState>
  /** Name of the participant through which each is heard that has no link */
  carriers: Record<string, string>
  /** What was heard last of each */
  sounds: Record<string, Sound>
  /** Where others can dial it */
  addresses: string[]
}

/** A participant of a scenario: a host, and the process that runs there, or none */
export class LabVoice {
  readonly name: string
  readonly host: LabHost
  private readonly settings: VoiceSettings
  private process?: Running

  constructor (host: LabHost, directory: string, settings: Omit<VoiceSettings, 'keyFile'>) {
    this.host = host
    this.name = settings.name
    this.settings = { ...settings, keyFile: join(directory, `${settings.name}.json`) }
  }

  /** The process that runs now, or ran last */
  get command (): Running {
    if (this.process == null) {
      throw new Error(`${this.name} was never started`)
    }

    return this.process
  }

  get events (): any[] {
    return this.process?.events ?? []
  }

  /** What it printed last, unless it has printed nothing yet */
  get status (): VoiceStatus | undefined {
    return this.events.findLast(({ type }) => type === 'status')
  }

  /** `change` is for this process and those after it */
  start (change: Partial<VoiceSettings> = {}): void {
    Object.assign(this.settings, change)
    this.process = keepLogs(this.name, new Running([JSON.stringify(this.settings)], {
      namespace: this.host.namespace,
      module: PROGRAM,
      input: '',
      timeout: LAB_TIMEOUT,
      env: LOG_ENV
    }))
  }

  /** Dies without a word: by kill -9, or of SIGSEGV as native code does */
  async kill (signal?: 'SIGKILL' | 'SIGSEGV'): Promise<void> {
    await this.process?.kill(signal)
  }

  /** Stops the process like a machine that sleeps, or lets it go on */
  sleep (asleep: boolean): void {
    this.process?.child.kill(asleep ? 'SIGSTOP' : 'SIGCONT')
  }

  /** Sends a line of those in `voice-main.ts` */
  tell (line: string): void {
    this.process?.child.stdin?.write(`${line}\n`)
  }

  /** Resolves with the ms since the Unix epoch of the first such event at or after a time */
  async eventAfter (since: number, test: (event: any) => boolean): Promise<number> {
    return (await this.command.event(event => event.at >= since && test(event))).at
  }
}
