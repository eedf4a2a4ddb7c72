import { errorCode, unknownAttributes, xorMappedAddress } from './attributes.ts'
import { Attribute, BINDING, encodeMessage } from './message.ts'
import type { StunAddress } from './attributes.ts'
import type { DecodedStunMessage, StunAttribute } from './message.ts'

/** Attributes that a server without authentication can ignore */
const UNDERSTOOD: readonly number[] = [
  Attribute.USERNAME,
  Attribute.REALM,
  Attribute.NONCE,
  Attribute.USERHASH,
  Attribute.MESSAGE_INTEGRITY_SHA256
]

const FIRST_OPTIONAL_ATTRIBUTE = 0x8000
const UNKNOWN_ATTRIBUTE = 420

export interface StunAnswer {
  class: 'success' | 'error'
  bytes: Uint8Array
}

/**
 * Returns the answer to a message, or `undefined` if it gets none. An answer is at most
 * 24 bytes longer than the request, so that a forged source address gains nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8489#section-6.3.1
 */
export function respond (request: DecodedStunMessage, source: StunAddress): StunAnswer | undefined {
  if (request.class !== 'request' || request.method !== BINDING) {
    return
  }

  const unknown = request.attributes
    .map(({ type }) => type)
    .filter((type, index, types) => type < FIRST_OPTIONAL_ATTRIBUTE && !UNDERSTOOD.includes(type) && types.indexOf(type) === index)

  if (unknown.length > 0) {
    return answer(request, 'error', [errorCode(UNKNOWN_ATTRIBUTE), unknownAttributes(unknown)])
  }

  return answer(request, 'success', [xorMappedAddress(source, request.transactionId)])
}

function answer (request: DecodedStunMessage, stunClass: StunAnswer['class'], attributes: StunAttribute[]): StunAnswer {
  const { method, transactionId, fingerprint } = request

  return {
    class: stunClass,
    bytes: encodeMessage({ class: stunClass, method, transactionId, attributes }, { fingerprint })
  }
}
