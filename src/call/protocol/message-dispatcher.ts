import { ReplacedError } from '../../errors.ts'
import { checkParameters } from '../../link/index.ts'
import type { Admission } from './admission.ts'
import type { Carrying } from './carrying.ts'
import type { ProtocolContext } from './context.ts'
import type { Gestures } from './gestures.ts'
import type { Introductions } from './introductions.ts'
import type { JoinAnswers } from './join-answers.ts'
import type { KnockQueue } from './knock-queue.ts'
import type { RosterSync } from './roster-sync.ts'
import type { SeparateCalls } from './separate-calls.ts'
import type { LinkMessage, MessageInput } from './types.ts'
import type { SignalMessage, SignedPresence } from '../../signaling/index.ts'

/** Messages that name a call which may be another one: their sender may not know ours yet */
const BETWEEN_CALLS = ['join', 'look', 'welcome', 'present', 'refuse', 'offer', 'roster', 'knock', 'wait', 'stale', 'leave', 'extension']

export interface MessageDispatcherInit {
  context: ProtocolContext
  admission: Admission
  answers: JoinAnswers
  carrying: Carrying
  gestures: Gestures
  introductions: Introductions
  separateCalls: SeparateCalls
  roster: RosterSync
  knockQueue: KnockQueue
}

/** Hands each message to the rules that it concerns */
export class MessageDispatcher {
  private readonly init: MessageDispatcherInit
  private readonly context: ProtocolContext

  constructor (init: MessageDispatcherInit) {
    this.init = init
    this.context = init.context
  }

  onMessage (input: MessageInput): void {
    const { admission, answers, roster, separateCalls } = this.init
    const { presence, callId, message } = input

    if (presence.publicKey === this.context.local.publicKey) {
      this.onLocalIdentity(presence, message)
      return
    }

    if (separateCalls.receive(input)) {
      return
    }

    this.recognize(input)

    switch (message.type) {
      case 'join':
        admission.onJoin(presence, callId, message)
        break
      case 'welcome':
        admission.onWelcome(presence, callId, message)
        break
      case 'refuse':
        admission.onRefuse(presence, message)
        break
      case 'wait':
        answers.onWait(presence, message.owners)
        break
      case 'present':
        admission.onPresent(presence, callId)
        break
      case 'look':
        this.onLook(presence)
        break
      case 'roster':
        roster.receive(presence, message)
        break
      case 'stale':
        this.onStale(presence, message.presence)
        break
      default:
        this.onParticipantMessage(input)
    }
  }

  /** A message of a participant shows that it is there, and which presence of it can be passed on in this epoch */
  private recognize ({ presence, current }: MessageInput): void {
    const record = this.context.participants.get(presence.publicKey)

    if (record?.session === presence.session) {
      record.met = true

      if (current) {
        const moved = presence.addresses.join() !== record.addresses.join()
        record.presence = presence
        record.addresses = presence.addresses
        record.introducible = true

        if (moved) {
          this.context.emit('participant:update', record)
        }
      }
    }
  }

  /**
   * The same identity in another process. Only that process itself can end ours: others
   * may bring its presence long after it has left
   */
  private onLocalIdentity (presence: SignedPresence, message: SignalMessage): void {
    const { context } = this
    const newer = presence.session > context.local.session

    if (message.type === 'look') {
      this.onLook(presence)
    } else if (message.type === 'stale') {
      this.onStale(presence, message.presence)
    } else if (message.type === 'leave') {
      if (!newer) {
        context.do({ type: 'answered', presence, answer: 'refused' })
        context.emit('takeover', undefined)
      }
    } else if (newer && !context.entered && message.type === 'join' && isInCall(message)) {
      // our ghost has found us before it was told: of two that are not in a call yet, the newer one stays
      context.do({ type: 'renew-session', above: presence, member: presence })
    } else if (newer) {
      context.send(presence, { type: 'leave' })
      context.end(new ReplacedError())
    } else if (message.type === 'join') {
      context.send(presence, { type: 'stale', presence: context.local.presence })
    } else {
      context.do({ type: 'drop', reason: 'wrong-session', violation: false })
    }
  }

