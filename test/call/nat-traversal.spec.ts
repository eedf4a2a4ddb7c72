import { defaultLogger } from '@libp2p/logger'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { TypedEventEmitter } from 'main-event'
import { NATTraversal } from '../../src/call/nat-traversal.ts'
import type { NATTraversalComponents } from '../../src/call/nat-traversal.ts'
import type { Connection, Libp2pEvents } from '@libp2p/interface'

const PEER = peerIdFromString('12D3KooWH7WkJUqvyTGNrYVgYtHUgm1qTKEjG1B5LJ8yPPXnHjbs')

/** A connection to a bootstrap peer at an address */
function connectionTo (address: string): Connection {
  const connection: Partial<Connection> = { status: 'open', remoteAddr: multiaddr(address), remotePeer: PEER }

  return connection as Connection
}

describe('what is done against NATs', () => {
  const setUp = async (): Promise<{ nat: NATTraversal, events: TypedEventEmitter<Libp2pEvents>, running: string[], confirmed: string[] }> => {
    const events = new TypedEventEmitter<Libp2pEvents>()
    const running: string[] = []
    const confirmed: string[] = []
    const addressManager: Partial<NATTraversalComponents['addressManager']> = {
      getAddressesWithMetadata: () => ['/ip4/192.168.1.2/tcp/1', '/ip6/2a00::2/tcp/1'].map((text, i) => ({ multiaddr: multiaddr(text), type: 'transport', verified: i === 0, expires: 0 })),
      confirmObservedAddr: address => { confirmed.push(address.toString()) }
    }
    const nat = new NATTraversal({ events, logger: defaultLogger(), addressManager } as unknown as NATTraversalComponents, {
      hosts: () => ['127.0.0.1', '192.168.1.2'],
      services: [{ start: () => { running.push('service') }, stop: () => { running.pop() } }]
    })

    await nat.start()

    return { nat, events, running, confirmed }
  }

  const identify = (events: TypedEventEmitter<Libp2pEvents>, connection: Connection, observed?: string): void => {
    events.safeDispatchEvent('peer:identify', { detail: { connection, observedAddr: observed == null ? undefined : multiaddr(observed) } as any })
  }

  it('begins at once if addresses tell, and ends with the node', async () => {
    const { nat, running } = await setUp()

    expect(await nat.needsRelay(connectionTo('/ip4/11.77.0.1/tcp/4801'))).to.equal(true)
    expect(running).to.deep.equal(['service'])
    await nat.stop()
    expect(running).to.deep.equal([])
  })

  for (const [what, observed, needed] of [
    ['begins when identify shows another address', '/ip4/10.0.0.9/tcp/5', true],
    ['does not begin when identify shows our own', '/ip4/192.168.1.2/tcp/5', false],
    ['does not begin when identify shows none', undefined, false]
  ] as const) {
    it(what, async () => {
      const { nat, events, running } = await setUp()
      const connection = connectionTo('/ip4/10.0.0.1/tcp/4801')
      const answer = nat.needsRelay(connection)

      identify(events, connectionTo('/ip4/10.0.0.1/tcp/4801'), '/ip4/10.0.0.8/tcp/5')
      identify(events, connection, observed)
      expect(await answer).to.equal(needed)
      expect(running).to.have.length(needed ? 1 : 0)
      await nat.stop()
    })
  }

  it('remembers what identify showed', async () => {
    const { nat, events } = await setUp()
    const connection = connectionTo('/ip4/10.0.0.1/tcp/4801')

    identify(events, connection, '/ip4/10.0.0.9/tcp/5')
    expect(await nat.needsRelay(connection)).to.equal(true)
    await nat.stop()
  })

  for (const [what, end] of [
    ['the connection closes', async ({ events, connection }) => { events.safeDispatchEvent('connection:close', { detail: connection }) }],
    ['the node stops', async ({ nat }) => nat.stop()]
  ] as Array<[string, (scene: Awaited<ReturnType<typeof setUp>> & { connection: Connection }) => Promise<void>]>) {
    it(`waits for identify no longer when ${what}`, async () => {
      const scene = await setUp()
      const connection = connectionTo('/ip4/10.0.0.1/tcp/4801')
      const answer = scene.nat.needsRelay(connection)

      await end({ ...scene, connection })
      expect(await answer).to.equal(false)
      await scene.nat.stop()
    })
  }

  it('includes that public addresses of our own are announced', async () => {
    const { nat, events, confirmed } = await setUp()

    events.safeDispatchEvent('transport:listening', { detail: {} as any })
    expect(confirmed).to.deep.equal(['/ip6/2a00::2/tcp/1'])
    await nat.stop()
  })
})
