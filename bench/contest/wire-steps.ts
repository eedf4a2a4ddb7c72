import { firstSounds, flightsBy, numberFlights } from '../wire/flights.ts'
import type { WideNetwork } from './hosts.ts'
import type { RaceResult } from './race.ts'
import type { Flight } from '../wire/flights.ts'
import type { Packet } from '../wire/packets.ts'

/** The step of the last packet that is the first with sound on its edge */
export const FIRST_SOUND = 'first sound'

export interface WireSteps {
  /** Number of the flight after which everybody had taken a step, by name */
  flights: Record<string, number>
  /** What was sent until the last packet that is a first sound, in order */
  sent: Flight[]
  /** Number of that packet */
  total: number
}

/** Counts the flights of a race on the wire, given its packets, and the participants' hosts by index */
export function countFlights ({ began, outcomes }: RaceResult, packets: Packet[], { participants, delay }: Pick<WideNetwork, 'participants' | 'delay'>): WireSteps {
  const hosts = participants.map(({ address }) => address)
  const all = numberFlights(packets.filter(({ at }) => at >= began), delay)
  const sounds = firstSounds(all, hosts)
  const last = Math.max(...sounds.map(({ at }) => at))
  const flights: Record<string, number> = {}

  outcomes.forEach(({ steps }, index) => {
    for (const [name, at] of Object.entries(steps)) {
      flights[name] = Math.max(flights[name] ?? 0, flightsBy(all, hosts[index], at))
    }
  })

  const total = Math.max(...sounds.map(({ number }) => number))

  return { flights: { ...flights, [FIRST_SOUND]: total }, sent: all.filter(({ at }) => at <= last), total }
}
