import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseInvite } from '../../src/index.ts'
import { Running } from '../../test/cli/fixtures/run.ts'
import { untilFound } from './until-found.ts'
import type { Connection } from '@libp2p/interface'

/** The transports that the command listens on by default, on loopback */
const LISTEN = ['tcp/0', 'tcp/0/ws', 'udp/0/webrtc-direct'].flatMap(rest => ['--listen', `/ip4/127.0.0.1/${rest}`])

/** Returns the ms that Node takes to start and end with an empty program */
export async function startNode (): Promise<number> {
  const began = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'close')

  return performance.now() - began
}

/** Returns the ms until `groupcall key show` prints its first line */
export async function showKey (key: string): Promise<number> {
  const began = performance.now()
  const shown = new Running(['key', 'show', '--key', key])

  try {
    await once(shown, 'line')

    return performance.now() - began
  } finally {
    await shown.kill()
  }
}

/**
 * Starts `groupcall call` in a new group, which talks and stores nothing but its key
 *
 * @param bootstrap - address of a bootstrap peer
 * @param key - path of its key file
 */
export function openCall (bootstrap: string, key: string): Running {
  return new Running(['call', '--bootstrap', bootstrap, '--json', '--audio', 'tone', '--no-mdns', '--no-store', ...LISTEN, '--key', key])
}

export interface CallTimes {
  /** ms until its first line */
  line: number
  /** ms until it is in the call */
  active: number
  /** ms until a peer that looks for the group's members finds it */
  found: number
}

/**
 * Starts `groupcall call` with a new key and a new group, and times what follows
 *
 * @param folder - for its key
 * @param bootstrap - address of a bootstrap peer
 * @param connection - to that peer, for looking
 */
export async function startCall (folder: string, bootstrap: string, connection: Connection): Promise<CallTimes> {
  const key = join(folder, `${crypto.randomUUID()}.json`)
  const began = performance.now()
  const call = openCall(bootstrap, key)

  try {
    const line = once(call, 'line').then(() => performance.now())
    const active = call.event(({ type, state }) => type === 'state' && state === 'active').then(() => performance.now())
    const found = call.event(({ type }) => type === 'invite').then(async ({ invite }) => untilFound(parseInvite(invite).group, connection))
    const [lineAt, activeAt, foundAt] = await Promise.all([line, active, found])

    return { line: lineAt - began, active: activeAt - began, found: foundAt - began }
  } finally {
    await call.kill()
  }
}
