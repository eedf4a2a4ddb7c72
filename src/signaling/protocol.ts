import type { GroupKeys } from '../group/index.ts'

const PROTOCOL_PREFIX = '/groupcall/signal/1.0.0'

/** The name under which a session takes streams in the epoch of these keys */
export function protocolOf (sessionKey: Uint8Array, keys: GroupKeys): string {
  return `${PROTOCOL_PREFIX}/${keys.signalName(sessionKey)}`
}
