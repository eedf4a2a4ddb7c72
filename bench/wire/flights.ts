import type { Packet } from './packets.ts'

/** A packet that says something, and its place in the order of causes */
export interface Flight extends Packet {
  /** 1 for a packet that follows none, and one more than the latest that its sender had received otherwise */
  number: number
  /** When it reaches its host, in ms since the Unix epoch */
  arrives: number
}

/**
 * Numbers packets like Lamport's clock: one that may follow from another has a higher
 * number. Sound is numbered, but nothing follows from it, because it never stops.
 *
 * @param packets - those from the start on, in order
 * @param delay - ms one way, the same between all hosts
 * @see {@link https://doi.org/10.1145/359545.359563}
 */
export function numberFlights (packets: Packet[], delay: number): Flight[] {
  const flights: Flight[] = []
  const clocks = new Map<string, number>()
  let arrived = 0

  for (const packet of packets.filter(({ says }) => says)) {
    // all have the same delay, so that they arrive in the order in which they left
    for (; flights[arrived]?.arrives <= packet.at; arrived++) {
      const { kind, to, number } = flights[arrived]
      clocks.set(to, Math.max(clocks.get(to) ?? 0, kind === 'RTP' ? 0 : number))
    }

    flights.push({ ...packet, number: (clocks.get(packet.from) ?? 0) + 1, arrives: packet.at + delay })
  }

  return flights
}

/** Returns the highest number that a host had received by a time, other than sound's */
export function flightsBy (flights: Flight[], host: string, time: number): number {
  return Math.max(0, ...flights.filter(({ to, arrives, kind }) => to === host && arrives <= time && kind !== 'RTP').map(({ number }) => number))
}

/** Returns the first packet of sound on each edge between these hosts, in each direction */
export function firstSounds (flights: Flight[], hosts: string[]): Flight[] {
  return hosts.flatMap(from => hosts.flatMap(to => flights.find(flight => flight.kind === 'RTP' && flight.from === from && flight.to === to) ?? []))
}
