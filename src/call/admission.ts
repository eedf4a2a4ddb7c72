import { toString } from 'uint8arrays/to-string'
import { GroupCallFullError, JoinRefusedError } from '../errors.ts'
import { HARD_LIMIT, selectParticipants } from '../mesh/index.ts'
import { setNewest } from '../newest.ts'
import type { CallIds } from './call-ids.ts'
import type { Door, Knock } from './door.ts'
import type { IdentitySignaling } from './identity-signaling.ts'
import type { Introduction, Membership } from './membership.ts'
import type { MutableParticipant, Participant } from './participant.ts'
import type { Roll } from './roll.ts'
import type { ParticipantState, RefuseReason, SignalMessage, SignedPresence } from '../signaling/index.ts'

/** Participants of whom it is remembered who was told: more than come and go in a minute */
const MAX_INTRODUCED = 64

export interface AdmissionInit {
  publicKey: string
  signaling: IdentitySignaling
  callIds: CallIds
  membership: Membership
  roll: Roll
  door: Door
  others: ReadonlyMap<string, MutableParticipant>
  ownState(): ParticipantState
  /** Whether one is in the call oneself */
  isEntered(): boolean
  /** These are in the call from now on */
  add(presences: SignedPresence[]): void
  update(participant: MutableParticipant | undefined, state: ParticipantState): void
  /** `forget`: its session does not come back */
  remove(publicKey: string, forget: boolean): void
  /** The same identity is in the call from somewhere else */
  onOwnIdentity(presence: SignedPresence): void
  onDenied(detail: Knock & { sessionKey: string, reason: RefuseReason }): void
  /** A member let us in */
  onWelcome(sessionKey: string): void
  /** Somebody asks to be let in by us, who are not in ourselves */
  onOutsider(presence: SignedPresence): void
  /** Asks somebody who is in a call to be let in */
  ask(publicKey: string): void
  /** There is no place for us */
  onOver(error: Error): void
}

/**
 * Who gets into a call, who is told of whom, and who has left
 */
export class Admission {
  private readonly init: AdmissionInit
  /** Who was told of a participant by us, by their public keys */
  private readonly introducedTo = new Map<string, Set<string>>()
  /** Who is to be told of a participant that has yet to say who it is in this epoch, by its public key */
  private readonly owed = new Map<string, Set<string>>()

  constructor (init: AdmissionInit) {
    this.init = init
  }

  /** Somebody calls us who is not in the call, as far as we know */
  letInCaller (presence: SignedPresence, callId: string): void {
    this.letIn(presence, callId)?.forEach(introduction => { this.welcome(introduction) })
  }

  onLeave (from: string, frame: Uint8Array): void {
    // it may not know those whom we have told of it
    this.introducedTo.get(from)?.forEach(to => { this.init.signaling.handOn(to, frame) })
    this.introducedTo.delete(from)
    this.owed.delete(from)
    this.init.door.end(from)
    this.init.remove(from, true)
  }

  onJoin (presence: SignedPresence, callId: string, join: SignalMessage & { type: 'join' }): void {
    const { state } = join

    if (!this.init.roll.belongs) {
      this.init.onOutsider(presence)
      return
    }

    if (!this.init.roll.has(presence.publicKey)) {
      // whoever is told of it hears, too, when it goes
      this.init.door.onJoin(presence, join).forEach(owner => { addNewest(this.introducedTo, presence.publicKey, owner) })
      return
    }

    this.compareRosters(presence.publicKey, state)

    // a member of a full call looks for others and has found us, who are alone: it
    // knows the others, and so who of us all has a place
    if (this.init.others.size === 0 && state.participants >= HARD_LIMIT) {
      this.init.ask(presence.publicKey)
      return
    }

    const introductions = this.letIn(presence, callId)

    if (introductions != null) {
      this.init.update(this.init.others.get(presence.publicKey), state)
      this.introduceAll(presence.publicKey, introductions)
    }
  }

