import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { fromString } from 'uint8arrays/from-string'
import { createIdentity } from '../../keys/index.ts'
import { deriveGroupKeys } from '../../src/group/index.ts'
import { MAX_SDP_CANDIDATES } from '../../src/link/index.ts'
import { CANDIDATE_USES, CANDIDATE_USES_PER_MINUTE, MEMBER_CANDIDATES, MEMBER_CANDIDATES_PER_MINUTE } from '../../src/mesh/limits.ts'
import { ALL_MEMBERS_TARGETS, ALL_MEMBERS_TARGETS_PER_MINUTE, DIAL_PAUSE_JITTER, FIRST_DIAL_PAUSE } from '../../src/network/limits.ts'
import { signPresence } from '../../src/signaling/envelope.ts'
import { joinLater, joinTogether, untilAllHear, untilCall, untilHeard } from '../fixtures/calls.ts'
import { ALONE, OFFER, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, GroupCall } from '../../src/index.ts'
import type { SignedPresence } from '../../src/signaling/index.ts'
import type { Socket as UdpSocket } from 'node:dgram'
import type { AddressInfo, Server } from 'node:net'

/** Invented people at one address, and at an address each */
const INVENTED = 96
const INVENTED_WITH_ADDRESSES = 160

/** As many as fit into a message */
const PRESENCES = 8

/** Participants that dial, each with a budget of its own: the others are told of the people who got a place */
const VICTIMS = 2

/** Offers, each with a new connection: an ICE restart counts the same, and is limited besides */
const OFFERS = 20

/** STUN requests a second over one link, as libwebrtc paces them */
const TRIES_PER_SECOND = 1_000 / 48

