import { sha256 } from '@noble/hashes/sha2.js'
import { equals } from 'uint8arrays/equals'

/** Who is at the remote end: `unknown` while its certificate isn't available, `nobody` while no transport is up */
export type RemoteEnd = 'signed' | 'somebody-else' | 'unknown' | 'nobody'

/**
 * Returns the transports of audio and data: one, unless the remote end doesn't
 * bundle. In Node this waits for another thread.
 */
export function transportsOf (connection: Pick<RTCPeerConnection, 'sctp' | 'getReceivers'>): RTCDtlsTransport[] {
  const transports = [connection.sctp?.transport, ...connection.getReceivers().map(({ transport }) => transport)]

  return [...new Set(transports)].filter(transport => transport != null)
}

/**
 * Returns the remote DTLS certificate (DER) of each transport that is up, or
 * `undefined` if it isn't available. Browsers and Node provide it at once; the
 * statistics don't have it in Firefox.
 *
 * @see {@link https://www.w3.org/TR/webrtc/#dom-rtcdtlstransport-getremotecertificates}
 */
export function remoteCertificates (transports: Array<Pick<RTCDtlsTransport, 'state' | 'getRemoteCertificates'>>): Array<Uint8Array | undefined> {
  return transports.filter(({ state }) => state === 'connected').map(transport => {
    // the first of a chain belongs to the remote end
    const certificate = transport.getRemoteCertificates?.()[0]

    return certificate == null ? undefined : new Uint8Array(certificate)
  })
}

/**
 * Decides whether the certificates of the transports are the signed one. The
 * WebRTC library compares them, too (RFC 8827 section 6.5); this is for the day it
 * doesn't.
 *
 * @param certificates - of all transports that are up, DER
 * @param signed - SHA-256 of the certificate, 32 bytes
 */
export function judgeCertificates (certificates: Array<Uint8Array | undefined>, signed?: Uint8Array): RemoteEnd {
  if (certificates.length === 0) {
    return 'nobody'
  }

  if (signed == null || certificates.some(certificate => certificate != null && !equals(sha256(certificate), signed))) {
    return 'somebody-else'
  }

  return certificates.includes(undefined) ? 'unknown' : 'signed'
}
