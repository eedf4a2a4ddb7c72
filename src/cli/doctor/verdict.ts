import type { Facts } from './findings.ts'
import type { NatKind } from './nat-kind.ts'

/** Whether calls work, and one sentence that says through what, or what to do */
export interface Verdict {
  works: boolean
  words: string
}

/** How voices travel, and what would help */
interface Way {
  way: string
  advice?: string
}

const TURN_ADVICE = 'use a bootstrap peer with TURN (groupcall bootstrap --turn)'

/** By the kind of NAT, with TURN and without it */
const WAYS: Record<NatKind, { turn: Way, alone: Way }> = {
  none: { turn: { way: 'directly, or through TURN' }, alone: { way: 'directly' } },
  steady: { turn: { way: 'directly, or through TURN where another NAT is in the way' }, alone: { way: 'directly with most people' } },
  changing: { turn: { way: 'directly with some people, and through TURN with the rest' }, alone: { way: 'only with people who can be reached directly, or through another participant', advice: `to be sure, ${TURN_ADVICE}` } },
  unclear: { turn: { way: 'directly, or through TURN' }, alone: { way: 'directly, unless both ends are behind strict NATs', advice: `if you don't hear each other, ${TURN_ADVICE}` } },
  blocked: { turn: { way: 'through TURN, if it can be reached over TCP, because UDP doesn\'t get through' }, alone: { way: 'nowhere' } },
  unknown: { turn: { way: 'directly, or through TURN' }, alone: { way: 'directly, as far as can be known without a STUN server' } }
}

/** Judges whether calls can work from here */
export function verdictOf (facts: Facts): Verdict {
  const problem = problemOf(facts)

  if (problem != null) {
    return { works: false, words: `Calls won't work from here: ${problem}.` }
  }

  const { way, advice } = wayOf(facts)

  return { works: true, words: `Calls will work ${way}${facts.microphone ? '' : ' (only listening, because there is no microphone)'}${advice == null ? '' : `: ${advice}`}.` }
}

function problemOf ({ webrtc, online, peers, nat, turn }: Facts): string | undefined {
  if (!webrtc) {
    return 'install groupcall again, on a platform that has native code for WebRTC'
  }

  if (peers.tried > 0 && peers.reached === 0) {
    return `${peers.tried === 1 ? 'the peer' : 'none of the peers'} through which to enter the network ${peers.tried === 1 ? 'can\'t' : 'can'} be reached, so check your network and firewall, and that ${peers.tried === 1 ? 'it is' : 'one of them is'} running`
  }

  if (!online && peers.reached === 0) {
    return 'this machine has no network, so connect it to one'
  }

  if (nat === 'blocked' && !turn) {
    return `UDP doesn't get through, so allow it in the firewall, or ${TURN_ADVICE}`
  }

  return undefined
}

function wayOf ({ peers, nat, relay, turn, multicast }: Facts): Way {
  if (peers.reached === 0) {
    return {
      way: `with people on your own network${multicast === false ? ' whose invite you have, because multicast doesn\'t get through' : ''}`,
      advice: 'to talk to others, name a bootstrap peer with --bootstrap'
    }
  }

  const { way, advice } = WAYS[nat][turn ? 'turn' : 'alone']

  return { way: relay === false && nat !== 'none' ? `${way}, but as no relay takes you, people behind other NATs may not find you` : way, advice }
}