  /** Returns who is to be told; nothing when there is no room */
  private letIn (presence: SignedPresence, callId: string): Introduction[] | undefined {
    const { publicKey } = presence

    if (!this.init.roll.has(publicKey)) {
      return
    }

    this.replaceGhost(presence)
    const { admitted, evicted } = this.admit([presence])

    if (!admitted.has(this.init.publicKey)) {
      this.init.onOver(new GroupCallFullError())
      return
    }

    if (!admitted.has(publicKey)) {
      this.refuse(publicKey)
      // who has met somebody meanwhile does not take our word for it
      this.showPlaces(publicKey)
      this.init.onDenied({ publicKey, name: presence.name, sessionKey: toString(presence.sessionKey, 'base16'), reason: 'full' })
      return
    }

    this.init.callIds.merge(callId, false)
    const introductions = this.learn(publicKey, [presence])
    this.letGo(evicted)

    return introductions
  }

  onWelcome (presence: SignedPresence, callId: string, { presences, informed, state }: SignalMessage & { type: 'welcome' }): void {
    if (!this.init.roll.belongs || !this.init.roll.has(presence.publicKey)) {
      return
    }

    const own = presences.find(({ publicKey }) => publicKey === this.init.publicKey)

    if (own != null) {
      this.init.onOwnIdentity(own)
    }

    const alone = this.init.others.size === 0
    const others = [presence, ...presences].filter(({ publicKey, session }) => publicKey !== this.init.publicKey && this.init.roll.has(publicKey) && this.init.signaling.getPresence(publicKey)?.session === session)
    others.forEach(other => { this.replaceGhost(other) })
    const { admitted, evicted } = this.admit(others)

    if (!admitted.has(this.init.publicKey)) {
      // it may have told others of us, whom we do not know
      this.init.signaling.send(presence.publicKey, { type: 'leave' })
      this.init.onOver(new GroupCallFullError())
      return
    }

    this.compareRosters(presence.publicKey, state)
    this.init.callIds.merge(callId, alone)
    const introductions = this.learn(presence.publicKey, others.filter(({ publicKey }) => admitted.has(publicKey)), informed)
    this.init.update(this.init.others.get(presence.publicKey), state)
    introductions.forEach(introduction => { this.welcome(introduction) })
    this.introduceWhoIsOwed(presence.publicKey)
    this.letGo(evicted)
    this.init.onWelcome(toString(presence.sessionKey, 'base16'))
  }

  /** A member may end its own talk with us, and nobody else's */
  onRefuse (from: string, reason: RefuseReason): void {
    const { others } = this.init
    const full = reason === 'full'

    if (others.has(from) && full) {
      this.init.remove(from, false)
    } else if (others.size > 0 || (this.init.isEntered() && !full)) {
      this.init.signaling.drop('unexpected')
      return
    }

    if (others.size === 0) {
      this.init.onOver(full ? new GroupCallFullError() : new JoinRefusedError(reason))
    }
  }

  onLook ({ publicKey }: SignedPresence): void {
    if (this.init.isEntered()) {
      // who does not belong to the group sees who answers, and nobody else
      const shown = this.init.roll.has(publicKey) ? [...this.init.others.keys()] : []
      this.init.signaling.send(publicKey, { type: 'present', presences: this.presencesOf(shown) })
    }
  }

  /**
   * Decides who stays of those in the call, those who come, and oneself. Everybody
   * who knows the same people decides the same.
   */
  private admit (coming: SignedPresence[]): { admitted: Set<string>, evicted: string[] } {
    const contenders = new Map([
      ...[...this.init.others.values()].map(other => [other.publicKey, { publicKey: other.publicKey, session: other.session }] as const),
      ...coming.map(({ publicKey, session }) => [publicKey, { publicKey, session }] as const),
      [this.init.publicKey, { publicKey: this.init.publicKey, session: this.init.signaling.session }] as const
    ])
    const admitted = selectParticipants([...contenders.values()], HARD_LIMIT)
    const evicted = !admitted.has(this.init.publicKey) ? [] : [...this.init.others.keys()].filter(publicKey => !admitted.has(publicKey))
    evicted.forEach(publicKey => { this.init.remove(publicKey, true) })

    return { admitted, evicted }
  }

