import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'

/**
 * Whether the DTLS certificate that is up is the one that was signed, by the
 * statistics of a connection; nothing when they do not say which one it is. The
 * WebRTC library compares them too, as RFC 8827 section 6.5 asks for: this is for
 * the day on which it does not.
 *
 * @param report - statistics, see https://www.w3.org/TR/webrtc-stats/#certificatestats-dict*
 * @param signed - SHA-256 of the certificate, 32 bytes
 */
export function certificateMatches (report: Iterable<any>, signed: Uint8Array): boolean | undefined {
  const entries = [...report]
  const transports = entries.filter(({ type, remoteCertificateId }) => type === 'transport' && remoteCertificateId != null)
  const certificates = transports.map(({ remoteCertificateId }) => entries.find(({ id, type }) => type === 'certificate' && id === remoteCertificateId))

  if (certificates.length === 0 || certificates.includes(undefined)) {
    return undefined
  }

  return certificates.every(({ fingerprint, fingerprintAlgorithm }) => fingerprintAlgorithm === 'sha-256' &&
    equals(fromString(String(fingerprint).replaceAll(':', '').toLowerCase(), 'base16'), signed))
}
