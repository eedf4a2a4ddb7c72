import type { BootstrapStatistics } from '../bootstrap-peer.ts'
import type { Metrics } from '@libp2p/interface'

/** Registers what a bootstrap peer does besides serving the DHT. libp2p registers its connections, streams and DHT queries itself */
export function registerBootstrapMetrics (metrics: Metrics | undefined, statistics: () => BootstrapStatistics): void {
  metrics?.registerMetric('groupcall_relay_reservations', {
    help: 'Peers that hold a relay reservation',
    calculate: () => statistics().reservations
  })
  // not a counter group, whose calculated values would be added to those before
  metrics?.registerMetricGroup('groupcall_stun_requests_total', {
    label: 'result',
    help: 'STUN requests since the start',
    calculate: () => ({ ...statistics().stun })
  })
}
