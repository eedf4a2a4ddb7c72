import { AbortError } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { defaultGroupsPath, getPreset } from '../../index.ts'
import { chooseNetwork } from '../call/plan.ts'
import { readTarget } from '../call/read-target.ts'
import { chooseTarget } from '../call/target.ts'
import { examine } from '../doctor/examine.ts'
import { CHECKS } from '../doctor/findings.ts'
import { verdictOf } from '../doctor/verdict.ts'
import { FAILED } from '../errors.ts'
import { keyFileOf } from '../groups/own.ts'
import { parseAddress } from '../options.ts'
import { print } from '../print-json.ts'
import { INTERRUPTED, listenForStop } from '../stopping.ts'
import { clean, style } from '../terminal/format.ts'
import type { Finding } from '../doctor/findings.ts'
import type { Style } from '../terminal/format.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

const MARKS: Record<Finding['status'], [Style, string]> = { good: ['green', '✓'], warning: ['yellow', '!'], bad: ['red', '✗'] }

const WIDTH = Math.max(...Object.values(CHECKS).map(({ length }) => length))

export interface DoctorOptions {
  bootstrap?: string[]
  inviteFile?: string
  key?: string
  mdns: boolean
  network?: string
  json?: boolean
}

/**
 * `groupcall doctor [INVITE|GROUP|-]`
 *
 * @returns the exit code: 0 if calls can work
 */
export async function doctor (argument: string | undefined, options: DoctorOptions): Promise<number> {
  const { network, entries } = await chooseEntries(argument, options)
  const stop = listenForStop()
  const aborted = stop.requested().then(() => { throw new AbortError('The check was stopped') })

  try {
    const facts = await Promise.race([aborted, examine({ network, entries, mdns: options.mdns, signal: stop.signal, show: finding => { print(options, { type: 'check', ...finding }, line(finding)) } })])
    const verdict = verdictOf(facts)
    print(options, { type: 'verdict', ...verdict }, `\n${verdict.words}`)

    return verdict.works ? 0 : FAILED
  } catch (err) {
    if (stop.signal.aborted) {
      return INTERRUPTED
    }

    throw err
  }
}

async function chooseEntries (argument: string | undefined, options: DoctorOptions): Promise<{ network: string, entries: Multiaddr[] }> {
  const text = await readTarget(argument, { audio: 'none', inviteFile: options.inviteFile })
  const bootstrap = (options.bootstrap ?? []).map(address => parseAddress(address, '--bootstrap'))
  const target = await chooseTarget(text, undefined, defaultGroupsPath(keyFileOf(options)), bootstrap)
  const network = chooseNetwork(target, options.network)
  const named = [...target.known?.addresses ?? bootstrap]

  return { network, entries: named.length > 0 ? named : getPreset(network).addresses.map(address => multiaddr(address)) }
}

function line ({ check, status, words }: Finding): string {
  const [format, mark] = MARKS[status]

  return `  ${style(format, mark)} ${CHECKS[check].padEnd(WIDTH)}  ${clean(words)}`
}
