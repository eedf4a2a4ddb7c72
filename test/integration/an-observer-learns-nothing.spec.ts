import { peerIdFromString } from '@libp2p/peer-id'
import { expect } from 'aegir/chai'
import sinon from 'sinon'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { createIdentity } from '../../keys/index.ts'
import { deriveGroupKeys, RENDEZVOUS_SLOT_MS } from '../../src/group/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { parseSdp } from '../../src/link/index.ts'
import { protocolOf } from '../../src/signaling/signaling-server.ts'
import { loadWebRTC } from '../../src/webrtc/index.ts'
import { untilCall } from '../fixtures/calls.ts'
import { Observer } from '../fixtures/observer.ts'
import { commonParts, formsOf, formsOfKey, occursIn } from '../fixtures/traces.ts'
import { until } from '../fixtures/until.ts'
import type { Identity } from '../../keys/index.ts'
import type { CallPeer, GroupCall, Group } from '../../src/index.ts'
import type { SessionParameters } from '../../src/link/index.ts'
import type { Ed25519PublicKey } from '@libp2p/interface'

const { RTCPeerConnection } = loadWebRTC()

const MINUTE = 60_000
const FIRST_HOUR = 500_000 * RENDEZVOUS_SLOT_MS
const SESSIONS = ['first', 'second', 'third']
const NAMES = ['Ada Lovelace', 'Ben Jonson', 'Cleopatra']
const LISTEN = ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/udp/0/webrtc-direct']

/** What every peer speaks, in a call or not, besides signaling */
const EVERYBODYS_PROTOCOLS = [
  '/groupcall/kad/1.0.0',
  '/ipfs/id/1.0.0',
  '/ipfs/ping/1.0.0',
  '/libp2p/circuit/relay/0.2.0/hop',
  '/libp2p/circuit/relay/0.2.0/stop'
]

/** Bytes that are not the same twice by chance; half of them tell what everybody has */
const TELLING_LENGTH = 12

interface Session {
  name: string
  /** Of its two hours */
  periods: [string, string]
  peerIds: string[]
  sessionKeys: Uint8Array[]
  /** TCP addresses without the peers' keys: two sessions may get the same port by chance */
  addresses: Uint8Array[]
}