  private onLook (presence: SignedPresence): void {
    const { context } = this

    if (context.entered) {
      // a person off the roster sees only the member that answers; participants that haven't spoken may be invented
      const shown = this.init.roster.has(presence.publicKey) ? context.participants.list.filter(({ introducible, met }) => introducible && met) : []
      context.send(presence, { type: 'present', presences: shown.map(({ presence }) => presence) })
    }
  }

  /** A member remembers a newer session of ours. Once we are in a call with others, that doesn't matter */
  private onStale (member: SignedPresence, newer: SignedPresence): void {
    const { context } = this

    if (newer.publicKey !== context.local.publicKey || context.participants.size > 0) {
      context.do({ type: 'drop', reason: 'unexpected', violation: newer.publicKey !== context.local.publicKey })
    } else if (newer.session > context.local.session) {
      context.do({ type: 'renew-session', above: newer, member })
    }
  }

  private onParticipantMessage ({ presence, callId, message, frame }: MessageInput): void {
    const { admission } = this.init
    const { participants, callIds } = this.context
    const isParticipant = (): boolean => participants.get(presence.publicKey)?.session === presence.session
    const calls = !isParticipant() && isCall(message)

    if (message.type === 'leave') {
      admission.onLeave(presence, frame)
      return
    }

    if (calls) {
      admission.letInCaller(presence, callId)
    }

    if (!isParticipant()) {
      // it may have been in the call a moment ago
      this.context.do({ type: 'drop', reason: callIds.accepts(callId) ? 'unexpected' : 'unknown-call', violation: !callIds.accepts(callId) && !BETWEEN_CALLS.includes(message.type) })
      return
    }

    callIds.merge(callId, false)

    // after that its link has just been made
    if (!calls || message.type !== 'restart') {
      this.onNews(presence, message)
    }
  }

  /** What a participant says */
  private onNews (presence: SignedPresence, message: SignalMessage): void {
    const { context } = this
    const { admission, carrying, gestures, introductions, knockQueue, roster, separateCalls } = this.init
    const { publicKey } = presence
    const record = context.participants.get(publicKey)

    if (record == null) {
      return
    }

    switch (message.type) {
      case 'knock':
        knockQueue.onKnock(message.presence, message.ticket, publicKey)
        break
      case 'state':
        admission.update(record, message.state)
        roster.compare(presence, message.state)
        introductions.repair(record, message.state)
        break
      case 'links':
        record.links = new Map(message.links.map(link => [link.participant, link.state]))
        record.linksAt = context.now
        record.qualities = new Map(message.links.flatMap(({ participant, quality }) => quality == null ? [] : [[participant, quality]]))
        record.carries = message.carried ?? []

        // people who aren't linked with us don't get a say
        if (message.time != null && record.linkState === 'connected') {
          context.do({ type: 'clock', publicKey, time: message.time })
        }

        carrying.onCarries(record)
        context.emit('participant:update', record)
        admission.onLinks()
        break
      case 'carry':
        carrying.onMessage(record, message)
        break
      case 'speaking':
        if (record.mixed || record.carrier != null) {
          record.speaking = message.speaking
          context.emit('participant:update', record)
        }

        break
      case 'chat':
        if (!record.onHold) {
          context.emit('message', { participant: record, text: message.text })
        }

        break
      case 'hand':
      case 'reaction':
        gestures.receive(record, message)
        break
      case 'apart':
        separateCalls.onApart(message.callId, message.participants)
        break
      case 'offer':
      case 'answer':
      case 'candidates':
      case 'restart':
        context.do({ type: 'link-message', publicKey, message: message as LinkMessage })
        break
      default:
        context.do({ type: 'drop', reason: 'unexpected', violation: false })
    }
  }
}

/** Returns whether the sender is in a call already, and only looks for others */
function isInCall ({ state, others = [] }: SignalMessage & { type: 'join' }): boolean {
  return state.settled || others.length > 0
}

/**
 * Returns whether the sender takes us for a participant: the news of it was overtaken, or
 * there was no place when it came. An offer that no description can be made of is no
 * reason to let anyone in.
 */
function isCall (message: SignalMessage): boolean {
  if (message.type !== 'offer') {
    return message.type === 'restart'
  }

  try {
    checkParameters(message.parameters)

    return true
  } catch {
    return false
  }
}
