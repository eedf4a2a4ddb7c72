import { expect } from 'aegir/chai'
import { judgeQuality, readStatistics } from '../../src/link/index.ts'
import type { LinkStatistics, Quality } from '../../src/link/index.ts'

const FINE: LinkStatistics = { lossPercent: 0, sendKbps: 50, receiveKbps: 50, packetsSent: 1, packetsReceived: 1, relayed: false, roundTripTime: 20, jitter: 2 }

describe('the statistics of a link', () => {
  it('are averages since the previous ones', () => {
    const report = (bytes: number, packets: number, lost: number): any[] => [
      { type: 'outbound-rtp', bytesSent: bytes, packetsSent: packets },
      { type: 'inbound-rtp', bytesReceived: bytes, packetsReceived: packets, packetsLost: lost, jitter: 0.005 },
      { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.02, remoteCandidateId: 'c' },
      { type: 'remote-candidate', id: 'c', candidateType: 'host' }
    ]
    const first = readStatistics(report(1_000, 10, 0), 0)
    const { statistics } = readStatistics(report(7_250, 55, 5), 1_000, first.sample)

    expect(first.statistics.sendKbps).to.equal(0)
    expect(statistics).to.deep.equal({ roundTripTime: 20, jitter: 5, lossPercent: 10, sendKbps: 50, receiveKbps: 50, packetsSent: 55, packetsReceived: 55, candidateType: 'host', relayed: false })
  })

  for (const [change, connected, quality] of [
    [{}, true, 'good'],
    [{ lossPercent: 4 }, true, 'fair'],
    [{ roundTripTime: 300 }, true, 'fair'],
    [{ jitter: 50 }, true, 'fair'],
    [{ lossPercent: 11 }, true, 'poor'],
    [{ roundTripTime: 501 }, true, 'poor'],
    [{ jitter: 101 }, true, 'poor'],
    [{}, false, 'lost']
  ] as Array<[Partial<LinkStatistics>, boolean, Quality]>) {
    it(`${JSON.stringify(change)} ${connected ? '' : 'without a connection '}is ${quality}`, () => {
      expect(judgeQuality({ ...FINE, ...change }, connected)).to.equal(quality)
    })
  }
})
