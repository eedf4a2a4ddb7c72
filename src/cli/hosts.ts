import { isIP } from 'node:net'
import { UsageError } from './errors.ts'
import { quote } from './words.ts'

/** Throws unless it is an IP address, or nothing */
export function checkHost (host?: string): void {
  if (host != null && isIP(host) === 0) {
    throw new UsageError(`--host ${quote(host)} is not an IP address: give one of this machine's, or leave it out for all`)
  }
}
