import { epochNow } from './clock.ts'
import { noteConnectionSteps } from './connection-steps.ts'
import type { Outcome, Participant, ParticipantSettings, Platform, Seat, Start } from './types.ts'
import type { Microphone } from '../../src/index.ts'

/** Runs a participant of any system in this process, or in this page, and notes when it hears the others */
export class Participation implements Seat {
  private readonly settings: ParticipantSettings
  private readonly platform: Platform
  private readonly microphone: Microphone
  private readonly steps = new Map<string, number>()
  private readonly sounds = new Map<string, number>()
  private readonly tracks = new Set<MediaStreamTrack>()
  private readonly done = Promise.withResolvers<void>()
  private participant?: Participant
  private entered = false

  private constructor (settings: ParticipantSettings, platform: Platform, microphone: Microphone) {
    this.settings = settings
    this.platform = platform
    this.microphone = microphone
  }

  static async create (settings: ParticipantSettings, platform: Platform): Promise<Participation> {
    const { system, n } = settings
    const load = platform.systems[system]

    if (load == null) {
      throw new Error(`${system} doesn't run here`)
    }

    const participation = new Participation(settings, platform, await platform.openMicrophone())
    const { microphone, steps, sounds, tracks, done } = participation
    const step = (name: string): void => { steps.set(name, epochNow()) }
    const create = await load()
    noteConnectionSteps(platform.RTCPeerConnection.prototype, step, connection => { platform.onConnection?.(connection) })
    participation.participant = await create(settings, {
      microphone,
      step,
      onTrack: (from, track) => {
        if (!tracks.has(track)) {
          tracks.add(track)
          step('track received')
          platform.firstSound(track).then(() => {
            sounds.set(from, sounds.get(from) ?? epochNow())

            if (sounds.size === n - 1) {
              done.resolve()
            }
          }, done.reject)
        }
      }
    })

    return participation
  }

  async enter (): Promise<string> {
    const address = await this.participant?.enter() ?? ''
    this.entered = true
    await this.participant?.settle?.()

    return address
  }

  async start ({ at, addresses }: Start): Promise<Outcome> {
    await new Promise(resolve => setTimeout(resolve, at - epochNow()))
    this.steps.clear()

    if (!this.entered) {
      await this.participant?.enter()
    }

    await this.participant?.join(addresses)
    await this.done.promise

    return { heard: Math.max(...this.sounds.values()), steps: Object.fromEntries(this.steps) }
  }

  async leave (): Promise<void> {
    await this.participant?.leave()
    await this.microphone.stop()
  }
}
