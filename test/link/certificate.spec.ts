import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { CertificateMismatchError, ListenOnlyMicrophone } from '../../src/index.ts'
import { certificateMatches } from '../../src/link/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { Bus } from '../fixtures/bus.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'

const SIGNED = new Uint8Array(32).fill(0xab)
const TRANSPORT = { id: 't', type: 'transport', remoteCertificateId: 'c' }
const certificate = (byte: string, algorithm = 'sha-256'): unknown => ({ id: 'c', type: 'certificate', fingerprint: Array.from({ length: 32 }, () => byte).join(':'), fingerprintAlgorithm: algorithm })

describe('the certificate of a link', () => {
  for (const [what, report, matches] of [
    ['is the one that was signed', [TRANSPORT, certificate('AB')], true],
    ['is another one', [TRANSPORT, certificate('CD')], false],
    ['is known by another hash', [TRANSPORT, certificate('AB', 'sha-1')], false],
    ['is not told', [{ id: 't', type: 'transport' }], undefined],
    ['is named, but not there', [TRANSPORT], undefined]
  ] as Array<[string, unknown[], boolean | undefined]>) {
    it(`${what}: ${String(matches)}`, () => {
      expect(certificateMatches(report, SIGNED)).to.equal(matches)
    })
  }

  for (const [byte, problem] of [['AB', undefined], ['CD', CertificateMismatchError]] as const) {
    it(`${problem == null ? 'as it was signed changes nothing' : 'of somebody else closes the link at once, and the user is told'}`, async () => {
      const bus = new Bus()
      const keys = ['a'.repeat(64), 'b'.repeat(64)]
      const connections: FakePeerConnection[] = []
      const problems: Error[] = []
      const meshes = keys.map(publicKey => new GroupCallMesh({
        publicKey,
        signaling: bus.trickling(publicKey),
        createConnection: () => {
          const connection = new FakePeerConnection()
          connection.stats.set('t', TRANSPORT).set('c', certificate(publicKey === keys[1] ? byte : 'AB'))
          connections.push(connection)

          return connection as unknown as RTCPeerConnection
        },
        microphone: new ListenOnlyMicrophone('not needed'),
        log: defaultLogger().forComponent('groupcall:test')
      }))
      const [, higher] = meshes
      meshes.forEach(mesh => { bus.add(mesh) })
      higher.addEventListener('link:problem', ({ detail: { error } }) => { problems.push(error) })
      const answered = new Promise<void>(resolve => {
        const handleAnswer = higher.handleAnswer.bind(higher)
        higher.handleAnswer = (from, answer) => {
          handleAnswer(from, answer)
          setImmediate(resolve)
        }
      })

      try {
        await Promise.all(meshes.map(async (mesh, index) => mesh.joinCall('call', [keys[1 - index]])))
        await answered
        connections.forEach(connection => { connection.connect() })
        await new Promise(setImmediate)

        expect(problems.map(({ name }) => name)).to.deep.equal(problem == null ? [] : [problem.name])
        expect(higher.getLink(keys[0])?.state).to.equal(problem == null ? 'connected' : undefined)
      } finally {
        await Promise.all(meshes.map(async mesh => mesh.leaveCall()))
      }
    })
  }
})
