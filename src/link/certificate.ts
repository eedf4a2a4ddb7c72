import { sha256 } from '@noble/hashes/sha2.js'
import { equals } from 'uint8arrays/equals'

/**
 * The DTLS certificates (DER) of a connection's other end, one for each transport
 * that is up. All browsers and Node tell them at once, which they do not with
 * statistics: Firefox has none of certificates.
 *
 * @see {@link https://www.w3.org/TR/webrtc/#dom-rtcdtlstransport-getremotecertificates}
 */
export function remoteCertificates (connection: Pick<RTCPeerConnection, 'sctp' | 'getReceivers'>): Uint8Array[] {
  const transports = new Set([connection.sctp?.transport, ...connection.getReceivers().map(({ transport }) => transport)])

  return [...transports]
    // the first of a chain is the other end's own; a transport that is not up has none
    .map(transport => transport?.getRemoteCertificates?.()[0])
    .filter(certificate => certificate != null)
    .map(certificate => new Uint8Array(certificate))
}

/**
 * Whether the certificates that are up are the one that was signed; nothing when
 * none is told. The WebRTC library compares them too, as RFC 8827 section 6.5 asks
 * for: this is for the day on which it does not.
 *
 * @param certificates - of all transports, DER
 * @param signed - SHA-256 of the certificate, 32 bytes
 */
export function certificatesMatch (certificates: Uint8Array[], signed: Uint8Array): boolean | undefined {
  return certificates.length === 0
    ? undefined
    : certificates.every(certificate => equals(sha256(certificate), signed))
}
