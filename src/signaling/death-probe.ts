import { isPrivate } from '@libp2p/utils'
import { isLoopback } from '../network/addresses.ts'
import { isRelayed } from '../network/provider-record.ts'
import { END_AFTER_SILENCE, MAX_PROBES, MAX_WATCHED, PROBE_PAUSE, PROBE_TIMEOUT, RELAY_WORD_LIMIT, SILENCE_BEFORE_PROBE } from './limits.ts'
import { hexKeyOf } from './session-key.ts'
import type { DialFailure } from './address-dialer.ts'
import type { SignedPresence } from './messages.ts'
import type { Timer, Timers } from '../timers.ts'
import type { AbortOptions, Connection, StreamCloseEvent } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface DeathProbeInit {
  timers: Timers
  /** Returns the open connections to a session */
  connectionsTo(presence: SignedPresence): Connection[]
  /** Dials every address of a session; returns why each failed, or undefined when one answered */
  dial(presence: SignedPresence, options: Required<AbortOptions>): Promise<DialFailure[] | undefined>
  /** Called when the process of a session has died */
  onDead(presence: SignedPresence): void
}

/** What is known of a process by its connections */
interface Watched {
  /** Connections that are open, and how to stop listening to each */
  readonly connections: Map<Connection, () => void>
  /** Hosts that it has had connections from, or answered at */
  readonly hosts: Set<string>
  /** When its end of a connection was closed, in ms */
  endedAt?: number
}

interface Suspect {
  readonly presence: SignedPresence
  readonly since: number
  readonly aborted: AbortController
  probes: number
  probing: boolean
  timer?: Timer
}

/**
 * Finds out whether the process of a session whose link is silent has died. When a process
 * dies, its system closes its TCP connections and refuses new ones; a lost network, a
 * sleeping machine or a stopped process do neither.
 */
export class DeathProbe {
  private readonly init: DeathProbeInit
  /** By session key, like the next */
  private readonly watched = new Map<string, Watched>()
  private readonly suspects = new Map<string, Suspect>()

  constructor (init: DeathProbeInit) {
    this.init = init
  }

  /** Remembers from now on how connections to a session end; clears it of suspicion */
  watch (presence: SignedPresence): void {
    this.clear(presence)
    this.observe(presence)
  }

  /** The link to a session has fallen silent */
  suspect (presence: SignedPresence): void {
    const { timers } = this.init
    this.clear(presence)
    this.observe(presence)
    const suspect = { presence, since: timers.now(), aborted: new AbortController(), probes: 0, probing: false }
    this.suspects.set(hexKeyOf(presence), suspect)
    this.probe(suspect)
  }

  /** Called when a session was heard, or has left the call */
  clear (presence: SignedPresence): void {
    const suspect = this.suspects.get(hexKeyOf(presence))
    suspect?.timer?.stop()
    suspect?.aborted.abort()
    this.suspects.delete(hexKeyOf(presence))
  }

  stop (): void {
    [...this.suspects.values()].forEach(({ presence }) => { this.clear(presence) })
    this.watched.forEach(({ connections }) => { connections.forEach(stop => { stop() }) })
    this.watched.clear()
  }

  private observe (presence: SignedPresence): void {
    const key = hexKeyOf(presence)
    const watched = this.watched.get(key) ?? { connections: new Map(), hosts: new Set() }
    const [oldest] = this.watched

    if (oldest != null && this.watched.size >= MAX_WATCHED && !this.watched.has(key)) {
      oldest[1].connections.forEach(stop => { stop() })
      this.watched.delete(oldest[0])
    }

    // to the end
    this.watched.delete(key)
    this.watched.set(key, watched)

    for (const connection of this.init.connectionsTo(presence).filter(({ remoteAddr }) => isReliable(remoteAddr))) {
      if (!watched.connections.has(connection)) {
        const onClose = (event: StreamCloseEvent): void => {
          stop()
          this.onClose(key, event)
        }
        const stop = (): void => {
          watched.connections.delete(connection)
          connection.removeEventListener('close', onClose)
        }
        watched.connections.set(connection, stop)
        watched.hosts.add(hostOf(connection.remoteAddr))
        connection.addEventListener('close', onClose)
      }
    }
  }

  private onClose (key: string, { local, error }: StreamCloseEvent): void {
    const watched = this.watched.get(key)
    const suspect = this.suspects.get(key)

    // a connection that we give up says nothing of its other end
    if (watched != null && (local !== true || (error as any)?.code === 'ECONNRESET')) {
      watched.endedAt = this.init.timers.now()
    }

    if (suspect?.probing === false) {
      this.probe(suspect)
    }
  }

  private probe (suspect: Suspect): void {
    suspect.timer?.stop()
    suspect.probing = true
    suspect.probes++
    this.isDead(suspect).catch(() => false).then(dead => {
      suspect.probing = false

      if (suspect.aborted.signal.aborted) {
        return
      }

      if (dead) {
        this.clear(suspect.presence)
        this.init.onDead(suspect.presence)
      } else if (suspect.probes < MAX_PROBES) {
        suspect.timer = this.init.timers.after(PROBE_PAUSE, () => { this.probe(suspect) })
      }
    })
  }

  private async isDead ({ presence, since, aborted }: Suspect): Promise<boolean> {
    const { init } = this

    // as long as its system keeps a connection, it may only be stopped, or its network be gone
    if (init.connectionsTo(presence).some(({ remoteAddr }) => isReliable(remoteAddr))) {
      return false
    }

    const timeout = new AbortController()
    const timer = init.timers.after(PROBE_TIMEOUT, () => { timeout.abort() })

    try {
      const failures = await init.dial(presence, { signal: AbortSignal.any([aborted.signal, timeout.signal]) })
      const { endedAt = -Infinity, hosts = new Set<string>() } = this.watched.get(hexKeyOf(presence)) ?? {}

      return failures != null && provesDeath(failures, {
        ended: endedAt >= since - SILENCE_BEFORE_PROBE && endedAt <= since + END_AFTER_SILENCE,
        mayAskRelay: init.timers.now() - since <= RELAY_WORD_LIMIT,
        hosts
      })
    } finally {
      timer.stop()
    }
  }
}

export interface Circumstances {
  /** The other end of a connection was closed when the link fell silent */
  ended: boolean
  /** The link has been silent for such a short time that a relay can't have closed the connection of a process that lives */
  mayAskRelay: boolean
  /** Hosts that are known to be its own */
  hosts: ReadonlySet<string>
}

/** Returns whether a process has died whose link is silent, by why none of its addresses answered */
export function provesDeath (failures: DialFailure[], { ended, mayAskRelay, hosts }: Circumstances): boolean {
  return ended || (failures.length > 0 && failures.every(({ address, error }) => {
    if (isRelayed(address)) {
      return mayAskRelay && error.message.includes('NO_RESERVATION')
    }

    // a private address belongs to another host in another network
    return (error as any).code === 'ECONNREFUSED' && (hosts.has(hostOf(address)) || isLoopback(address) || isPrivate(address) === false)
  }))
}

/** Whether the other end's system ends such a connection with the process */
function isReliable (address: Multiaddr): boolean {
  return !isRelayed(address) && address.getComponents().some(({ name }) => name === 'tcp')
}

function hostOf (address: Multiaddr): string {
  return address.getComponents()[0]?.value ?? ''
}
