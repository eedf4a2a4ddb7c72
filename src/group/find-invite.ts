import { sha256 } from '@noble/hashes/sha2.js'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { decodedTexts } from './decoded-texts.ts'
import { InviteError } from './errors.ts'
import { Invite as InvitePB } from './pb/invite.ts'

/** The default base of an invite's link */
export const DEFAULT_INVITE_BASE = 'groupcall://join'

export const CHECKSUM_BYTES = 4

/** How the invites of each version begin: the version, and the first bytes of the group's id or, without it, its name */
const BEGINNINGS = ['AQog', 'Agog', 'AhI', 'AhJ']

/** Later versions keep the checksum, so that this program recognizes their invites: up to 15, the first character is one of these */
const LATER = /^[ABCD]/

/** Characters of a text: a long mail with everything that it quotes */
const MAX_TEXT_LENGTH = 65_536

/** Characters of an invite: a group id and an owner need more than the minimum, and a QR code holds about the maximum */
const MIN_LENGTH = 80
const MAX_LENGTH = 4_096

/** Checksums to compute: a text that was made to keep this busy costs some 50 ms */
const MAX_TRIES = 4_096

/** The characters of a text that an invite can consist of */
interface Characters {
  text: string
  /** Positions in `text` where other characters were left out, in order; begins with 0 and ends with the length */
  gaps: number[]
  /** Positions that follow a `#` */
  marked: Set<number>
}

/**
 * Returns the part of an invite that comes after the `#`, from any text that contains
 * an invite. Mail programs, chats and people wrap, quote, indent, escape and decorate
 * links. This drops the characters they add, which never occur in an invite, and finds the
 * end of the invite by its checksum, because text may follow it.
 *
 * @throws {InviteError}
 */
export function findInvite (text: string): string {
  if (text.length > MAX_TEXT_LENGTH) {
    throw notAnInvite()
  }

  const variants = decodedTexts(text).map(readCharacters)
  let tries = 0

  for (const characters of variants) {
    for (const start of starts(characters)) {
      for (const end of ends(characters, start)) {
        const candidate = characters.text.slice(start, end)

        if (isIntact(candidate)) {
          return candidate
        }

        if (++tries > MAX_TRIES) {
          throw notAnInvite()
        }
      }
    }
  }

  throw whyNot(text, variants)
}

/** Returns the first bytes of an invite's SHA-256, which are its last */
export function inviteChecksum (bytes: Uint8Array): Uint8Array {
  return sha256(bytes).subarray(0, CHECKSUM_BYTES)
}

function readCharacters (text: string): Characters {
  const gaps = [0]
  const marked = new Set<number>()
  let kept = ''

  for (const [, other, run] of text.matchAll(/([^\w-]*)([\w-]*)/g)) {
    if (other !== '') {
      gaps.push(kept.length)

      if (other.endsWith('#')) {
        marked.add(kept.length)
      }
    }

    kept += run
  }

  return { text: kept, gaps: [...gaps, kept.length], marked }
}

/** Returns where an invite may begin: at what looks like one, or after a # */
function starts ({ text, marked }: Characters): Set<number> {
  const found = BEGINNINGS.flatMap(beginning => [...text.matchAll(new RegExp(beginning, 'g'))].map(({ index }) => index))

  return new Set([...found, ...[...marked].filter(start => LATER.test(text.slice(start)))])
}

/** Returns where an invite that begins at `start` may end, with and without Markdown's _ */
function ends ({ text, gaps }: Characters, start: number): number[] {
  const possible = gaps.filter(gap => gap >= start + MIN_LENGTH && gap <= start + MAX_LENGTH)

  return possible.flatMap(end => {
    const trimmed = text.slice(start, end).replace(/[_-]+$/, '').length + start

    return trimmed === end ? [end] : [end, trimmed]
  })
}

function isIntact (candidate: string): boolean {
  const bytes = decode(candidate)

  return bytes != null && equals(inviteChecksum(bytes.subarray(0, -CHECKSUM_BYTES)), bytes.subarray(-CHECKSUM_BYTES))
}

function decode (candidate: string): Uint8Array | undefined {
  try {
    return fromString(candidate, 'base64url')
  } catch {
    // no base64 has this length
  }
}

/** Returns an error that says why the text contains no usable invite */
function whyNot (text: string, variants: Characters[]): InviteError {
  const found = variants.flatMap(characters => [...starts(characters)].map(start => ({ characters, start })))
  const begun = found.find(({ characters, start }) => BEGINNINGS.some(beginning => characters.text.startsWith(beginning, start)))

  if (begun != null) {
    const { characters, start } = begun

    return ends(characters, start).some(end => hasAllFields(characters.text.slice(start, end))) ? damaged() : cutShort()
  }

  // changed at its beginning, or without capitals
  const rest = /groupcall:\/\/\S*?#([\w-]+)/i.exec(text)?.[1] ?? ''
  const capitals = variants.some(({ text, marked }) => [...marked].some(start => BEGINNINGS.some(beginning => text.slice(start, start + beginning.length).toLowerCase() === beginning.toLowerCase())))

  if (capitals || rest.length >= MIN_LENGTH) {
    return damaged()
  }

  if (/groupcall:\/\//i.test(text)) {
    return cutShort()
  }

  return /\b[a-z][a-z\d+.-]*:(?:\/\/|\?)\S/i.test(text)
    ? new InviteError('other-link', 'This link isn\'t an invite, or only the part before the # of an invite, or it belongs to another program: copy the whole link again')
    : notAnInvite()
}

/** Returns whether every field is there, so that some characters are wrong rather than missing */
function hasAllFields (candidate: string): boolean {
  try {
    InvitePB.decode(fromString(candidate, 'base64url').subarray(1, -CHECKSUM_BYTES))

    return true
  } catch {
    return false
  }
}

function cutShort (): InviteError {
  return new InviteError('cut-short', 'This invite is cut short: copy the whole link again, including everything after the #')
}

function damaged (): InviteError {
  return new InviteError('damaged', 'This invite has a typo or was changed on its way: copy the whole link again; capitals matter')
}

function notAnInvite (): InviteError {
  return new InviteError('not-an-invite', `This isn't an invite: it should look like ${DEFAULT_INVITE_BASE}#… (quote it, because # begins a comment in some shells)`)
}
