import { networkInterfaces } from 'node:os'
import type { NetworkInterfaceInfo } from 'node:os'

/** Returns the IP addresses of all interfaces of this machine, with what the system tells of them */
export function interfaceAddresses (): NetworkInterfaceInfo[] {
  return Object.values(networkInterfaces()).flatMap(addresses => addresses ?? [])
}
