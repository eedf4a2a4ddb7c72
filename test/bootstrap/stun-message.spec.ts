import { createHash } from 'node:crypto'
import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { fromString } from 'uint8arrays/from-string'
import { parseXorMappedAddress, xorMappedAddress } from '../../bootstrap/stun/attributes.ts'
import { Attribute, BINDING, decodeMessage, encodeMessage } from '../../bootstrap/stun/message.ts'
import { respond } from '../../bootstrap/stun/respond.ts'
import { ICE_KEY, IPV4_RESPONSE, IPV6_RESPONSE, LONG_TERM, LONG_TERM_REQUEST, REQUEST } from './fixtures/rfc5769.ts'

const SOURCE = { address: '192.0.2.1', port: 32_853 }

describe('STUN messages, RFC 5769', () => {
  const vectors = [
    { name: '2.1, request', bytes: REQUEST, key: ICE_KEY, class: 'request', types: [0x8022, 0x0024, 0x8029, 0x0006], fingerprint: true, padding: 0x20 },
    { name: '2.2, IPv4 response', bytes: IPV4_RESPONSE, key: ICE_KEY, class: 'success', types: [0x8022, 0x0020], fingerprint: true, padding: 0x20 },
    { name: '2.3, IPv6 response', bytes: IPV6_RESPONSE, key: ICE_KEY, class: 'success', types: [0x8022, 0x0020], fingerprint: true, padding: 0x20 },
    {
      name: '2.4, request with long-term authentication',
      bytes: LONG_TERM_REQUEST,
      key: createHash('md5').update(LONG_TERM).digest(),
      class: 'request',
      types: [0x0006, 0x0015, 0x0014],
      fingerprint: false,
      padding: 0
    }
  ]

  for (const { name, bytes, key, types, fingerprint, padding, ...expected } of vectors) {
    it(`decodes and encodes ${name}`, () => {
      const message = decodeMessage(bytes)

      if (message == null) {
        expect.fail('not decoded')
      }

      expect(message.class).to.equal(expected.class)
      expect(message.method).to.equal(BINDING)
      expect(message.fingerprint).to.equal(fingerprint)
      expect(message.attributes.map(({ type }) => type)).to.deep.equal(types)
      expect(message.verifyIntegrity(key)).to.be.true()
      expect(message.verifyIntegrity(fromString('another key'))).to.be.false()
      expect(encodeMessage(message, { integrityKey: key, fingerprint, padding })).to.equalBytes(bytes)
    })
  }

  it('reads the mapped addresses', () => {
    for (const [bytes, address] of [[IPV4_RESPONSE, '192.0.2.1'], [IPV6_RESPONSE, '2001:db8:1234:5678:11:2233:4455:6677']] as const) {
      const message = decodeMessage(bytes)
      const attribute = message?.attributes.find(({ type }) => type === Attribute.XOR_MAPPED_ADDRESS)

      if (message == null || attribute == null) {
        expect.fail('no address')
      }

      expect(parseXorMappedAddress(attribute, message.transactionId)).to.deep.equal({ address, port: 32_853 })
      expect(xorMappedAddress({ address, port: 32_853 }, message.transactionId).value).to.equalBytes(attribute.value)
    }
  })

  it('rejects every message with one bit flipped', () => {
    for (let bit = 0; bit < REQUEST.byteLength * 8; bit++) {
      const bytes = REQUEST.slice()

      bytes[bit >> 3] ^= 1 << (bit & 7)
      // a changed length or type can hide the checksum
      expect(decodeMessage(bytes)?.fingerprint ?? false, `bit ${bit}`).to.be.false()
    }
  })

  it('takes no message that is cut short or too long', () => {
    for (let length = 0; length < REQUEST.byteLength; length++) {
      expect(decodeMessage(REQUEST.subarray(0, length))).to.be.undefined()
    }

    expect(decodeMessage(Uint8Array.of(...REQUEST, 0, 0, 0, 0))).to.be.undefined()
  })

  it('takes no attribute that goes beyond the end', () => {
    const bytes = encodeMessage({ class: 'request', method: BINDING, transactionId: new Uint8Array(12), attributes: [{ type: Attribute.SOFTWARE, value: new Uint8Array(4) }] })

    expect(decodeMessage(bytes)).to.not.be.undefined()
    bytes[23] = 5
    expect(decodeMessage(bytes)).to.be.undefined()
  })
})

