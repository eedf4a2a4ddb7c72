/** What a packet is for: by its transport, and by its first bytes as RFC 7983 tells them apart */
export type PacketKind = 'TCP' | 'ICE' | 'DTLS' | 'RTP' | 'other'

/** A packet on its way between hosts */
export interface Packet {
  /** When it left its host, in ms since the Unix epoch */
  at: number
  /** IPv4 addresses */
  from: string
  to: string
  kind: PacketKind
  /** Of the frame, with all headers */
  bytes: number
  /** False for a TCP segment that only acknowledges, or closes */
  says: boolean
}

const FILE_HEADER = 24
const RECORD_HEADER = 16
const ETHERNET_HEADER = 14
const UDP_HEADER = 8
const ETHERTYPE_IP4 = 0x0800
const TCP = 6
const UDP = 17
const SYN = 2

/** See {@link https://www.rfc-editor.org/rfc/rfc7983#section-7} */
const FIRST_BYTES: Array<{ kind: PacketKind, from: number, to: number }> = [
  { kind: 'ICE', from: 0, to: 3 },
  { kind: 'DTLS', from: 20, to: 63 },
  { kind: 'RTP', from: 128, to: 191 }
]

/** Reads a file in the format of libpcap with nanoseconds, and leaves out what is not IPv4 */
export function readPackets (file: Buffer): Packet[] {
  const packets: Packet[] = []

  for (let offset = FILE_HEADER; offset + RECORD_HEADER <= file.length;) {
    const [seconds, nanoseconds, kept, bytes] = [0, 4, 8, 12].map(field => file.readUInt32LE(offset + field))
    const frame = file.subarray(offset + RECORD_HEADER, offset + RECORD_HEADER + kept)
    offset += RECORD_HEADER + kept

    if (frame.readUInt16BE(12) === ETHERTYPE_IP4) {
      packets.push({ at: seconds * 1_000 + nanoseconds / 1_000_000, bytes, ...readIp(frame.subarray(ETHERNET_HEADER)) })
    }
  }

  return packets
}

function readIp (packet: Buffer): Pick<Packet, 'from' | 'to' | 'kind' | 'says'> {
  const headerBytes = (packet[0] & 15) * 4
  const [from, to] = [12, 16].map(field => packet.subarray(field, field + 4).join('.'))
  const payload = packet.subarray(headerBytes)

  if (packet[9] === TCP) {
    const length = packet.readUInt16BE(2) - headerBytes - (payload[12] >> 4) * 4

    return { from, to, kind: 'TCP', says: length > 0 || (payload[13] & SYN) !== 0 }
  }

  return { from, to, kind: packet[9] === UDP ? kindOf(payload[UDP_HEADER]) : 'other', says: packet[9] === UDP }
}

function kindOf (first: number): PacketKind {
  return FIRST_BYTES.find(({ from, to }) => first >= from && first <= to)?.kind ?? 'other'
}
