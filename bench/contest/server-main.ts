/**
 * The server of a system. Prints its addresses as a line of JSON, and runs until its
 * standard input ends
 *
 * node server-main.js SYSTEM HOST
 */

import { createServer } from 'node:http'
import { Aedes } from 'aedes'
import { PeerServer } from 'peer'
import { createWebSocketStream, WebSocketServer } from 'ws'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { startRoomServer } from './room-server.ts'
import type { SystemName } from './types.ts'
import type { AddressInfo } from 'node:net'

const servers: Partial<Record<string, (host: string) => Promise<string[]>>> = {
  groupcall: async host => (await createBootstrapPeer({ host, port: 0, wsPort: 0, webrtcPort: false, stunPort: false })).addresses(),
  'simple-peer': async host => [await startRoomServer(host)],
  peerjs: async host => new Promise(resolve => {
    PeerServer({ host, port: 0, path: '/' }, server => { resolve([`http://${host}:${(server.address() as AddressInfo).port}`]) })
  }),
  trystero: async host => {
    const broker = await Aedes.createBroker()
    const server = createServer()
    new WebSocketServer({ server }).on('connection', socket => { broker.handle(createWebSocketStream(socket)) })
    await new Promise<void>(resolve => { server.listen(0, host, resolve) })

    return [`ws://${host}:${(server.address() as AddressInfo).port}`]
  }
} satisfies Partial<Record<SystemName, (host: string) => Promise<string[]>>>

const [system, host] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify({ type: 'server', addresses: await servers[system]?.(host) ?? [] })}\n`)
process.stdin.resume().once('end', () => { process.exit(0) })
