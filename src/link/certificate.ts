import { sha256 } from '@noble/hashes/sha2.js'
import { equals } from 'uint8arrays/equals'

/** Who is at the other end; nobody while no transport is up */
export type OtherEnd = 'signed' | 'somebody-else' | 'untold' | 'nobody'

/**
 * All that voices and data go over: one, unless the other end does not bundle. In
 * Node this waits for another thread.
 */
export function transportsOf (connection: Pick<RTCPeerConnection, 'sctp' | 'getReceivers'>): RTCDtlsTransport[] {
  const transports = [connection.sctp?.transport, ...connection.getReceivers().map(({ transport }) => transport)]

  return [...new Set(transports)].filter(transport => transport != null)
}

/**
 * The other end's DTLS certificate (DER) on each transport that is up, where that is
 * told. Browsers and Node all tell it at once, which they do not with statistics:
 * Firefox has none of certificates.
 *
 * @see {@link https://www.w3.org/TR/webrtc/#dom-rtcdtlstransport-getremotecertificates}
 */
export function remoteCertificates (transports: Array<Pick<RTCDtlsTransport, 'state' | 'getRemoteCertificates'>>): Array<Uint8Array | undefined> {
  return transports.filter(({ state }) => state === 'connected').map(transport => {
    // the first of a chain is the other end's own
    const certificate = transport.getRemoteCertificates?.()[0]

    return certificate == null ? undefined : new Uint8Array(certificate)
  })
}

/**
 * Whether the certificates that are up are the one that was signed. The WebRTC
 * library compares them too, as RFC 8827 section 6.5 asks for: this is for the day
 * on which it does not.
 *
 * @param certificates - of all transports that are up, DER
 * @param signed - SHA-256 of the certificate, 32 bytes
 */
export function judgeCertificates (certificates: Array<Uint8Array | undefined>, signed?: Uint8Array): OtherEnd {
  if (certificates.length === 0) {
    return 'nobody'
  }

  if (signed == null || certificates.some(certificate => certificate != null && !equals(sha256(certificate), signed))) {
    return 'somebody-else'
  }

  return certificates.includes(undefined) ? 'untold' : 'signed'
}
