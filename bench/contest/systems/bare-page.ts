import { createBareParticipant } from './bare.ts'
import type { BareMessage } from './bare.ts'
import type { CreateParticipant } from '../types.ts'

/** Bare WebRTC whose messages go through a `BroadcastChannel` between pages of one browser */
export const createBarePageParticipant: CreateParticipant = async ({ index, room }, surroundings) => {
  const bus = new BroadcastChannel(room)

  return createBareParticipant({
    index,
    RTCPeerConnection,
    channel: {
      open: async onMessage => {
        bus.onmessage = ({ data: { to, message } }: MessageEvent<{ to: number, message: BareMessage }>) => {
          if (to === index) {
            onMessage(message)
          }
        }

        return ''
      },
      send: (to, message) => { bus.postMessage({ to, message }) },
      close: () => { bus.close() }
    }
  }, surroundings)
}
