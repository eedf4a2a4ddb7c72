import { expect } from 'aegir/chai'
import { firstSounds, numberFlights } from '../../bench/wire/flights.ts'
import type { Packet, PacketKind } from '../../bench/wire/packets.ts'

const DELAY = 50

function packet (at: number, from: string, to: string, kind: PacketKind = 'TCP', says = true): Packet {
  return { at, from, to, kind, bytes: 100, says }
}

function numbers (packets: Packet[]): number[] {
  return numberFlights(packets, DELAY).map(({ number }) => number)
}

describe('flights', () => {
  it('a packet is in the flight after what its sender has received, and not after what is still on its way', () => {
    expect(numbers([
      packet(0, 'a', 'b'),
      packet(10, 'b', 'a'),
      packet(51, 'b', 'c'),
      packet(61, 'a', 'c'),
      packet(112, 'c', 'a')
    ])).to.deep.equal([1, 1, 2, 2, 3])
  })

  it('nothing follows from an acknowledgement, or from sound', () => {
    const flights = numberFlights([
      packet(0, 'a', 'b'),
      packet(51, 'b', 'a', 'TCP', false),
      packet(60, 'b', 'a', 'RTP'),
      packet(80, 'b', 'a', 'RTP'),
      packet(140, 'a', 'b', 'RTP')
    ], DELAY)

    expect(flights.map(({ number }) => number)).to.deep.equal([1, 2, 2, 1])
    expect(firstSounds(flights, ['a', 'b']).map(({ at }) => at)).to.deep.equal([140, 60])
  })
})
