import { createIdentity } from '../../../keys/index.ts'
import { createCallPeer, parseInvite } from '../../../src/index.ts'
import type { CallPeer, GroupCall } from '../../../src/index.ts'
import type { CreateParticipant } from '../types.ts'

/** groupcall with a bootstrap peer, in Node and in pages */
export const createGroupcallParticipant: CreateParticipant = async ({ room, server, host }, { microphone, onTrack, step }) => {
  const { group } = parseInvite(room)
  const identity = await createIdentity()
  let peer: CallPeer | undefined
  let call: GroupCall | undefined
  let settled: Promise<unknown> | undefined

  return {
    enter: async () => {
      peer = await createCallPeer({ identity, bootstrap: server, listen: [`/ip4/${host}/tcp/0`] })
      settled = settle(peer)
      notePeerSteps(peer, server, step)

      return ''
    },
    settle: async () => { await settled },
    join: async () => {
      const joining = call = peer?.services.calls.create(group, { microphone, iceServers: [] })
      const take = (): void => {
        joining?.participants.forEach(({ publicKey, audio }) => {
          if (audio != null) {
            onTrack(publicKey, audio.track)
          }
        })
      }

      joining?.addEventListener('progress', ({ detail }) => { step(`join: ${detail.step}`) })
      joining?.addEventListener('track', take)
      await joining?.join()
      take()
    },
    leave: async () => {
      await call?.leave()
      await peer?.stop()
    }
  }
}

/** ms for the first walk of the DHT, which may have ended before anybody listened */
const WALK = 5_000

/** ms for a page to get a relay reservation */
const RESERVATION = 30_000

/** Resolves when the peer has filled its table of the DHT, and in a page has a relay reservation */
async function settle (peer: CallPeer): Promise<void> {
  const events = peer as unknown as EventTarget
  const isPage = typeof globalThis.document !== 'undefined'
  const hasRelay = (): boolean => peer.getMultiaddrs().some(address => address.toString().includes('/p2p-circuit'))

  await Promise.all([
    until(events, 'kad-dht:query:self', WALK),
    ...(isPage && !hasRelay() ? [until(events, 'self:peer:update', RESERVATION, hasRelay)] : [])
  ])

  if (isPage && !hasRelay()) {
    throw new Error(`No relay reservation within ${RESERVATION} ms`)
  }
}

/** Resolves when a condition holds after an event, or when the time is up */
async function until (events: EventTarget, event: string, limit: number, condition = (): boolean => true): Promise<void> {
  await new Promise<void>(resolve => {
    const look = (): void => {
      if (condition()) {
        finish()
      }
    }
    const finish = (): void => {
      clearTimeout(timer)
      events.removeEventListener(event, look)
      resolve()
    }
    const timer = setTimeout(finish, limit)

    events.addEventListener(event, look)
  })
}

/** Notes when connections to other members open, and when they are identified */
function notePeerSteps (peer: CallPeer, server: string[], step: (name: string) => void): void {
  const nameOf = (id: string): string => server.some(address => address.endsWith(id)) ? 'bootstrap peer' : 'member'

  peer.addEventListener('connection:open', ({ detail: { remotePeer, limits } }) => {
    step(`${nameOf(remotePeer.toString())} connected${limits == null ? '' : ' through the relay'}`)
  })
  peer.addEventListener('peer:identify', ({ detail: { peerId } }) => {
    step(`${nameOf(peerId.toString())} identified`)
  })
}
