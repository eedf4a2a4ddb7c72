import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { expect } from 'aegir/chai'
import { createStunResponder } from '../../bootstrap/index.ts'
import { parseXorMappedAddress } from '../../bootstrap/stun/attributes.ts'
import { BINDING, decodeMessage, encodeMessage } from '../../bootstrap/stun/message.ts'
import { until } from '../fixtures/until.ts'
import type { StunResponder } from '../../bootstrap/index.ts'
import type { Socket } from 'node:dgram'

const transactionId = new Uint8Array(12).fill(9)
const REQUEST = encodeMessage({ class: 'request', method: BINDING, transactionId, attributes: [] })

describe('STUN responder', () => {
  let responder: StunResponder
  let socket: Socket

  async function open (host: string, init = {}): Promise<void> {
    responder = createStunResponder({ host, port: 0, ...init })
    await responder.start()
    socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    socket.bind(0, host)
    await once(socket, 'listening')
    socket.connect(responder.port, host)
    await once(socket, 'connect')
  }

  async function ask (bytes: Uint8Array): Promise<ReturnType<typeof decodeMessage>> {
    const answer = once(socket, 'message')

    socket.send(bytes)

    const [received] = await answer

    return decodeMessage(received)
  }

  afterEach(async () => {
    socket.close()
    await responder.stop()
  })

  async function learn (host: string): Promise<void> {
    await open(host)

    const response = await ask(REQUEST)

    expect(response).to.deep.include({ class: 'success', transactionId })
    expect(parseXorMappedAddress(response?.attributes[0] ?? expect.fail(), transactionId)).to.deep.equal({
      address: host,
      port: socket.address().port
    })
    expect(responder.statistics()).to.deep.equal({ answered: 1, refused: 0, dropped: 0, limited: 0 })
  }

  it('tells a client its address, IPv4', async () => {
    await learn('127.0.0.1')
  })

  it('tells a client its address, IPv6', async () => {
    await learn('::1')
  })

  it('drops and counts datagrams that aren\'t requests, and goes on', async () => {
    await open('127.0.0.1')

    socket.send('hello')
    socket.send(REQUEST.subarray(0, 19))
    socket.send(encodeMessage({ class: 'success', method: BINDING, transactionId, attributes: [] }))
    socket.send(new Uint8Array(0))
    socket.send(encodeMessage({ class: 'request', method: BINDING, transactionId, attributes: [{ type: 0x8022, value: new Uint8Array(1_400) }] }))
    socket.send(encodeMessage({ class: 'request', method: BINDING, transactionId, attributes: [{ type: 3, value: new Uint8Array(4) }] }))

    const [refusal] = await once(socket, 'message')

    expect(decodeMessage(refusal)).to.have.property('class', 'error')
    await ask(REQUEST)
    expect(responder.statistics()).to.deep.equal({ answered: 1, refused: 1, dropped: 5, limited: 0 })
  })

  it('stops answering a source that asks too much', async () => {
    await open('127.0.0.1', { maxRequestsPerSource: 2 })
    await ask(REQUEST)
    await ask(REQUEST)
    socket.send(REQUEST)
    // it arrives after the request
    socket.send('x')

    await until('the last packet to be dropped', () => responder.statistics().dropped === 1, { seen: () => responder.statistics() })
    expect(responder.statistics()).to.deep.equal({ answered: 2, refused: 0, dropped: 1, limited: 1 })
  })

  it('names the port if it is in use', async () => {
    await open('127.0.0.1')

    const other = createStunResponder({ host: '127.0.0.1', port: responder.port })

    await expect(other.start()).to.eventually.be.rejectedWith(`${responder.port}/udp`).with.property('name', 'PortInUseError')
    await other.stop()
  })

  it('can be stopped twice and started again', async () => {
    await open('127.0.0.1')
    await responder.stop()
    await responder.stop()
    await responder.start()
    socket.disconnect()
    socket.connect(responder.port, '127.0.0.1')
    await once(socket, 'connect')
    expect(await ask(REQUEST)).to.have.property('class', 'success')
  })
})