  /** They see for themselves that they have no place, or else that we talk with them no more */
  private letGo (evicted: string[]): void {
    evicted.forEach(publicKey => {
      this.showPlaces(publicKey)
      this.refuse(publicKey)
    })
  }

  /** Tells somebody who has no place in the call who has one: whoever sees the same decides the same */
  private showPlaces (to: string): void {
    this.welcome({ to, about: this.init.membership.participants, informed: [] })
  }

  private refuse (to: string): void {
    this.init.signaling.send(to, { type: 'refuse', reason: 'full' })
  }

  private learn (from: string, presences: SignedPresence[], informed: string[] = []): Introduction[] {
    const { joined, introductions } = this.init.membership.learn(from, presences.map(({ publicKey }) => publicKey), informed)

    this.init.add(presences.filter(({ publicKey }) => joined.includes(publicKey)))

    return introductions
  }

  /** Who has not seen the newest roster is shown it */
  compareRosters (publicKey: string, { rosterVersion }: ParticipantState): void {
    if (rosterVersion < this.init.roll.version) {
      this.init.roll.bring(publicKey)
    }
  }

  /** Who sees fewer than we do has missed something, which is made good: also what we have told already */
  repair ({ publicKey }: Participant, { participants }: ParticipantState): void {
    const { membership } = this.init
    const about = membership.participants.filter(participant => participant !== publicKey)

    if (about.length > 0 && participants <= about.length + 1) {
      membership.told(publicKey, about)
      this.welcome({ to: publicKey, about, informed: [] })
    }
  }

  /** Who joins gets an answer in any case; the others are told what they do not know */
  private introduceAll (joined: string, introductions: Introduction[]): void {
    const answer = introductions.find(({ to }) => to === joined) ?? { to: joined, about: [], informed: [] }

    this.welcome(answer)
    introductions.filter(introduction => introduction !== answer).forEach(introduction => { this.welcome(introduction) })
  }

  private welcome ({ to, about, informed }: Introduction): void {
    about.forEach(publicKey => { addNewest(this.introducedTo, publicKey, to) })
    about.filter(publicKey => this.init.signaling.getPresence(publicKey) == null).forEach(publicKey => { addNewest(this.owed, publicKey, to) })

    this.init.signaling.send(to, { type: 'welcome', presences: this.presencesOf(about), informed, state: this.init.ownState() })
  }

  /** A participant has said who it is in this epoch: those hear of it who could not be told before */
  private introduceWhoIsOwed (publicKey: string): void {
    const owed = [...this.owed.get(publicKey) ?? []].filter(to => this.init.others.has(to))

    this.owed.delete(publicKey)
    owed.forEach(to => { this.welcome({ to, about: [publicKey], informed: [] }) })
  }

  /** Of those who have said who they are in this epoch */
  private presencesOf (publicKeys: string[]): SignedPresence[] {
    return publicKeys.map(publicKey => this.init.signaling.getPresence(publicKey)).filter(presence => presence != null)
  }

  /** A newer session of the same identity takes the place of the older */
  private replaceGhost ({ publicKey, session }: SignedPresence): void {
    const ghost = this.init.others.get(publicKey)

    if (ghost != null && ghost.session < session) {
      this.init.remove(publicKey, false)
    }
  }
}

/** One more for a participant, of whom no more than so many are remembered */
function addNewest (map: Map<string, Set<string>>, publicKey: string, to: string): void {
  setNewest(map, publicKey, (map.get(publicKey) ?? new Set()).add(to), MAX_INTRODUCED)
}
