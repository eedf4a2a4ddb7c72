import { networkInterfaces } from 'node:os'
import { createIdentity } from '../../../keys/index.ts'
import { createCallPeer } from '../../index.ts'
import { lacksNativeCode, messageOf } from '../errors.ts'
import { within } from '../stopping.ts'
import { checkPeers } from './check-peers.ts'
import { checkMicrophone, checkSpeakers } from './check-sound.ts'
import { hearsMulticast } from './multicast.ts'
import type { Facts, Finding } from './findings.ts'
import type { CallPeer } from '../../index.ts'
import type { AbortOptions } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** ms to close everything, so that the user doesn't have to wait */
const STOP_LIMIT = 600

const NO_PEERS: Pick<Facts, 'peers' | 'nat' | 'turn'> = { peers: { tried: 0, reached: 0 }, nat: 'unknown', turn: false }

export interface ExamineInit extends Required<AbortOptions> {
  network: string
  /** Through which to enter the network; may be empty */
  entries: Multiaddr[]
  mdns: boolean
  /** Called with each result as soon as it is known */
  show(finding: Finding): void
}

/**
 * Checks everything that a call needs, all at once. Joins no call, and enters the network
 * with a key that is used for nothing else.
 *
 * @throws {AbortError} if it was aborted
 */
export async function examine ({ network, entries, mdns, show, signal }: ExamineInit): Promise<Facts> {
  const own = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) => addresses.map(({ address, internal }) => ({ name, address, internal })))
  const online = own.some(({ internal }) => !internal)
  show(networkFinding(own.filter(({ internal }) => !internal)))

  const searching = searchLocally(mdns, { show, signal })
  const peer = await openPeer({ network, entries, show, signal })

  if (peer == null) {
    return { ...NO_PEERS, webrtc: false, microphone: false, online, multicast: await searching }
  }

  try {
    const [microphone, , found, multicast] = await Promise.all([
      shown(checkMicrophone({ signal }), show),
      shown(checkSpeakers({ signal }), show),
      entries.length === 0 ? NO_PEERS : checkPeers({ peer, entries, own: own.map(({ address }) => address), show, signal }),
      searching
    ])

    return { webrtc: true, microphone, online, ...found, multicast }
  } finally {
    await within(STOP_LIMIT, Promise.resolve(peer.stop()))
  }
}

async function openPeer ({ network, entries, show, signal }: Pick<ExamineInit, 'network' | 'entries' | 'show' | 'signal'>): Promise<CallPeer | undefined> {
  try {
    const peer = await createCallPeer({ identity: await createIdentity(), network, bootstrap: entries, relay: true, listen: [], signal })
    peer.services.calls.warmUp()
    show({ check: 'webrtc', status: 'good', words: 'ready' })

    return peer
  } catch (err) {
    if (signal.aborted || !lacksNativeCode(err)) {
      throw err
    }

    show({ check: 'webrtc', status: 'bad', words: messageOf(err) })

    return undefined
  }
}

/** Shows the result, and returns whether it can be used */
async function shown (checking: Promise<Finding>, show: ExamineInit['show']): Promise<boolean> {
  const finding = await checking
  show(finding)

  return finding.status !== 'bad'
}

async function searchLocally (mdns: boolean, { show, signal }: Pick<ExamineInit, 'show' | 'signal'>): Promise<boolean | undefined> {
  if (!mdns) {
    return undefined
  }

  const heard = await hearsMulticast({ signal })

  if (!signal.aborted) {
    show(heard
      ? { check: 'multicast', status: 'good', words: 'this machine sends and hears multicast, with which people on one network find each other' }
      : { check: 'multicast', status: 'warning', words: 'multicast doesn\'t get through, so people on your network find you by an invite or a bootstrap peer only' })
  }

  return heard
}

function networkFinding (addresses: Array<{ name: string, address: string }>): Finding {
  const words = addresses.map(({ name, address }) => `${address} (${name})`).join(', ')
  const hasFour = addresses.some(({ address }) => !address.includes(':'))
  const hasSix = addresses.some(({ address }) => address.includes(':') && !/^fe[89ab]/i.test(address))

  return addresses.length === 0
    ? { check: 'network', status: 'bad', words: 'no network is connected' }
    : { check: 'network', status: 'good', words: `${[hasFour ? 'IPv4' : undefined, hasSix ? 'IPv6' : undefined].filter(version => version != null).join(' and ') || 'link-local IPv6 only'}: ${words}` }
}
