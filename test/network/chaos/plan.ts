/** What may happen to a call */
export type FaultKind =
  /** Leaves, and joins again later */
  'leave' |
  /** Is killed with SIGKILL, and started again later */
  'kill' |
  /** Its process stands still for a while, as on a sleeping machine */
  'sleep' |
  /** Is muted for a while */
  'mute' |
  /** Gets another address in its network */
  'address' |
  /** Loses a tenth of its packets for a while */
  'loss' |
  /** Loses all of its packets for a while */
  'cut' |
  /** The bootstrap peer is killed, and started again later */
  'bootstrap'

export interface Fault {
  /** ms since the start of the run */
  readonly at: number
  readonly kind: FaultKind
  /** Number of the participant; undefined for the bootstrap peer */
  readonly participant?: number
  /** ms until it is over */
  readonly duration: number
}

export interface PlanInit {
  seed: number
  /** ms */
  length: number
  participants: number
}

/** How often each happens, compared with the others, and how long it takes, in ms */
const KINDS: Record<FaultKind, { weight: number, shortest: number, longest: number }> = {
  leave: { weight: 2, shortest: 1_000, longest: 10_000 },
  kill: { weight: 2, shortest: 500, longest: 10_000 },
  sleep: { weight: 2, shortest: 2_000, longest: 45_000 },
  mute: { weight: 1, shortest: 1_000, longest: 5_000 },
  address: { weight: 3, shortest: 0, longest: 0 },
  loss: { weight: 1, shortest: 5_000, longest: 20_000 },
  cut: { weight: 2, shortest: 2_000, longest: 15_000 },
  bootstrap: { weight: 1, shortest: 2_000, longest: 30_000 }
}

/** ms between two faults */
const SHORTEST_PAUSE = 2_000
const LONGEST_PAUSE = 10_000

/** ms after a fault in which nothing else happens to the same participant */
const RECOVERY = 5_000

/**
 * Chooses the faults of a run: the same for the same seed. Each is over before the run
 * ends, and nothing happens to a participant while another fault still does. The first
 * participant keeps its process, so that there is one whose memory can be compared.
 */
export function createPlan ({ seed, length, participants }: PlanInit): Fault[] {
  const random = createRandom(seed)
  const between = (shortest: number, longest: number): number => Math.round(shortest + random() * (longest - shortest))
  const busyUntil = new Map<number | undefined, number>()
  const faults: Fault[] = []

  for (let at = between(SHORTEST_PAUSE, LONGEST_PAUSE); at < length; at += between(SHORTEST_PAUSE, LONGEST_PAUSE)) {
    const kind = chooseKind(random())
    const participant = kind === 'bootstrap' ? undefined : Math.floor(random() * participants)
    const { shortest, longest } = KINDS[kind]
    const duration = between(shortest, longest)
    const keepsProcess = participant === 0 && (kind === 'leave' || kind === 'kill')

    if (at + duration < length && at >= (busyUntil.get(participant) ?? 0) && !keepsProcess) {
      busyUntil.set(participant, at + duration + RECOVERY)
      faults.push({ at, kind, participant, duration })
    }
  }

  return faults
}

/** @param chance - from 0 to 1 */
function chooseKind (chance: number): FaultKind {
  const kinds = Object.entries(KINDS) as Array<[FaultKind, { weight: number }]>
  let left = chance * kinds.reduce((sum, [, { weight }]) => sum + weight, 0)

  for (const [kind, { weight }] of kinds) {
    left -= weight

    if (left < 0) {
      return kind
    }
  }

  return kinds[0][0]
}

/**
 * Returns a function like `Math.random`, whose numbers the seed decides: a linear
 * congruential generator with the constants of Numerical Recipes
 */
export function createRandom (seed: number): () => number {
  let state = seed >>> 0

  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0

    return state / 2 ** 32
  }

  // the first numbers of neighbouring seeds are alike
  for (let i = 0; i < 8; i++) {
    next()
  }

  return next
}