describe('a member that names the address of a third party', () => {
  // an attacker with more patience needs no shorter ones
  const scene = createScene({ limits: { connectionInterval: 0, closingTime: 0 } })
  let call: GroupCall
  let other: GroupCall
  let member: RawMember
  let servers: Server[] = []
  let sockets: UdpSocket[] = []
  /** Connections that the third party got */
  let attempts = 0

  beforeEach(async () => {
    scene.calls = await joinTogether(scene.network, 2)
    ;[{ call }, { call: other }] = scene.calls
    await untilAllHear([call, other])
    member = await RawMember.create(scene.network, scene.calls[0], 'higher')
    attempts = 0
  })

  afterEach(async () => {
    await Promise.all([...servers, ...sockets].map(async closing => new Promise<void>(resolve => { closing.close(() => { resolve() }) })))
    servers = []
    sockets = []
  })

  it('for many invented people, in session after session, makes nobody connect there more often than pauses allow', async () => {
    const port = await listen()
    const began = performance.now()
    const people = await Promise.all(Array.from({ length: INVENTED }, createIdentity))

    await introduce(await Promise.all(people.map(async person => invent(call.group, person, 1, [port]))))
    await introduce(await Promise.all(people.map(async person => invent(call.group, person, 2, [port]))))

    expect(attempts).to.be.at.least(1)
    expect(attempts).to.be.at.most(VICTIMS * mostDials(performance.now() - began))
    await untilTheCallGoesOn()
  })

  it('at another port for each of many invented people makes nobody try more ports than the budget has', async () => {
    const ports = await Promise.all(Array.from({ length: INVENTED_WITH_ADDRESSES }, listen))
    const began = performance.now()
    await introduce(await Promise.all(ports.map(async port => invent(call.group, await createIdentity(), 1, [port]))))

    expect(attempts).to.be.at.least(ALL_MEMBERS_TARGETS / 2)
    expect(attempts).to.be.at.most(VICTIMS * (ALL_MEMBERS_TARGETS + Math.ceil((performance.now() - began) * ALL_MEMBERS_TARGETS_PER_MINUTE / 60_000)))
    await untilTheCallGoesOn()
  })

  it('in its candidates, in connection after connection, has it tried a few times only', async () => {
    const { address, port, received } = await listenToUdp()
    const began = performance.now()
    await join()

    for (let connection = 1; connection <= OFFERS; connection++) {
      await offer(connection, [candidateAt(address, port)])
    }

    const uses = CANDIDATE_USES + Math.ceil((performance.now() - began) * CANDIDATE_USES_PER_MINUTE / 60_000)
    expect(call.dropped.candidate).to.be.at.least(OFFERS - uses)
    await until('the third party to be tried', () => received() > 0)
    await untilTheCallGoesOn()
    // and as many more as fit into the time that it takes to see a datagram
    expect(received()).to.be.at.most((performance.now() - began + 1_000) / 1_000 * TRIES_PER_SECOND + OFFERS)
  })

  it('and of many others in its candidates, has only so many of them tried', async () => {
    const { address } = await listenToUdp()
    const began = performance.now()
    await join()

    for (let connection = 1; connection <= 4; connection++) {
      await offer(connection, Array.from({ length: MAX_SDP_CANDIDATES }, (_, n) => candidateAt(address, (connection * 10_000) + n)))
    }

    const most = MEMBER_CANDIDATES + Math.ceil((performance.now() - began) * MEMBER_CANDIDATES_PER_MINUTE / 60_000)
    expect(call.dropped.candidate).to.be.within((4 * MAX_SDP_CANDIDATES) - most, (4 * MAX_SDP_CANDIDATES) - MEMBER_CANDIDATES)
    await untilTheCallGoesOn()
  })

  /** Listens on a port of its own, and hangs up on everybody */
  async function listen (): Promise<number> {
    const server = createServer(socket => {
      attempts++
      socket.destroy()
    })
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')

    return (server.address() as AddressInfo).port
  }

  /** The library doesn't try loopback */
  async function listenToUdp (): Promise<{ address: string, port: number, received(): number }> {
    const address = Object.values(networkInterfaces()).flat().find(address => address?.family === 'IPv4' && !address.internal)?.address ?? ''
    const socket = createSocket('udp4')
    let received = 0
    sockets.push(socket)
    socket.on('message', () => { received++ })
    socket.bind(0, address)
    await once(socket, 'listening')

    return { address, port: socket.address().port, received: () => received }
  }

  /** Introduces people, and has a message forwarded to each, for which the victim has to dial them */
  async function introduce (presences: SignedPresence[]): Promise<void> {
    const unroutable = call.dropped.unroutable ?? 0

    for (let n = 0; n < presences.length; n += PRESENCES) {
      await member.send(await member.frame({ type: 'welcome', presences: presences.slice(n, n + PRESENCES), informed: [], state: ALONE }))

      for (const { publicKey, session, sessionKey } of presences.slice(n, n + PRESENCES)) {
        await member.send(await member.frame({ type: 'chat', text: 'hello' }, { recipient: publicKey, recipientSession: session, recipientSessionKey: sessionKey }))
      }

      // more at a time are too many
      await member.ask()
    }

    await until('all of them to be dialled, or not', () => (call.dropped.unroutable ?? 0) - unroutable >= presences.length, { seen: () => call.dropped })
  }

  async function join (): Promise<void> {
    await member.send(await member.frame({ type: 'join', state: ALONE }))
    await untilCall(call, 'participant:join', () => call.participants.some(({ publicKey }) => publicKey === member.identity.publicKey))
  }

  /** Offers a new connection; resolves when that was answered */
  async function offer (connection: number, candidates: string[]): Promise<void> {
    await member.send(await member.frame({ type: 'offer', parameters: { ...OFFER.parameters, sessionId: BigInt(connection), candidates } }))
    await until('an answer', () => member.received.count('answer') === connection, { on: [member.received, 'message'], seen: () => [member.received.types, call.dropped] })
  }

  async function untilTheCallGoesOn (): Promise<void> {
    const find = (): GroupCall['participants'][number] | undefined => call.participants.find(({ publicKey }) => publicKey === other.publicKey)
    expect([call.state, other.state, find()?.linkState]).to.deep.equal(['active', 'active', 'connected'])
    await untilHeard(call, find() as GroupCall['participants'][number])
    const newcomer = await joinLater(scene.network, call.group)
    scene.calls.push(newcomer)
    await untilCall(newcomer.call, 'participant:join', () => newcomer.call.participants.some(({ publicKey }) => publicKey === call.publicKey))
  }
})

/** A presence signed by an identity that nobody uses, for a process that nobody runs */
async function invent (group: Group, identity: Identity, round: number, ports: number[]): Promise<SignedPresence> {
  const process = await createIdentity()
  const addresses = ports.map(port => multiaddr(`/ip4/127.0.0.1/tcp/${port}`))

  return signPresence({
    publicKey: identity.publicKey,
    session: round.toString(16).padStart(16, '0').padEnd(32, '0'),
    sessionKey: fromString(process.publicKey, 'base16'),
    addresses,
    name: ''
  }, identity, process, deriveGroupKeys(group))
}

function candidateAt (address: string, port: number): string {
  return `candidate:1 1 udp 2122260223 ${address} ${port} typ host generation 0`
}

/** How often a host and port that hangs up can be dialled within `ms` */
function mostDials (ms: number): number {
  let dials = 1

  for (let passed = 0; passed <= ms; dials++) {
    passed += FIRST_DIAL_PAUSE * 2 ** (dials - 1) * (1 - DIAL_PAUSE_JITTER)
  }

  return dials - 1
}
