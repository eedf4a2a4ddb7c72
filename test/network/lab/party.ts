import { createIdentity } from '../../../keys/index.ts'
import { createGroup, createInvite } from '../../../src/index.ts'
import { until } from '../../fixtures/until.ts'
import { LabVoice } from './lab-voice.ts'
import type { Scene } from './describe-in-lab.ts'
import type { LabHost } from './lab-host.ts'
import type { LabBootstrap } from './people.ts'
import type { Sound } from './sound-log.ts'
import type { Group } from '../../../src/index.ts'

/** What each plays, in Hz: see `SoundLog` */
export const TONES = { Ada: 500, Ben: 900, Chloe: 1_500, Dan: 2_300, Eve: 3_100 }

export type Name = keyof typeof TONES

/** ms of uninterrupted sound after which somebody counts as heard again */
const STEADY = 1_500

/** ms after which waiting for sound is given up: more than any limit of a scenario */
const PATIENCE = 60_000

export interface PartyInit {
  names: Name[]
  bootstrap?: LabBootstrap[]
  /**
   * Returns where each is
   *
   * @default on hosts with public addresses
   */
  place?(name: Name): Promise<LabHost>
  /** Use the STUN servers of the bootstrap peers */
  stun?: boolean
  /**
   * Whether they carry the voices of others
   *
   * @default true
   */
  carry?: boolean
}

/** People who talk with each other in a scenario */
export class Party {
  readonly voices: LabVoice[] = []
  private readonly scene: Scene
  private readonly group: Group
  private readonly init: PartyInit

  private constructor (scene: Scene, group: Group, init: PartyInit) {
    this.scene = scene
    this.group = group
    this.init = init
  }

  /** Resolves when everybody hears everybody */
  static async start (scene: Scene, init: PartyInit): Promise<Party> {
    const party = new Party(scene, createGroup({ name: 'friends', owner: await createIdentity() }), init)
    const began = Date.now()

    for (const name of init.names) {
      await party.add(name)
    }

    await heardSince(began, party.voices)

    return party
  }

  /** Starts a participant; one without a bootstrap peer knows the addresses of the first */
  async add (name: Name, { bootstrap = this.init.bootstrap ?? [], stun = this.init.stun ?? false, addresses = [] as string[] } = {}): Promise<LabVoice> {
    const { lab, directory } = this.scene
    const { place = async name => lab.host(name.toLowerCase()) } = this.init
    const [first] = this.voices
    const known = addresses.length === 0 && bootstrap.length === 0 && first != null ? await addressesOf(first) : addresses
    const voice = new LabVoice(await place(name), directory, {
      name,
      tones: TONES,
      invite: this.invite(known),
      bootstrap: bootstrap.map(({ address }) => address),
      carry: this.init.carry,
      iceServers: stun ? bootstrap.map(({ stun }) => ({ urls: stun })) : []
    })
    this.voices.push(voice)
    voice.start()

    return voice
  }

  /** Returns an invite for a participant that isn't one of these voices, such as a browser */
  invite (addresses: string[] = []): string {
    return createInvite(this.group, { addresses })
  }

  /** Returns who is there, in the order of the names */
  of <Names extends Name[]> (...names: Names): { [Index in keyof Names]: LabVoice } {
    return names.map(name => this.voices.find(voice => voice.name === name)) as any
  }
}

/** Resolves with where a participant can be dialled, once it knows */
export async function addressesOf (voice: LabVoice): Promise<string[]> {
  const { host, command } = voice
  const isOutside = (address: string): boolean => address.includes(`/${host.address}/tcp/`) && !address.includes('/ws')
  const { addresses } = await command.event(({ type, addresses }) => type === 'status' && addresses.some(isOutside))

  return addresses.filter(isOutside)
}

/**
 * Resolves when everybody in one list hears everybody in another without interruption,
 * and the other way round, with the ms from a time until the slowest was heard again: 0
 * if nobody was interrupted
 */
export async function heardSince (since: number, some: LabVoice[], others = some): Promise<number> {
  const pairs = [...pairsOf(some, others), ...pairsOf(others, some)]
  const soundOf = ({ listener, speaker }: typeof pairs[number]): Sound | undefined => listener.status?.sounds[speaker.name]

  await until('sound', () => pairs.every(pair => {
    const sound = soundOf(pair)

    return sound != null && sound.until - Math.max(sound.begun.at(-1) ?? Infinity, since) >= STEADY
  }), {
    limit: PATIENCE,
    seen: () => pairs.map(pair => `${pair.listener.name} hears ${pair.speaker.name}: ${JSON.stringify(soundOf(pair))} (${pair.listener.status?.links[pair.speaker.name]})`)
  })

  return Math.max(0, ...pairs.map(pair => (soundOf(pair)?.begun.find(at => at >= since) ?? since) - since))
}

function pairsOf (listeners: LabVoice[], speakers: LabVoice[]): Array<{ listener: LabVoice, speaker: LabVoice }> {
  return listeners.flatMap(listener => speakers.filter(speaker => speaker !== listener).map(speaker => ({ listener, speaker })))
}

/** Returns who is not in the call of whom, or more than once */
export function strangersIn (voices: LabVoice[]): string[] {
  return voices.flatMap(({ name, status }) => {
    const expected = voices.map(other => other.name).filter(other => other !== name).sort().join()
    const seen = [...status?.participants ?? []].sort().join()

    return seen === expected ? [] : [`${name} is in a call with ${seen}`]
  })
}
