import type { SectionIds } from './session-parameters.ts'

/** A section name that this file has made, see {@link nameSections} */
const NAME = /^.+\.([0-9a-z]{1,13})$/

/**
 * Returns names for the sections of an offer that no other connection uses. An answer
 * repeats them (RFC 9429 section 5.3.1), so it shows which connection it belongs to.
 *
 * @param sections - as the WebRTC library names them
 * @param sessionId - of the connection
 */
export function nameSections (sections: SectionIds, sessionId: bigint): SectionIds {
  const { audio, data } = sections
  const suffix = sessionId.toString(36)

  return { audio: `${audio}.${suffix}`, ...data == null ? {} : { data: `${data}.${suffix}` } }
}

/** Returns whether an answer's sections have the names that were given to another connection */
export function namesAnother ({ audio }: SectionIds, sessionId: bigint): boolean {
  const suffix = NAME.exec(audio)?.[1]

  return suffix != null && suffix !== sessionId.toString(36)
}
