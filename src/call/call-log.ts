import { shortKey } from '../../keys/index.ts'
import type { Effect, ProtocolInput } from './protocol/types.ts'
import type { Logger } from '@libp2p/interface'

/**
 * Logs what a call decides about its participants, one line per decision. Links, streams
 * and searches log their own.
 */
export class CallLog {
  private readonly log: Logger
  /** Through whom each participant was heard when that was last logged, by public key */
  private readonly carriers = new Map<string, string | undefined>()

  constructor (log: Logger) {
    this.log = log
  }

  /** Logs why a participant may be about to go */
  input (input: ProtocolInput): void {
    switch (input.type) {
      case 'goodbye':
        this.log('%s says goodbye', shortKey(input.publicKey))
        break
      case 'silence':
        this.log('%s can\'t be reached', shortKey(input.publicKey))
        break
      case 'gone':
        this.log('%s is no longer served by its process', shortKey(input.publicKey))
        break
      case 'dead':
        this.log('the process of %s has died', shortKey(input.publicKey))
        break
      default:
    }
  }

  effect (effect: Effect): void {
    switch (effect.type) {
      case 'answered':
        this.log('%s answers: %s', shortKey(effect.presence.publicKey), effect.answer)
        break
      case 'enter':
        this.log('enter the call with %d others', effect.participants.length)
        break
      case 'connect':
        this.log('connect to %s', shortKey(effect.publicKey))
        break
      case 'disconnect':
        this.log('disconnect from %s, which %s', shortKey(effect.record.publicKey), effect.left ? 'has left' : 'may come back')
        break
      case 'hold':
        this.log('%s is on hold: its key has changed', shortKey(effect.publicKey))
        break
      case 'release':
        this.log('%s is no longer on hold', shortKey(effect.publicKey))
        break
      case 'carry':
        this.log('carry the voices of %s to %s', effect.voices.map(shortKey).join(', ') || 'nobody', shortKey(effect.to))
        break
      case 'change-keys':
        this.log('change to the keys of a new epoch')
        break
      case 'renew-session':
        this.log('start a newer session, because %s knows another one of ours', shortKey(effect.member.publicKey))
        break
      case 'end':
        this.log('end the call - %s', effect.error.name)
        break
      case 'emit':
        this.event(effect)
        break
      default:
    }
  }

  private event (effect: Effect & { type: 'emit' }): void {
    switch (effect.event) {
      case 'participant:join':
        this.log('%s is in the call', shortKey(effect.detail.publicKey))
        break
      case 'participant:leave':
        this.carriers.delete(effect.detail.publicKey)
        this.log('%s has gone', shortKey(effect.detail.publicKey))
        break
      case 'participant:update':
        this.carrier(effect.detail)
        break
      case 'denied':
        this.log('%s is denied: %s', shortKey(effect.detail.publicKey), effect.detail.reason)
        break
      case 'knock':
        this.log('%s knocks', shortKey(effect.detail.publicKey))
        break
      case 'takeover':
        this.log('take over from another session of this identity')
        break
      case 'apart':
        this.log('stay apart from another call of %d people', effect.detail.participants)
        break
      case 'alarm':
        this.log('the roster has forked at version %d, %s', effect.detail.version, effect.detail.resolved ? 'resolved' : 'not resolved')
        break
      default:
    }
  }

  private carrier ({ publicKey, carrier }: { publicKey: string, carrier?: string }): void {
    if (this.carriers.get(publicKey) === carrier) {
      return
    }

    this.carriers.set(publicKey, carrier)

    if (carrier == null) {
      this.log('%s is no longer carried', shortKey(publicKey))
    } else {
      this.log('%s is heard through %s', shortKey(publicKey), shortKey(carrier))
    }
  }
}
