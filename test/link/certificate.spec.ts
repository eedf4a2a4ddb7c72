import { sha256 } from '@noble/hashes/sha2.js'
import { expect } from 'aegir/chai'
import { judgeCertificates } from '../../src/link/index.ts'
import { CERTIFICATE_POLL_INTERVAL, HANDSHAKE_INTERVAL, HEARTBEAT_INTERVAL, MAX_CERTIFICATE_POLLS, SILENCE_LIMIT } from '../../src/link/limits.ts'
import { answerOf, createFakeLink } from '../fixtures/fake-link.ts'
import { CERTIFICATE, FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { Link, RemoteEnd } from '../../src/link/index.ts'
import type { SinonFakeTimers } from 'sinon'

const ANOTHER = new Uint8Array(280).fill(0xad)
const SECOND = 1_000

describe('the certificate of a link', () => {
  for (const [what, certificates, end] of [
    ['is the signed one', [CERTIFICATE], 'signed'],
    ['is another one', [ANOTHER], 'somebody-else'],
    ['is another one on one of two transports', [CERTIFICATE, ANOTHER], 'somebody-else'],
    ['is available on one of two transports only', [CERTIFICATE, undefined], 'unknown'],
    ['is available on one of two transports only, and another one', [undefined, ANOTHER], 'somebody-else'],
    ['isn\'t available', [undefined], 'unknown'],
    ['doesn\'t exist, because no transport is up', [], 'nobody']
  ] as Array<[string, Array<Uint8Array | undefined>, RemoteEnd]>) {
    it(`${what}: ${end}`, () => {
      expect(judgeCertificates(certificates, sha256(CERTIFICATE))).to.equal(end)
    })
  }

  it('belongs to somebody else if none was signed', () => {
    expect(judgeCertificates([CERTIFICATE], undefined)).to.equal('somebody-else')
  })

  describe('decides', () => {
    let timers: SinonFakeTimers
    let connection: FakePeerConnection
    let link: Link
    let events: string[]

    beforeEach(async () => {
      timers = useFakeTimers();
      ({ link, connection } = createFakeLink())
      events = []
      link.addEventListener('state', ({ detail }) => { events.push(detail) })
      link.addEventListener('problem', ({ detail }) => { events.push(detail.name) })
      link.addEventListener('replaced', () => { events.push('replaced') })
      link.start()
      await timers.tickAsync(50)
      link.handleDescription(await answerOf())
      await timers.tickAsync(50)
    })

    afterEach(() => {
      link.close()
      connection.channel.onmessage?.({ data: 'end' })
      expect(timers.countTimers()).to.equal(0)
      timers.restore()
    })

    it('at once that the participant is connected', () => {
      connection.connect()

      expect(events).to.deep.equal(['connecting', 'connected'])
    })

    it('that somebody else never is: the link is closed, and the user is told', () => {
      connection.remoteCertificate = ANOTHER
      connection.connect()

      expect(events).to.deep.equal(['connecting', 'CertificateMismatchError', 'closed'])
      expect(connection.channel.sent).to.deep.equal([])
    })

    it('the same if a peer in the middle opens no data channel and only listens', () => {
      connection.remoteCertificate = ANOTHER
      connection.connectionState = 'connected'
      connection.onconnectionstatechange?.()

      expect(events).to.deep.equal(['connecting', 'CertificateMismatchError', 'closed'])
    })

    it('that the participant is connected as soon as the certificate is available', async () => {
      connection.remoteCertificate = undefined
      connection.connect()
      expect(events).to.deep.equal(['connecting'])

      connection.remoteCertificate = CERTIFICATE
      await timers.tickAsync(SECOND)
      expect(events).to.deep.equal(['connecting', 'connected'])
    })

    it('against a link whose certificate isn\'t available within a second', async () => {
      connection.remoteCertificate = undefined
      connection.connect()
      // it is polled when the connection is up, when the channel is open, and then regularly
      await timers.tickAsync((MAX_CERTIFICATE_POLLS - 2) * CERTIFICATE_POLL_INTERVAL - 1)
      expect(events).to.deep.equal(['connecting'])

      await timers.tickAsync(1)
      expect(events).to.deep.equal(['connecting', 'CertificateUnknownError', 'closed'])
    })

    it('each time a link reconnects, with the same patience', async () => {
      connection.channel.send = () => {}

      for (const round of [1, 2]) {
        connection.remoteCertificate = undefined
        connection.connect()
        connection.channel.onmessage?.({ data: '' })
        await timers.tickAsync(4 * CERTIFICATE_POLL_INTERVAL)
        connection.remoteCertificate = CERTIFICATE
        await timers.tickAsync(CERTIFICATE_POLL_INTERVAL)
        expect(link.state, `round ${round}`).to.equal('connected')
        await timers.tickAsync(SILENCE_LIMIT + HEARTBEAT_INTERVAL)
        expect(link.state, `round ${round}`).to.equal('reconnecting')
      }
    })

    it('nothing any more once the link is closed', async () => {
      connection.remoteCertificate = undefined
      connection.connect()
      link.close()
      connection.channel.onclose?.()
      await timers.tickAsync(SECOND)

      expect(events).to.deep.equal(['connecting', 'closed'])
    })

    it('that a handshake which fails is somebody else\'s, even if no event reports it', async () => {
      connection.sctp.transport.state = 'failed'
      await timers.tickAsync(SECOND)
      // before ICE is up, transports come and go
      expect(events).to.deep.equal(['connecting'])

      connection.iceConnectionState = 'connected'
      await timers.tickAsync(HANDSHAKE_INTERVAL)
      expect(events).to.deep.equal(['connecting', 'CertificateMismatchError', 'closed'])
    })

    it('nothing about a transport that fails later: the link reconnects', () => {
      connection.connect()
      connection.sctp.transport.state = 'failed'
      connection.connectionState = 'failed'
      connection.onconnectionstatechange?.()

      expect(events).to.deep.equal(['connecting', 'connected', 'reconnecting'])
    })

    it('as soon as a transport is up', async () => {
      connection.sctp.transport.state = 'connecting'
      connection.connect()
      await timers.tickAsync(2 * SECOND)
      expect(events).to.deep.equal(['connecting'])

      connection.sctp.transport.state = 'connected'
      await timers.tickAsync(SECOND)
      expect(events).to.deep.equal(['connecting', 'connected'])
    })

    it('within a second against somebody else that takes over a connected link', async () => {
      connection.connect()
      connection.remoteCertificate = ANOTHER
      await timers.tickAsync(SECOND)

      expect(events).to.deep.equal(['connecting', 'connected', 'CertificateMismatchError', 'closed'])
      // without a last message, and at once
      expect([connection.channel.sent.filter(data => data !== ''), connection.closed]).to.deep.equal([[], true])
    })

    it('that a renegotiation with another certificate doesn\'t get into the link, which is replaced', async () => {
      connection.connect()
      const other = new FakePeerConnection()
      other.certificate = ANOTHER
      link.restart()
      await timers.tickAsync(50)
      link.handleDescription(await answerOf(other))
      await timers.tickAsync(50)

      expect(connection.descriptions).to.have.lengthOf(1)
      expect(events).to.deep.equal(['connecting', 'connected', 'replaced'])
    })
  })
})
