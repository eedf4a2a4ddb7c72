import { loadStored, saveStored } from './stored.ts'

const STORAGE_KEY = 'groupcall-volumes'

/** People that are remembered: those whose volume was changed last */
const MAX_PEOPLE = 200

/** How loud the user wants to hear a person */
export interface PersonVolume {
  /** 0 to 1 */
  volume: number
  /** Whether the user doesn't want to hear the person, whatever the volume */
  silenced: boolean
}

const DEFAULT: PersonVolume = { volume: 1, silenced: false }

/** The volumes of people by public key; stored in this browser */
export class KeptVolumes {
  /** The last one that was changed is the last */
  private readonly volumes = new Map(Object.entries(loadStored<Record<string, PersonVolume>>(STORAGE_KEY)).filter(isVolume).slice(-MAX_PEOPLE))

  get (publicKey: string): PersonVolume {
    return this.volumes.get(publicKey) ?? DEFAULT
  }

  change (publicKey: string, change: Partial<PersonVolume>): void {
    const { volume, silenced } = { ...this.get(publicKey), ...change }

    this.volumes.delete(publicKey)

    if (volume !== DEFAULT.volume || silenced) {
      this.volumes.set(publicKey, { volume, silenced })
    }

    if (this.volumes.size > MAX_PEOPLE) {
      const [oldest] = this.volumes.keys()
      this.volumes.delete(oldest)
    }

    saveStored(STORAGE_KEY, Object.fromEntries(this.volumes))
  }
}

function isVolume (entry: [string, PersonVolume | undefined]): entry is [string, PersonVolume] {
  const { volume, silenced } = entry[1] ?? {}

  return typeof volume === 'number' && volume >= 0 && volume <= 1 && typeof silenced === 'boolean'
}
