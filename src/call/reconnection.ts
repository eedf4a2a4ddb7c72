import { isPathBroken, readLocalCandidate, STALE_PERIOD } from '../link/index.ts'
import { HARD_LIMIT } from '../mesh/index.ts'
import { setNewest } from '../newest.ts'
import type { CallProtocol } from './protocol/call-protocol.ts'
import type { Link, LocalCandidate } from '../link/index.ts'
import type { Repair } from '../mesh/index.ts'
import type { Disturbance } from '../network/network-watch.ts'
import type { Signaling, SignalMessage } from '../signaling/index.ts'
import type { Timer, Timers } from '../timers.ts'
import type { Logger } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** ms within which a working link is certain to be heard: the heartbeat interval plus transit */
export const DOUBT_PERIOD = 700

/**
 * ms for ICE to change to another network that this machine has, which it mostly knows a
 * path over: creating a link again would break that
 */
export const FAILOVER_PERIOD = 200

/**
 * ms after a repair before it is tried once more: messages may have gone over a path that
 * had died as well, or before there was a route. After that, the link tries by itself
 */
export const RETRY_PAUSE = 1_500

/** ms between two repairs of a link because a path to its other end has opened: both ends open one, and a restart takes two round trips */
export const PATH_REPAIR_PAUSE = 1_000

/** The links of a call, which a `GroupCallMesh` has */
export interface RepairableLinks {
  getLink(participant: string): Link | undefined
  repair(participant: string, how: Repair): void
}

export interface ReconnectionInit {
  mesh: RepairableLinks
  signaling: Pick<Signaling, 'abandonDials' | 'presence' | 'renewAddresses' | 'send'>
  protocol: Pick<CallProtocol, 'participants'>
  /** The message that brings others our presence */
  greeting(): SignalMessage
  /** ms of silence after which others drop a link */
  goneLimit: number
  timers: Timers
  log: Logger
}

/** What is known about the network after a disturbance */
export interface Surroundings {
  /** Where others can dial this peer now, the best first */
  addresses: Multiaddr[]
  /** Resolves when the connections to a session (64 hex digits) that don't work are closed */
  checked(sessionKey: string): Promise<void>
}

/**
 * Gets a call through a change of the network, and through sleep: tells the others where
 * we are now, and repairs the links that broke
 */
export class Reconnection {
  private readonly init: ReconnectionInit
  private readonly timers = new Set<Timer>()
  /** When a link was repaired because a path opened, by public key */
  private readonly repairedAt = new Map<string, number>()
  /** Counts disturbances: each overtakes the one before */
  private generation = 0

  constructor (init: ReconnectionInit) {
    this.init = init
  }

  /** Returns at once */
  recover (disturbance: Disturbance, surroundings: Surroundings): void {
    this.stop()
    this.run(disturbance, surroundings, this.generation).catch(err => { this.init.log.error('could not reconnect - %e', err) })
  }

  /**
   * Tells the others where they can dial us, if they don't know all of it: a relay
   * reservation may arrive after the call began. The loss of an address alone isn't announced:
   * it costs others little, and the address may return when we can't announce it
   *
   * @param addresses - where others can dial this peer now, the best first
   */
  async announce (addresses: Multiaddr[]): Promise<void> {
    const { protocol, signaling } = this.init

    if (hasNews(addresses, signaling.presence.addresses)) {
      await signaling.renewAddresses(addresses)
      protocol.participants.list.forEach(({ publicKey }) => { this.greet(publicKey) })
    }
  }

  /**
   * A path to a participant has opened, so that an offer reaches it. If the link is silent,
   * its own next attempt may be seconds away
   */
  onPath (publicKey: string): void {
    const { mesh, timers } = this.init
    const link = mesh.getLink(publicKey)
    const now = timers.now()

    // the other end waits for the offer, or is about to create its connection again
    if (link?.initiator === true && link.state === 'reconnecting' && now >= (this.repairedAt.get(publicKey) ?? -Infinity) + PATH_REPAIR_PAUSE) {
      setNewest(this.repairedAt, publicKey, now, HARD_LIMIT)
      mesh.repair(publicKey, 'restart')
    }
  }

  /** Idempotent */
  stop (): void {
    this.generation++
    this.timers.forEach(timer => { timer.stop() })
    this.timers.clear()
  }