describe('STUN responses', () => {
  const transactionId = new Uint8Array(12).fill(7)

  function answer (types: number[], options = {}): ReturnType<typeof decodeMessage> {
    const request = decodeMessage(encodeMessage({
      class: 'request',
      method: BINDING,
      transactionId,
      attributes: types.map(type => ({ type, value: new Uint8Array(0) }))
    }, options))

    return request == null ? undefined : decodeMessage(respond(request, SOURCE)?.bytes ?? new Uint8Array(0))
  }

  it('tells the source address, and nothing else', () => {
    const response = answer([Attribute.SOFTWARE, Attribute.USERNAME])

    expect(response).to.deep.include({ class: 'success', method: BINDING, transactionId, fingerprint: false })
    expect(response?.attributes).to.have.lengthOf(1)
    expect(parseXorMappedAddress(response?.attributes[0] ?? expect.fail(), transactionId)).to.deep.equal(SOURCE)
  })

  it('has a FINGERPRINT if the request had one', () => {
    expect(answer([], { fingerprint: true })).to.have.property('fingerprint', true)
  })

  it('names what it does not understand', () => {
    // CHANGE-REQUEST of RFC 5780, twice, and PRIORITY of RFC 8445
    const response = answer([0x0003, 0x0024, 0x0003, Attribute.SOFTWARE])

    expect(response).to.have.property('class', 'error')
    expect(response?.attributes).to.deep.equal([
      { type: Attribute.ERROR_CODE, value: Uint8Array.of(0, 0, 4, 20) },
      { type: Attribute.UNKNOWN_ATTRIBUTES, value: Uint8Array.of(0, 3, 0, 0x24) }
    ])
  })

  it('answers nothing but Binding requests', () => {
    for (const message of [{ class: 'indication', method: BINDING }, { class: 'success', method: BINDING }, { class: 'error', method: BINDING }, { class: 'request', method: 3 }] as const) {
      const decoded = decodeMessage(encodeMessage({ ...message, transactionId, attributes: [] }))

      expect(decoded).to.deep.include(message)
      expect(respond(decoded ?? expect.fail(), SOURCE)).to.be.undefined()
    }
  })

  it('never throws at any bytes, nor answers with much more', () => {
    const header = fc.record({ type: fc.constantFrom(1, 0x11, 0x101, 0x111), body: fc.uint8Array({ maxLength: 300 }) }).map(({ type, body }) => {
      const bytes = new Uint8Array(20 + (body.byteLength & ~3))

      new DataView(bytes.buffer).setUint16(0, type)
      new DataView(bytes.buffer).setUint16(2, bytes.byteLength - 20)
      new DataView(bytes.buffer).setUint32(4, 0x2112a442)
      bytes.set(body.subarray(0, bytes.byteLength - 20), 20)

      return bytes
    })
    const attributes = fc.array(fc.record({ type: fc.nat(0xffff), value: fc.uint8Array({ maxLength: 40 }) }), { maxLength: 40 })
    const wellFormed = fc.tuple(attributes, fc.boolean()).map(([attributes, fingerprint]) => {
      return encodeMessage({ class: 'request', method: BINDING, transactionId, attributes }, { fingerprint })
    })

    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), header, wellFormed), fc.ipV6(), (bytes, address) => {
      const request = decodeMessage(bytes)
      const response = request == null ? undefined : respond(request, { address, port: 1 })

      expect(response?.bytes.byteLength ?? 0).to.be.at.most(bytes.byteLength + 24)
    }), { numRuns: 2_000 })
  })
})
