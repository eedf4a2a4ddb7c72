import { sha256 } from '@noble/hashes/sha2.js'
import { expect } from 'aegir/chai'
import sinon from 'sinon'
import { judgeCertificates } from '../../src/link/index.ts'
import { answerOf, createFakeLink } from '../fixtures/fake-link.ts'
import { CERTIFICATE, FakePeerConnection } from '../fixtures/fake-rtc.ts'
import type { Link, OtherEnd } from '../../src/link/index.ts'

const ANOTHER = new Uint8Array(280).fill(0xad)
const SECOND = 1_000

describe('the certificate of a link', () => {
  for (const [what, certificates, end] of [
    ['is the one that was signed', [CERTIFICATE], 'signed'],
    ['is another one', [ANOTHER], 'somebody-else'],
    ['is another one on one of two transports', [CERTIFICATE, ANOTHER], 'somebody-else'],
    ['is told of one of two transports', [CERTIFICATE, undefined], 'untold'],
    ['is told of one of two transports, and another one', [undefined, ANOTHER], 'somebody-else'],
    ['is not told', [undefined], 'untold'],
    ['is not there, since nothing is up', [], 'nobody']
  ] as Array<[string, Array<Uint8Array | undefined>, OtherEnd]>) {
    it(`${what}: ${end}`, () => {
      expect(judgeCertificates(certificates, sha256(CERTIFICATE))).to.equal(end)
    })
  }

  it('of whom nothing was signed is somebody else\'s', () => {
    expect(judgeCertificates([CERTIFICATE], undefined)).to.equal('somebody-else')
  })

  describe('decides', () => {
    let timers: sinon.SinonFakeTimers
    let connection: FakePeerConnection
    let link: Link
    let events: string[]

    beforeEach(async () => {
      timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
      ({ link, connection } = createFakeLink())
      events = []
      link.addEventListener('state', ({ detail }) => { events.push(detail) })
      link.addEventListener('problem', ({ detail }) => { events.push(detail.name) })
      link.addEventListener('stalled', () => { events.push('stalled') })
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

    it('that the participant is connected, at once', () => {
      connection.connect()

      expect(events).to.deep.equal(['connecting', 'connected'])
    })

    it('that somebody else never is: the link is closed and the user told', () => {
      connection.remoteCertificate = ANOTHER
      connection.connect()

      expect(events).to.deep.equal(['connecting', 'CertificateMismatchError', 'closed'])
      expect(connection.channel.sent).to.deep.equal([])
    })

    it('so also when whoever is in between opens no data channel, and only listens', () => {
      connection.remoteCertificate = ANOTHER
      connection.connectionState = 'connected'
      connection.onconnectionstatechange?.()

      expect(events).to.deep.equal(['connecting', 'CertificateMismatchError', 'closed'])
    })

    it('that the participant is connected as soon as it is told', async () => {
      connection.remoteCertificate = undefined
      connection.connect()
      expect(events).to.deep.equal(['connecting'])

      connection.remoteCertificate = CERTIFICATE
      await timers.tickAsync(SECOND)
      expect(events).to.deep.equal(['connecting', 'connected'])
    })

    it('against a link of which it is not told within a second', async () => {
      connection.remoteCertificate = undefined
      connection.connect()
      await timers.tickAsync(SECOND)

      expect(events).to.deep.equal(['connecting', 'CertificateUnknownError', 'closed'])
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

    it('within a second against somebody who comes into a link that is up', async () => {
      connection.connect()
      connection.remoteCertificate = ANOTHER
      await timers.tickAsync(SECOND)

      expect(events).to.deep.equal(['connecting', 'connected', 'CertificateMismatchError', 'closed'])
    })

    it('that a renegotiation with another one does not come into the link, which is made anew', async () => {
      connection.connect()
      const anew = new FakePeerConnection()
      anew.certificate = ANOTHER
      link.restart()
      await timers.tickAsync(50)
      link.handleDescription(await answerOf(anew))
      await timers.tickAsync(50)

      expect(connection.descriptions).to.have.lengthOf(1)
      expect(events).to.deep.equal(['connecting', 'connected', 'stalled'])
    })
  })
})
