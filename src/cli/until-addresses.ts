import type { CallPeer } from '../index.ts'

/** The first comes as soon as there is a relay */
const EVENTS = ['transport:listening', 'self:peer:update'] as const

export type AddressedPeer = Pick<CallPeer, 'getMultiaddrs' | 'addEventListener' | 'removeEventListener'>

/** Resolves when the peer's addresses pass a test, or when it is no longer worth waiting */
export async function untilAddresses (peer: Pick<AddressedPeer, 'addEventListener' | 'removeEventListener'>, test: () => boolean, limit: AbortSignal): Promise<void> {
  await new Promise<void>(resolve => {
    const check = (): void => {
      if (limit.aborted || test()) {
        EVENTS.forEach(event => { peer.removeEventListener(event, check) })
        resolve()
      }
    }

    EVENTS.forEach(event => { peer.addEventListener(event, check) })
    limit.addEventListener('abort', check, { once: true })
    check()
  })
}
