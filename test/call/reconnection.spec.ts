import { defaultLogger } from '@libp2p/logger'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { DOUBT_PERIOD, FAILOVER_PERIOD, howToRepair, PATH_REPAIR_PAUSE, Reconnection, RETRY_PAUSE } from '../../src/call/reconnection.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { Disturbance } from '../../src/network/network-watch.ts'

const HERE = multiaddr('/ip4/192.0.2.1/tcp/1')
const THERE = multiaddr('/ip4/192.0.2.2/tcp/1')
const GONE_LIMIT = 30_000
const MOVED: Disturbance = { slept: 0, changed: true, removed: ['192.0.2.1'], online: true }

describe('a call whose network changes', () => {
  let timers: ManualTimers
  let done: string[]
  let presence: { addresses: Array<typeof HERE> }
  let links: Map<string, any>
  let checked: PromiseWithResolvers<void>
  let reconnection: Reconnection

  /** Adds a participant whose link uses a local address */
  const add = (publicKey: string, address: string, state = 'connected'): any => {
    const report = new Map<string, any>(Object.entries({
      local: { id: 'local', candidateType: 'host', address },
      pair: { id: 'pair', type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'local' }
    }))
    const link = {
      participant: publicKey,
      state,
      heardAt: 0,
      connection: { getStats: async () => report },
      suspect: () => {
        link.state = 'reconnecting'
        done.push(`suspect ${publicKey}`)
      }
    }
    links.set(publicKey, link)

    return link
  }
  const recover = async (disturbance: Disturbance, addresses = [HERE]): Promise<void> => {
    reconnection.recover(disturbance, { addresses, checked: async () => checked.promise })
    await timers.advance(0)
  }

  beforeEach(() => {
    timers = new ManualTimers()
    done = []
    presence = { addresses: [HERE] }
    links = new Map()
    checked = Promise.withResolvers()
    checked.resolve()
    reconnection = new Reconnection({
      mesh: {
        getLink: publicKey => links.get(publicKey),
        repair: (publicKey, how) => { done.push(`${how} ${publicKey}`) }
      },
      signaling: {
        get presence (): any {
          return presence
        },
        abandonDials: () => {},
        renewAddresses: async addresses => {
          presence = { addresses }
          done.push('renew')
        },
        send: ({ publicKey }) => { done.push(`greet ${publicKey}`) }
      },
      protocol: {
        participants: {
          get list () {
            return [...links.keys()].map(publicKey => ({ publicKey, sessionKey: publicKey }))
          },
          presencesOf: (publicKeys: string[]) => publicKeys.map(publicKey => ({ publicKey }))
        } as any
      },
      greeting: () => ({ type: 'look' }),
      goneLimit: GONE_LIMIT,
      timers,
      log: defaultLogger().forComponent('groupcall:test')
    })
  })

  afterEach(() => {
    reconnection.stop()
    expect(timers.size).to.equal(0)
  })

  it('shows a link whose address is gone as reconnecting, announces the new one, and creates the link again', async () => {
    add('ada', '192.0.2.1')
    await recover(MOVED, [THERE])
    expect(done).to.deep.equal(['suspect ada', 'renew', 'greet ada'])
    await timers.advance(FAILOVER_PERIOD)
    expect(done.slice(3)).to.deep.equal(['recreate ada'])
  })

  it('keeps a link that changes to another network by itself', async () => {
    const link = add('ada', '192.0.2.1')
    await recover(MOVED, [THERE])
    link.state = 'connected'
    await timers.advance(FAILOVER_PERIOD)
    expect(done).to.deep.equal(['suspect ada', 'renew', 'greet ada'])
  })

  it('suspects every link that is gone before it sends anything: a message may go through another participant', async () => {
    add('ada', '192.0.2.1')
    add('ben', '192.0.2.1')
    await recover(MOVED)
    expect(done.slice(0, 2)).to.deep.equal(['suspect ada', 'suspect ben'])
  })

  it('waits until dead connections are closed', async () => {
    checked = Promise.withResolvers()
    add('ada', '192.0.2.1')
    await recover(MOVED)
    expect(done).to.deep.equal(['suspect ada'])

    checked.resolve()
    await timers.advance(FAILOVER_PERIOD)
    expect(done).to.deep.equal(['suspect ada', 'greet ada', 'recreate ada'])
  })

  it('leaves a link alone that is heard again', async () => {
    const link = add('ada', '192.0.2.3')
    await recover(MOVED)
    link.heardAt = timers.now() + 1
    await timers.advance(DOUBT_PERIOD)
    expect(done).to.deep.equal([])
  })

  it('restarts a link that may work, but is silent', async () => {
    add('ada', '192.0.2.3')
    await recover(MOVED)
    expect(done).to.deep.equal([])
    await timers.advance(DOUBT_PERIOD)
    expect(done).to.deep.equal(['suspect ada', 'greet ada', 'restart ada'])
  })

  it('sends nothing while there is no network', async () => {
    add('ada', '192.0.2.1')
    await recover({ ...MOVED, online: false }, [])
    expect(done).to.deep.equal(['suspect ada'])

    await recover({ ...MOVED, removed: [] }, [THERE])
    await timers.advance(FAILOVER_PERIOD)
    expect(done.slice(1)).to.deep.equal(['renew', 'greet ada', 'recreate ada'])
  })

  it('announces an address that comes while the network stays the same', async () => {
    add('ada', '192.0.2.1')
    await reconnection.announce([HERE, THERE])
    expect(done).to.deep.equal(['renew', 'greet ada'])
  })

  it('announces neither what the others know nor that an address is gone', async () => {
    add('ada', '192.0.2.1')
    presence = { addresses: [HERE, THERE] }
    await reconnection.announce([THERE, HERE])
    await reconnection.announce([HERE])
    expect(done).to.deep.equal([])
    expect(presence.addresses).to.deep.equal([HERE, THERE])
  })

  it('restarts a silent link when a path to its other end opens, and not again for a moment', async () => {
    Object.assign(add('ada', '192.0.2.1', 'reconnecting'), { initiator: true })
    add('ben', '192.0.2.1', 'reconnecting')
    Object.assign(add('chloe', '192.0.2.1'), { initiator: true })

    for (const publicKey of ['ada', 'ada', 'ben', 'chloe', 'dan']) {
      reconnection.onPath(publicKey)
    }

    expect(done).to.deep.equal(['restart ada'])
    await timers.advance(PATH_REPAIR_PAUSE)
    reconnection.onPath('ada')
    expect(done).to.deep.equal(['restart ada', 'restart ada'])
  })

  it('begins nothing again for a mere sign of a change', async () => {
    add('ada', '192.0.2.1', 'connecting')
    await recover({ slept: 0, changed: false, online: true })
    expect(done).to.deep.equal([])
  })

  it('tries once more unless the link is up by then', async () => {
    const ada = add('ada', '192.0.2.1')
    add('ben', '192.0.2.1')
    await recover(MOVED)
    await timers.advance(FAILOVER_PERIOD)
    ada.state = 'connected'
    done = []
    await timers.advance(10 * RETRY_PAUSE)
    expect(done).to.deep.equal(['restart ben'])
  })

  it('shows every link as reconnecting at once after sleep', async () => {
    add('ada', '192.0.2.1')
    await recover({ slept: 60_000, changed: false, removed: [], online: true })
    expect(done).to.deep.equal(['suspect ada', 'greet ada', 'rejoin ada'])
  })

  it('repairs a link by what is known of it', () => {
    expect(howToRepair({ slept: 0 }, true, GONE_LIMIT)).to.equal('recreate')
    expect(howToRepair({ slept: 0 }, false, GONE_LIMIT)).to.equal('restart')
    expect(howToRepair({ slept: GONE_LIMIT }, true, GONE_LIMIT)).to.equal('restart')
    expect(howToRepair({ slept: GONE_LIMIT + 1 }, true, GONE_LIMIT)).to.equal('rejoin')
  })
})
