/**
 * Sends to, or answers on, a UDP socket, as its test says in lines on standard input:
 *
 * send HOST PORT TEXT
 *
 * Prints its own port, and each datagram that arrives, as one JSON object per line.
 */

import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')

socket.bind(0, () => { print({ type: 'bound', port: socket.address().port }) })
socket.on('message', (bytes, { address, port }) => { print({ type: 'datagram', address, port, text: bytes.toString() }) })

createInterface({ input: process.stdin }).on('line', line => {
  const [, host, port, text] = line.split(' ')
  socket.send(text, Number(port), host)
}).on('close', () => { socket.close() })

function print (event: object): void {
  process.stdout.write(`${JSON.stringify({ at: performance.timeOrigin + performance.now(), ...event })}\n`)
}
