import type { CallInit } from './call-init.ts'

/**
 * Returns the configuration of a call's connections: the user's ICE servers come first
 *
 * @param init
 * @param offered - by bootstrap peers
 */
export function iceConfiguration (init: Pick<CallInit, 'iceServers' | 'iceTransportPolicy' | 'offeredIceServers'>, offered: RTCIceServer[]): RTCConfiguration {
  const { iceServers, iceTransportPolicy, offeredIceServers = iceServers?.length !== 0 } = init

  return {
    iceServers: [...iceServers ?? [], ...offeredIceServers ? offered : []],
    iceTransportPolicy,
    // voice and data channel share one transport, so candidates are gathered once
    bundlePolicy: 'max-bundle'
  }
}