describe('an observer that runs the DHT and connects to everybody', () => {
  let clock = 0
  let observer: Observer
  let bystander: CallPeer
  let identities: Identity[]
  let group: Group
  let running: CallPeer[] = []
  let descriptions: sinon.SinonSpy
  let stored: Uint8Array[] = []
  const sessions: Session[] = []

  before(async function () {
    clock = FIRST_HOUR + (10 * MINUTE)
    descriptions = sinon.spy(RTCPeerConnection.prototype, 'setLocalDescription')
    observer = await Observer.create(3)
    bystander = await createPeer(await createIdentity())
    // somebody else, whose call is of another group
    await bystander.services.calls.join(createGroup({ name: 'others', owner: await createIdentity() }))
    identities = await Promise.all(NAMES.map(async () => createIdentity()))
    group = createGroup({ name: 'The Quilting Bee', owner: identities[0] })

    for (const [index, name] of SESSIONS.entries()) {
      // ten minutes into an hour, each time: neither edge is near
      clock = FIRST_HOUR + (2 * index * RENDEZVOUS_SLOT_MS) + (10 * MINUTE)
      sessions.push(await runSession(name))
    }
  })

  after(async () => {
    descriptions.restore()
    await Promise.all([...running, bystander].map(async peer => peer.stop()))
    await observer.stop()
  })

  it('finds no DHT key of one hour in another, nor of one session in another', () => {
    const keys = sessions.flatMap(({ periods, peerIds }) => periods.map(period => keysIn(period, peerIds)))

    expect(keys.map(({ size }) => size)).to.deep.equal([1, 1, 1, 1, 1, 1])
    expectNoneTwice(keys.map(own => [...own]))
  })

  it('finds nobody\'s PeerId in two sessions', () => {
    expectNoneTwice(sessions.map(({ peerIds }) => peerIds))
    expect(sessions.flatMap(({ peerIds }) => peerIds)).to.have.lengthOf(SESSIONS.length * NAMES.length)
  })

  it('finds that everybody speaks the same protocols, in the call or not, and one that is named after the PeerId', () => {
    const shown = observer.looks.filter(({ peer }) => peer === bystander.peerId.toString() || sessions.some(({ peerIds }) => peerIds.includes(peer)))

    expect(shown.length).to.be.greaterThan(SESSIONS.length * NAMES.length)

    for (const { peer, shown: { protocols } } of shown) {
      expect([...protocols].sort()).to.deep.equal([...EVERYBODYS_PROTOCOLS, protocolOf((peerIdFromString(peer).publicKey as Ed25519PublicKey).raw)].sort())
    }
  })

  it('can\'t tell who is in a call, nor one machine from another, by their agent strings', () => {
    const shown = observer.looks.map(({ shown: { agentVersion, protocolVersion } }) => `${agentVersion} ${protocolVersion}`)

    expect([...new Set(shown)]).to.deep.equal(['groupcall ipfs/0.1.0'])
  })

  it('finds nothing else in what members show in one session and in another', () => {
    const others = observer.looks.filter(({ peer }) => peer === bystander.peerId.toString()).map(({ bytes }) => bytes)
    const shown = sessions.map(({ peerIds }) => concat(observer.looks.filter(({ peer }) => peerIds.includes(peer)).map(({ bytes }) => bytes)))

    const addresses = sessions.flatMap(({ addresses }) => addresses)

    for (const [index, one] of shown.entries()) {
      for (const another of shown.slice(index + 1)) {
        expect(commonParts(one, another, [...others, ...addresses], TELLING_LENGTH)).to.deep.equal([])
      }
    }
  })

  it('finds no public key of a member, and nothing that the group has, in all that was said and stored', () => {
    const recorded = [...stored, ...[...observer.heard.values()].flatMap(({ from, to }) => [concat(from), concat(to)])]
    const keys = deriveGroupKeys(group)
    const secrets = [
      ...identities.flatMap(({ publicKey }) => formsOfKey(publicKey)),
      ...[group.id, group.secret ?? group.id, keys.sealKey, keys.context].flatMap(formsOf),
      ...[group.name, ...NAMES].map(name => fromString(name))
    ]

    expect(occursIn(recorded, secrets)).to.equal(false)

    // it is not deaf: the keys of the sessions are there, which it must know
    for (const { sessionKeys } of sessions) {
      expect(sessionKeys.map(key => occursIn(recorded, [key]))).to.deep.equal(sessionKeys.map(() => true))
    }
  })

  it('sees no certificate and no ICE name of a link in another link', () => {
    const own = new Map<unknown, SessionParameters[]>()
    descriptions.getCalls().forEach(({ thisValue, args: [{ sdp }] }) => {
      own.set(thisValue, [...own.get(thisValue) ?? [], parseSdp(sdp).parameters])
    })
    const links = [...own.values()]

    expect(links.length).to.be.at.least(SESSIONS.length * 3 * 2)
    expectNoneTwice(links.map(parameters => parameters.map(({ fingerprint }) => fingerprint.toString())))
    expectNoneTwice(links.map(parameters => parameters.map(({ usernameFragment }) => usernameFragment)))
  })

  async function createPeer (identity: Identity): Promise<CallPeer> {
    return createCallPeer({ identity, bootstrap: observer.addresses, listen: LISTEN, now: () => clock })
  }

  /** Everybody joins as a new process would, stays while the hour turns, and leaves */
  async function runSession (name: string): Promise<Session> {
    const periods: [string, string] = [name, `${name}, an hour later`]
    observer.period = periods[0]
    running = await Promise.all(identities.map(createPeer))
    const calls = await Promise.all(running.map(async (peer, index) => peer.services.calls.join(group, { name: NAMES[index] })))
    const peerIds = running.map(({ peerId }) => peerId.toString())
    const session = { name, periods, peerIds, sessionKeys: running.map(({ peerId }) => (peerId.publicKey as Ed25519PublicKey).raw), addresses: running.flatMap(tcpAddresses) }

    await Promise.all(calls.map(untilAllConnected))
    await until('a record of each member', () => provided(periods[0], peerIds), { on: [observer, 'request'] })
    await lookAtAll()

    await turnTheHour(name, periods[0], peerIds)
    await untilNobodyWalks(running)
    observer.period = periods[1]
    clock += 20 * MINUTE
    await until('a record of each member, 20 minutes later', () => provided(periods[1], peerIds), { on: [observer, 'request'] })
    await lookAtAll()

    await Promise.all(calls.map(async call => call.leave()))
    await Promise.all(running.map(async peer => peer.stop()))
    running = []

    return session
  }

  /** Resolves when all members have another key; what they were still doing with the one before has ended */
  async function turnTheHour (name: string, before: string, peerIds: string[]): Promise<void> {
    const keys = keysIn(before, peerIds)
    await untilNobodyWalks(running)
    observer.period = `${name}, as the hour turns`
    clock += RENDEZVOUS_SLOT_MS
    await until('a record of each member under another key', () => provided(observer.period, peerIds, keys), {
      on: [observer, 'request'],
      seen: () => observer.requests.filter(({ period }) => period === observer.period).map(({ key, peer, providers }) => ({ isNew: !keys.has(key), by: peerIds.indexOf(peer), of: providers.map(id => peerIds.indexOf(id)) }))
    })
  }

  async function lookAtAll (): Promise<void> {
    await Promise.all([observer.lookAtDhtPeers(), ...[bystander, ...running].map(async peer => observer.look(peer))])
    stored = [...stored, ...await observer.stored()]
  }

  function provided (period: string, peerIds: string[], not: Set<string> = new Set()): boolean {
    return peerIds.every(id => observer.requests.some(request => request.period === period && request.providers.includes(id) && !not.has(request.key)))
  }

  function keysIn (period: string, peerIds: string[]): Set<string> {
    return new Set(observer.requests.filter(request => request.period === period && peerIds.includes(request.peer)).map(({ key }) => key))
  }
})

function tcpAddresses (peer: CallPeer): Uint8Array[] {
  return peer.getMultiaddrs().filter(address => address.toString().includes('/tcp/')).map(({ bytes }) => bytes.subarray(0, -32))
}

function expectNoneTwice (groups: string[][]): void {
  const all = groups.flatMap(members => [...new Set(members)])

  expect(all).to.have.lengthOf(new Set(all).size)
}

async function untilAllConnected (call: GroupCall): Promise<void> {
  await untilCall(call, 'participant:update', () => call.participants.length === NAMES.length - 1 && call.participants.every(({ linkState }) => linkState === 'connected'))
}

/** Resolves when no peer walks the DHT: a walk keeps the key that it began with, and each search has one walk at a time */
async function untilNobodyWalks (peers: CallPeer[]): Promise<void> {
  const walks = (): Array<Promise<void>> => peers.flatMap(peer => [...(peer.services.calls as any).joins])
    .map(join => join.search.discovery.walking)
    .filter(walk => walk != null)

  await until('all walks of the DHT to end', () => walks().length === 0, { seen: () => walks().length })
}
