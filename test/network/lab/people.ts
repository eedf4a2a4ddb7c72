import { join } from 'node:path'
import { keepLogs, LOG_ENV } from './logs.ts'
import { LAB_TIMEOUT } from './timeout.ts'
import type { LabHost } from './lab-host.ts'
import type { RelayLimits } from './strict-relay.ts'
import type { Running } from '../../cli/fixtures/run.ts'

/** A bootstrap peer on a host, as `groupcall bootstrap` runs it */
export interface LabBootstrap {
  readonly command: Running
  /** Its address for Node peers */
  readonly address: string
  /** Its address for browsers */
  readonly webSocket: string
  /** URL of its STUN responder */
  readonly stun: string
  /** The same for each address of its host */
  readonly ways: LabWay[]
}

/** How a bootstrap peer is reached at one address of its host */
export interface LabWay {
  readonly host: string
  readonly address: string
  readonly webSocket: string
  readonly stun: string
}

/** What `groupcall call` plays in a scenario, in Hz */
export const COMMAND_TONE = 500

export interface PersonInit {
  /** Has the key of each */
  directory: string
  /** Names the key, and is shown to the others */
  name: string
  bootstrap?: LabBootstrap
  /** `groupcall call`'s argument and further options */
  args?: string[]
}

/** Starts a bootstrap peer, and resolves when it can be reached */
export async function startBootstrap (host: LabHost, args: string[] = []): Promise<LabBootstrap> {
  return describeBootstrap(host, host.run(['bootstrap', '--json', ...args], { timeout: LAB_TIMEOUT }))
}

/** Starts one whose relay has limits like those of others' relays */
export async function startStrictBootstrap (host: LabHost, limits: RelayLimits): Promise<LabBootstrap> {
  return describeBootstrap(host, host.run([JSON.stringify(limits)], { module: 'test/network/lab/strict-relay.ts', timeout: LAB_TIMEOUT }))
}

async function describeBootstrap (host: LabHost, command: Running): Promise<LabBootstrap> {
  const { addresses, stunUrl } = await command.event(({ type }) => type === 'bootstrap')
  const stunPort = /\d+$/.exec(stunUrl)?.[0]
  const ways = host.addresses.map(ip => {
    const own = addresses.filter((address: string) => address.startsWith(`/ip${ip.includes(':') ? 6 : 4}/${ip}/tcp/`))
    const [webSocket, address] = [true, false].map(ws => own.find((address: string) => address.includes('/ws') === ws))

    return { host: ip, webSocket, address, stun: `stun:${ip.includes(':') ? `[${ip}]` : ip}:${stunPort}` }
  })

  return { command, ...ways[0], ways }
}

/** Starts `groupcall call` on a host, playing a tone; it learns the STUN server from its bootstrap peer */
export function startCall (host: LabHost, { directory, name, bootstrap, args = [] }: PersonInit): Running {
  const isIPv6 = host.address.includes(':')
  const way = bootstrap?.ways.find(({ host }) => host.includes(':') === isIPv6)

  return keepLogs(name, host.run([
    'call', ...args, '--json', '--no-mdns', '--audio', `tone:${COMMAND_TONE}`, '--name', name, '--key', join(directory, `${name}.json`),
    ...(way == null ? [] : ['--bootstrap', way.address])
  ], { env: LOG_ENV, timeout: LAB_TIMEOUT }))
}

/** Resolves with the invite that a command has printed */
export async function inviteOf (command: Running): Promise<string> {
  return (await command.event(({ type }) => type === 'invite')).invite
}

/** Resolves with the ms from the start of its join until a participant heard the one with a name */
export async function heardAfter (command: Running, name: string): Promise<number> {
  return (await command.event(({ type, ...event }) => type === 'heard' && event.name === name)).joinMs
}
