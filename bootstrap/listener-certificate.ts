import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { base64url } from 'multiformats/bases/base64'
import { sha256 } from 'multiformats/hashes/sha2'
import type { TransportCertificate } from '@libp2p/webrtc'
import type { KeyObject } from 'node:crypto'

/**
 * The certificate a WebRTC-Direct listener shows. Its hash is part of the
 * listener's address, so it must last as long as the address.
 *
 * libp2p's own certificates last 14 days, and that can't be changed: a lifespan of
 * more than 2^31 ms overflows its renewal timer. It accepts a certificate that lasts
 * longer, but neither Node nor a direct dependency can create one; hence the few lines
 * of DER here (RFC 5280, section 4.1).
 */

const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BIT_STRING = 0x03
const OBJECT_IDENTIFIER = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
const EXPLICIT_0 = 0xa0

/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = der(SEQUENCE, der(OBJECT_IDENTIFIER, Uint8Array.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)))

/** 2.5.4.3 */
const COMMON_NAME = der(OBJECT_IDENTIFIER, Uint8Array.of(0x55, 0x04, 0x03))

/** As browsers have it; nothing reads it */
const NAME = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, ascii('WebRTC')))))

/** Begins earlier than any wrong clock, and never ends: RFC 5280, section 4.1.2.5 */
const VALIDITY = der(SEQUENCE, der(UTC_TIME, ascii('700101000000Z')), der(GENERALIZED_TIME, ascii('99991231235959Z')))

/**
 * Creates a self-signed certificate that never expires
 *
 * @returns private key and certificate, both as PEM
 */
export function createCertificate (): string {
  // the only curve that all WebRTC implementations accept
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const serialNumber = randomBytes(16)

  // it must be positive and have no superfluous leading zeros
  serialNumber[0] = (serialNumber[0] & 0x7f) | 0x40

  const body = der(
    SEQUENCE,
    der(EXPLICIT_0, der(INTEGER, Uint8Array.of(2))),
    der(INTEGER, serialNumber),
    ECDSA_WITH_SHA256,
    NAME,
    VALIDITY,
    NAME,
    publicKey.export({ type: 'spki', format: 'der' })
  )
  const signature = sign('sha256', body, privateKey)
  const certificate = der(SEQUENCE, body, ECDSA_WITH_SHA256, der(BIT_STRING, Uint8Array.of(0), signature))

  return pem(privateKey) + new X509Certificate(certificate).toString()
}

/**
 * Parses the result of {@link createCertificate}
 *
 * @throws {Error} if it is anything else
 */
export async function parseCertificate (text: string): Promise<TransportCertificate> {
  const privateKey = createPrivateKey(text)
  const certificate = new X509Certificate(text)

  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error('Its key is not on the curve P-256')
  }

  if (!certificate.checkPrivateKey(privateKey) || !certificate.verify(createPublicKey(privateKey))) {
    throw new Error('The certificate doesn\'t belong to the private key')
  }

  const digest = await sha256.digest(new Uint8Array(certificate.raw))

  return {
    privateKey: pem(privateKey),
    pem: certificate.toString(),
    certhash: base64url.encode(digest.bytes)
  }
}

function pem (privateKey: KeyObject): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** Encodes an ASN.1 value; none here is longer than 64 KiB */
function der (tag: number, ...contents: Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)

  return Buffer.concat([Uint8Array.of(tag, ...derLength(content.byteLength)), content])
}

function derLength (length: number): number[] {
  if (length < 0x80) {
    return [length]
  }

  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

function ascii (text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
