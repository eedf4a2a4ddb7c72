import { toString } from 'uint8arrays/to-string'
import { MAX_LINKS, rosterHash } from '../../group/index.ts'
import { getNewest, setNewest } from '../../newest.ts'
import type { Group, RosterLink, RosterNews } from '../../group/index.ts'
import type { RosterMessage } from '../../signaling/index.ts'

/** Members whose chains may be incomplete at the same time: all that fit into a call */
const MAX_SENDERS = 8

interface Parts {
  /** By their hashes */
  links: Map<string, RosterLink>
  head?: RosterMessage
  asked: boolean
}

/** Puts a roster and its chain together, which may take several messages in any order */
export class ChainAssembly {
  private readonly senders = new Map<string, Parts>()

  /**
   * Returns a roster once it is there with all links since one of ours, or with all that the
   * sender has. `ask` means that links are missing, and the sender should bring them.
   */
  take (sender: string, message: RosterMessage, group: Group): RosterNews | 'ask' | undefined {
    const parts = getNewest<Parts>(this.senders, sender, MAX_SENDERS, () => ({ links: new Map(), asked: false }))

    message.links?.forEach(link => { setNewest(parts.links, hex(link.signed.hash), link, MAX_LINKS) })

    if (message.roster?.signed != null) {
      const known = parts.head?.roster?.signed
      const same = known != null && hex(known.hash) === hex(message.roster.signed.hash)

      parts.head = { ...message, secret: message.secret ?? (same ? parts.head?.secret : undefined) }
      parts.asked &&= same
    }

    const news = this.assemble(parts, group)

    if (news != null) {
      this.senders.delete(sender)
      return news
    }

    if (parts.head != null && !parts.asked) {
      parts.asked = true
      return 'ask'
    }
  }

  private assemble ({ head, links }: Parts, group: Group): RosterNews | undefined {
    const roster = head?.roster

    if (roster?.signed == null) {
      return
    }

    const known = new Set([...(group.links ?? []).map(({ signed }) => signed.hash), rosterHash(group)].filter(hash => hash != null).map(hex))
    const oldest = head?.oldest ?? 0
    const chain: RosterLink[] = []
    let { version, signed } = roster

    while (signed.previous != null && !known.has(hex(signed.hash)) && !known.has(hex(signed.previous)) && version > Math.max(1, oldest)) {
      const link = links.get(hex(signed.previous))

      if (link == null) {
        return
      }

      chain.unshift(link);
      ({ version, signed } = link)
    }

    // the founder's newest roster, with a gap after it
    const vouched = [...links.values()].find(link => link.version < oldest)

    return { roster, secret: head?.secret, links: vouched == null ? chain : [vouched, ...chain] }
  }
}

function hex (bytes: Uint8Array): string {
  return toString(bytes, 'base16')
}
