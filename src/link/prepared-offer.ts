import { createChannel } from './link-channel.ts'
import { parseSdp } from './sdp-parser.ts'
import type { SessionParameters } from './session-parameters.ts'

/**
 * A connection whose first offer isn't applied yet, so it gathers no candidates and sends
 * nothing. The offer can be sent before the remote end is known.
 */
export class PreparedOffer {
  readonly connection: RTCPeerConnection
  readonly sender: RTCRtpSender
  readonly channel: RTCDataChannel
  /** As the connection has created it */
  readonly sdp: string
  /** What travels; without candidates */
  readonly parameters: SessionParameters

  private constructor (connection: RTCPeerConnection, sender: RTCRtpSender, channel: RTCDataChannel, sdp: string) {
    this.connection = connection
    this.sender = sender
    this.channel = channel
    this.sdp = sdp
    // the answer tells this end about a path before the other end can know of one, so this end is the DTLS client. The connection itself accepts either role
    this.parameters = { ...parseSdp(sdp).parameters, setup: 'active' }
  }

  /** Closes the connection if it rejects */
  static async create (connection: RTCPeerConnection): Promise<PreparedOffer> {
    try {
      // in this order: audio comes before data in an offer
      const { sender } = connection.addTransceiver('audio', { direction: 'sendrecv' })
      const channel = createChannel(connection)
      const { sdp } = await connection.createOffer()

      return new PreparedOffer(connection, sender, channel, sdp ?? '')
    } catch (err) {
      connection.close()

      throw err
    }
  }
}