  private async run (disturbance: Disturbance, { addresses, checked }: Surroundings, generation: number): Promise<void> {
    const { mesh, protocol, signaling, timers } = this.init
    const since = timers.now()
    const moved = disturbance.online && addresses.join() !== signaling.presence.addresses.join()
    const isCurrent = (): boolean => generation === this.generation && disturbance.online
    const records = protocol.participants.list
    const links = records.map(({ publicKey }) => mesh.getLink(publicKey))

    // before anything else, because nothing may be sent over a dead link, and the user must not see it as connected
    const broken = await Promise.all(links.map(async link => suspectIfBroken(link, disturbance)))

    if (disturbance.changed || disturbance.slept > 0) {
      signaling.abandonDials()
    }

    if (moved) {
      await signaling.renewAddresses(addresses)
    }

    await Promise.all(records.map(async ({ publicKey, sessionKey }, index) => {
      const needsRepair = broken[index] || await this.isSilent(links[index], disturbance, since)

      if (needsRepair) {
        await checked(sessionKey)
      }

      if (isCurrent() && (needsRepair || moved)) {
        this.greet(publicKey)
      }

      const how = howToRepair(disturbance, broken[index], this.init.goneLimit)

      if (isCurrent() && needsRepair && !(how === 'recreate' && await this.recovers(links[index]))) {
        await this.repair(publicKey, how)
      }
    }))
  }

  /** Waits until a link that may still work is heard; shows it as reconnecting if it isn't */
  private async isSilent (link: Link | undefined, { slept }: Disturbance, since: number): Promise<boolean> {
    const stale = slept > 0 ? STALE_PERIOD : 0

    if (link?.state !== 'connected') {
      // what is under way isn't begun again for a mere sign of a change
      return false
    }

    await this.wait(DOUBT_PERIOD + stale)

    if ((link.heardAt ?? 0) > since + stale) {
      return false
    }

    link.suspect()

    // the mesh may have given it up meanwhile
    return this.init.mesh.getLink(link.participant) === link
  }

  /** Returns whether a link that was shown as reconnecting is heard again at once */
  private async recovers (link: Link | undefined): Promise<boolean> {
    await this.wait(FAILOVER_PERIOD)

    return link?.state === 'connected'
  }

  private async repair (publicKey: string, how: Repair): Promise<void> {
    this.init.mesh.repair(publicKey, how)
    await this.wait(RETRY_PAUSE)

    if (this.init.mesh.getLink(publicKey)?.state === 'reconnecting') {
      this.init.mesh.repair(publicKey, 'restart')
    }
  }

  private greet (publicKey: string): void {
    // the participant may have left meanwhile
    this.init.protocol.participants.presencesOf([publicKey]).forEach(presence => { this.init.signaling.send(presence, this.init.greeting()) })
  }

  /** Never resolves once a newer disturbance takes over */
  private async wait (ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = this.init.timers.after(ms, () => {
        this.timers.delete(timer)
        resolve()
      })
      this.timers.add(timer)
    })
  }
}

function hasNews (addresses: Multiaddr[], known: Multiaddr[]): boolean {
  return addresses.some(address => !known.some(other => other.equals(address)))
}

/** Returns how to repair a link, of which `broken` says whether it is certain that its path is gone */
export function howToRepair ({ slept }: Pick<Disturbance, 'slept'>, broken: boolean, goneLimit: number): Repair {
  if (slept > 0) {
    return slept > goneLimit ? 'rejoin' : 'restart'
  }

  return broken ? 'recreate' : 'restart'
}

/** Shows a link as reconnecting if it can't work any longer; returns whether it has to be repaired */
async function suspectIfBroken (link: Link | undefined, disturbance: Disturbance): Promise<boolean> {
  if (link?.state !== 'connected') {
    return disturbance.changed || disturbance.slept > 0
  }

  const broken = isPathBroken(disturbance, await localCandidateOf(link, disturbance))

  if (broken) {
    link.suspect(disturbance.slept > 0 ? STALE_PERIOD : 0)
  }

  return broken
}

/** Returns the local end of a link's path, where it matters and can be known */
async function localCandidateOf ({ connection }: Link, { slept, removed = [] }: Disturbance): Promise<LocalCandidate | undefined> {
  if (slept > 0 || removed.length === 0) {
    return undefined
  }

  const report: any = await connection.getStats().catch(() => new Map())

  return readLocalCandidate(report.values())
}
