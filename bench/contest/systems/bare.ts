import type { Participant, Surroundings } from '../types.ts'

/** What bare participants send each other; a description has its sender's candidates so far */
export interface BareMessage {
  from: number
  description?: RTCSessionDescriptionInit
  candidate?: RTCIceCandidateInit
}

/** The cheapest way for a message to get from one participant to another */
export interface BareChannel {
  /** Resolves with the address of this end, if there is one */
  open(onMessage: (message: BareMessage) => void): Promise<string>
  send(to: number, message: BareMessage): void
  close(): void
}

export interface BareInit {
  index: number
  RTCPeerConnection: typeof RTCPeerConnection
  channel: BareChannel
  /**
   * kbit/s of Opus that the other end is asked for
   *
   * @default none
   */
  bitrate?: number
  /** Called with the addresses before the first message is sent */
  connect?(addresses: string[]): void
}

/** WebRTC and nothing else: everybody knows everybody, and the higher index offers at once */
export function createBareParticipant ({ index, RTCPeerConnection, channel, bitrate, connect }: BareInit, { microphone, onTrack, step }: Surroundings): Participant {
  const track = microphone.track as MediaStreamTrack
  const connections = new Map<number, RTCPeerConnection>()
  /** By sender: its messages come in order, but the browser may not yet be done with the one before */
  const queues = new Map<number, Promise<unknown>>()

  const connectionTo = (other: number): RTCPeerConnection => {
    const connection = connections.get(other) ?? new RTCPeerConnection({ bundlePolicy: 'max-bundle' })

    if (!connections.has(other)) {
      connections.set(other, connection)
      connection.ontrack = event => { onTrack(String(other), event.track) }
      connection.onicecandidate = ({ candidate }) => {
        if (candidate != null) {
          channel.send(other, { from: index, candidate: candidate.toJSON() })
        }
      }
    }

    return connection
  }

  const take = async ({ from, description, candidate }: BareMessage): Promise<void> => {
    const connection = connectionTo(from)

    if (candidate != null) {
      await connection.addIceCandidate(candidate)
    } else if (description?.type === 'offer') {
      await connection.setRemoteDescription(description)
      const [transceiver] = connection.getTransceivers()
      transceiver.direction = 'sendrecv'
      await transceiver.sender.replaceTrack(track)
      const answer = await connection.createAnswer()
      channel.send(from, { from: index, description: { type: answer.type, sdp: withBitrate(answer.sdp, bitrate) } })
      await connection.setLocalDescription(answer)
    } else if (description != null) {
      await connection.setRemoteDescription(description)
    }
  }

  return {
    enter: async () => channel.open(message => {
      const before = queues.get(message.from) ?? Promise.resolve()
      queues.set(message.from, before.then(async () => take(message)).catch(err => { step(`failed: ${err.message}`) }))
    }),
    join: async addresses => {
      connect?.(addresses)

      await Promise.all(Array.from({ length: index }, async (_, other) => {
        const connection = connectionTo(other)
        connection.addTransceiver(track, { direction: 'sendrecv' })
        const offer = await connection.createOffer()
        channel.send(other, { from: index, description: { type: offer.type, sdp: withBitrate(offer.sdp, bitrate) } })
        await connection.setLocalDescription(offer)
      }))
    },
    leave: async () => {
      connections.forEach(connection => { connection.close() })
      channel.close()
    }
  }
}

/** Adds a bitrate in kbit/s to the format of Opus (RFC 7587, section 6.1) */
function withBitrate (sdp?: string, bitrate?: number): string | undefined {
  return bitrate == null ? sdp : sdp?.replace(/^a=fmtp:.*useinbandfec.*$/m, line => `${line};maxaveragebitrate=${bitrate * 1_000}`)
}
