/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface Presence {
  publicKey: Uint8Array<ArrayBuffer>
  session: Uint8Array<ArrayBuffer>
  sessionKey: Uint8Array<ArrayBuffer>
  addresses: Uint8Array<ArrayBuffer>[]
  name: string
}

export namespace Presence {
  let _codec: Codec<Presence>

  export const codec = (): Codec<Presence> => {
    if (_codec == null) {
      _codec = message<Presence>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.publicKey != null && obj.publicKey.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.publicKey)
        }

        if ((obj.session != null && obj.session.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.session)
        }

        if ((obj.sessionKey != null && obj.sessionKey.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.sessionKey)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(34)
            w.bytes(value)
          }
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(42)
          w.string(obj.name)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          publicKey: uint8ArrayAlloc(0),
          session: uint8ArrayAlloc(0),
          sessionKey: uint8ArrayAlloc(0),
          addresses: [],
          name: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.publicKey = reader.bytes()
              break
            }
            case 2: {
              obj.session = reader.bytes()
              break
            }
            case 3: {
              obj.sessionKey = reader.bytes()
              break
            }
            case 4: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.bytes())
              break
            }
            case 5: {
              obj.name = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          addresses: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.publicKey`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.session`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.sessionKey`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              yield {
                field: `${prefix}.addresses[]`,
                index: obj.addresses,
                value: reader.bytes()
              }

              obj.addresses++

              break
            }
            case 5: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PresencePublicKeyFieldEvent {
    field: '$.publicKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PresenceSessionFieldEvent {
    field: '$.session'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PresenceSessionKeyFieldEvent {
    field: '$.sessionKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PresenceAddressesFieldEvent {
    field: '$.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface PresenceNameFieldEvent {
    field: '$.name'
    value: string
  }

  export function encode (obj: Partial<Presence>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Presence.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Presence>): Presence {
    return decodeMessage(buf, Presence.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Presence>): Generator<PresencePublicKeyFieldEvent | PresenceSessionFieldEvent | PresenceSessionKeyFieldEvent | PresenceAddressesFieldEvent | PresenceNameFieldEvent> {
    return streamMessage(buf, Presence.codec(), opts)
  }
}

export interface SignedPresence {
  presence: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
  sessionSignature: Uint8Array<ArrayBuffer>
}

export namespace SignedPresence {
  let _codec: Codec<SignedPresence>

  export const codec = (): Codec<SignedPresence> => {
    if (_codec == null) {
      _codec = message<SignedPresence>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.presence != null && obj.presence.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.presence)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if ((obj.sessionSignature != null && obj.sessionSignature.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.sessionSignature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          presence: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0),
          sessionSignature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.presence = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            case 3: {
              obj.sessionSignature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.presence`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.sessionSignature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SignedPresencePresenceFieldEvent {
    field: '$.presence'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedPresenceSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedPresenceSessionSignatureFieldEvent {
    field: '$.sessionSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SignedPresence>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SignedPresence.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedPresence>): SignedPresence {
    return decodeMessage(buf, SignedPresence.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedPresence>): Generator<SignedPresencePresenceFieldEvent | SignedPresenceSignatureFieldEvent | SignedPresenceSessionSignatureFieldEvent> {
    return streamMessage(buf, SignedPresence.codec(), opts)
  }
}

export interface Envelope {
  content: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
}

export namespace Envelope {
  let _codec: Codec<Envelope>

  export const codec = (): Codec<Envelope> => {
    if (_codec == null) {
      _codec = message<Envelope>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.content != null && obj.content.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.content)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          content: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.content = reader.bytes()
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.content`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface EnvelopeContentFieldEvent {
    field: '$.content'
    value: Uint8Array<ArrayBuffer>
  }

  export interface EnvelopeSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Envelope>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Envelope.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Envelope>): Envelope {
    return decodeMessage(buf, Envelope.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Envelope>): Generator<EnvelopeContentFieldEvent | EnvelopeSignatureFieldEvent> {
    return streamMessage(buf, Envelope.codec(), opts)
  }
}

export interface Content {
  callId: Uint8Array<ArrayBuffer>
  sender: Uint8Array<ArrayBuffer>
  senderSession: Uint8Array<ArrayBuffer>
  senderSessionKey: Uint8Array<ArrayBuffer>
  recipientSessionKey: Uint8Array<ArrayBuffer>
  recipient?: Uint8Array<ArrayBuffer>
  recipientSession?: Uint8Array<ArrayBuffer>
  sequence: bigint
  introduction?: SignedPresence
  others: Uint8Array<ArrayBuffer>[]
  version: number
  extension?: Uint8Array<ArrayBuffer>
  join?: Join
  welcome?: Welcome
  offer?: Description
  answer?: Description
  candidates?: Candidates
  leave?: Leave
  refuse?: Refuse
  state?: State
  restart?: Restart
  chat?: Chat
  links?: Links
  look?: Look
  present?: Present
  roster?: RosterUpdate
  knock?: Knock
  wait?: Wait
  stale?: Stale
  apart?: Apart
  carry?: Carry
  speaking?: Speaking
  hand?: Hand
  reaction?: Reaction
}

export namespace Content {
  let _codec: Codec<Content>

  export const codec = (): Codec<Content> => {
    if (_codec == null) {
      _codec = message<Content>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.callId != null && obj.callId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.callId)
        }

        if ((obj.sender != null && obj.sender.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.sender)
        }

        if ((obj.senderSession != null && obj.senderSession.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.senderSession)
        }

        if ((obj.senderSessionKey != null && obj.senderSessionKey.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.senderSessionKey)
        }

        if ((obj.recipientSessionKey != null && obj.recipientSessionKey.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.recipientSessionKey)
        }

        if (obj.recipient != null) {
          w.uint32(50)
          w.bytes(obj.recipient)
        }

        if (obj.recipientSession != null) {
          w.uint32(58)
          w.bytes(obj.recipientSession)
        }

        if ((obj.sequence != null && obj.sequence !== 0n)) {
          w.uint32(64)
          w.uint64(obj.sequence)
        }

        if (obj.introduction != null) {
          w.uint32(74)
          SignedPresence.codec().encode(obj.introduction, w)
        }

        if (obj.others != null && obj.others.length > 0) {
          for (const value of obj.others) {
            w.uint32(82)
            w.bytes(value)
          }
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(88)
          w.uint32(obj.version)
        }

        if (obj.extension != null) {
          w.uint32(122)
          w.bytes(obj.extension)
        }

        if (obj.join != null) {
          w.uint32(130)
          Join.codec().encode(obj.join, w)
        }

        if (obj.welcome != null) {
          w.uint32(138)
          Welcome.codec().encode(obj.welcome, w)
        }

        if (obj.offer != null) {
          w.uint32(146)
          Description.codec().encode(obj.offer, w)
        }

        if (obj.answer != null) {
          w.uint32(154)
          Description.codec().encode(obj.answer, w)
        }

        if (obj.candidates != null) {
          w.uint32(162)
          Candidates.codec().encode(obj.candidates, w)
        }

        if (obj.leave != null) {
          w.uint32(170)
          Leave.codec().encode(obj.leave, w)
        }

        if (obj.refuse != null) {
          w.uint32(178)
          Refuse.codec().encode(obj.refuse, w)
        }

        if (obj.state != null) {
          w.uint32(186)
          State.codec().encode(obj.state, w)
        }

        if (obj.restart != null) {
          w.uint32(194)
          Restart.codec().encode(obj.restart, w)
        }

        if (obj.chat != null) {
          w.uint32(202)
          Chat.codec().encode(obj.chat, w)
        }

        if (obj.links != null) {
          w.uint32(210)
          Links.codec().encode(obj.links, w)
        }

        if (obj.look != null) {
          w.uint32(218)
          Look.codec().encode(obj.look, w)
        }

        if (obj.present != null) {
          w.uint32(226)
          Present.codec().encode(obj.present, w)
        }

        if (obj.roster != null) {
          w.uint32(234)
          RosterUpdate.codec().encode(obj.roster, w)
        }

        if (obj.knock != null) {
          w.uint32(242)
          Knock.codec().encode(obj.knock, w)
        }

        if (obj.wait != null) {
          w.uint32(250)
          Wait.codec().encode(obj.wait, w)
        }

        if (obj.stale != null) {
          w.uint32(258)
          Stale.codec().encode(obj.stale, w)
        }

        if (obj.apart != null) {
          w.uint32(266)
          Apart.codec().encode(obj.apart, w)
        }

        if (obj.carry != null) {
          w.uint32(274)
          Carry.codec().encode(obj.carry, w)
        }

        if (obj.speaking != null) {
          w.uint32(282)
          Speaking.codec().encode(obj.speaking, w)
        }

        if (obj.hand != null) {
          w.uint32(290)
          Hand.codec().encode(obj.hand, w)
        }

        if (obj.reaction != null) {
          w.uint32(298)
          Reaction.codec().encode(obj.reaction, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          callId: uint8ArrayAlloc(0),
          sender: uint8ArrayAlloc(0),
          senderSession: uint8ArrayAlloc(0),
          senderSessionKey: uint8ArrayAlloc(0),
          recipientSessionKey: uint8ArrayAlloc(0),
          sequence: 0n,
          others: [],
          version: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.callId = reader.bytes()
              break
            }
            case 2: {
              obj.sender = reader.bytes()
              break
            }
            case 3: {
              obj.senderSession = reader.bytes()
              break
            }
            case 4: {
              obj.senderSessionKey = reader.bytes()
              break
            }
            case 5: {
              obj.recipientSessionKey = reader.bytes()
              break
            }
            case 6: {
              obj.recipient = reader.bytes()
              break
            }
            case 7: {
              obj.recipientSession = reader.bytes()
              break
            }
            case 8: {
              obj.sequence = reader.uint64()
              break
            }
            case 9: {
              obj.introduction = SignedPresence.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.introduction
              })
              break
            }
            case 10: {
              if (opts.limits?.others != null && obj.others.length === opts.limits.others) {
                throw new MaxLengthError('Decode error - repeated field "others" had too many elements')
              }

              obj.others.push(reader.bytes())
              break
            }
            case 11: {
              obj.version = reader.uint32()
              break
            }
            case 15: {
              obj.extension = reader.bytes()
              break
            }
            case 16: {
              obj.join = Join.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.join
              })
              break
            }
            case 17: {
              obj.welcome = Welcome.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.welcome
              })
              break
            }
            case 18: {
              obj.offer = Description.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.offer
              })
              break
            }
            case 19: {
              obj.answer = Description.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.answer
              })
              break
            }
            case 20: {
              obj.candidates = Candidates.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.candidates
              })
              break
            }
            case 21: {
              obj.leave = Leave.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.leave
              })
              break
            }
            case 22: {
              obj.refuse = Refuse.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.refuse
              })
              break
            }
            case 23: {
              obj.state = State.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.state
              })
              break
            }
            case 24: {
              obj.restart = Restart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.restart
              })
              break
            }
            case 25: {
              obj.chat = Chat.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.chat
              })
              break
            }
            case 26: {
              obj.links = Links.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.links
              })
              break
            }
            case 27: {
              obj.look = Look.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.look
              })
              break
            }
            case 28: {
              obj.present = Present.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.present
              })
              break
            }
            case 29: {
              obj.roster = RosterUpdate.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.roster
              })
              break
            }
            case 30: {
              obj.knock = Knock.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.knock
              })
              break
            }
            case 31: {
              obj.wait = Wait.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.wait
              })
              break
            }
            case 32: {
              obj.stale = Stale.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.stale
              })
              break
            }
            case 33: {
              obj.apart = Apart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.apart
              })
              break
            }
            case 34: {
              obj.carry = Carry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.carry
              })
              break
            }
            case 35: {
              obj.speaking = Speaking.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.speaking
              })
              break
            }
            case 36: {
              obj.hand = Hand.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.hand
              })
              break
            }
            case 37: {
              obj.reaction = Reaction.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.reaction
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          others: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.callId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.sender`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.senderSession`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.senderSessionKey`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.recipientSessionKey`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.recipient`,
                value: reader.bytes()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.recipientSession`,
                value: reader.bytes()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.sequence`,
                value: reader.uint64()
              }
              break
            }
            case 9: {
              yield * SignedPresence.codec().stream(reader, reader.uint32(), `${prefix}.introduction`, {
                limits: opts.limits?.introduction
              })

              break
            }
            case 10: {
              if (opts.limits?.others != null && obj.others === opts.limits.others) {
                throw new MaxLengthError('Streaming decode error - repeated field "others" had too many elements')
              }

              yield {
                field: `${prefix}.others[]`,
                index: obj.others,
                value: reader.bytes()
              }

              obj.others++

              break
            }
            case 11: {
              yield {
                field: `${prefix}.version`,
                value: reader.uint32()
              }
              break
            }
            case 15: {
              yield {
                field: `${prefix}.extension`,
                value: reader.bytes()
              }
              break
            }
            case 16: {
              yield * Join.codec().stream(reader, reader.uint32(), `${prefix}.join`, {
                limits: opts.limits?.join
              })

              break
            }
            case 17: {
              yield * Welcome.codec().stream(reader, reader.uint32(), `${prefix}.welcome`, {
                limits: opts.limits?.welcome
              })

              break
            }
            case 18: {
              yield * Description.codec().stream(reader, reader.uint32(), `${prefix}.offer`, {
                limits: opts.limits?.offer
              })

              break
            }
            case 19: {
              yield * Description.codec().stream(reader, reader.uint32(), `${prefix}.answer`, {
                limits: opts.limits?.answer
              })

              break
            }
            case 20: {
              yield * Candidates.codec().stream(reader, reader.uint32(), `${prefix}.candidates`, {
                limits: opts.limits?.candidates
              })

              break
            }
            case 21: {
              yield * Leave.codec().stream(reader, reader.uint32(), `${prefix}.leave`, {
                limits: opts.limits?.leave
              })

              break
            }
            case 22: {
              yield * Refuse.codec().stream(reader, reader.uint32(), `${prefix}.refuse`, {
                limits: opts.limits?.refuse
              })

              break
            }
            case 23: {
              yield * State.codec().stream(reader, reader.uint32(), `${prefix}.state`, {
                limits: opts.limits?.state
              })

              break
            }
            case 24: {
              yield * Restart.codec().stream(reader, reader.uint32(), `${prefix}.restart`, {
                limits: opts.limits?.restart
              })

              break
            }
            case 25: {
              yield * Chat.codec().stream(reader, reader.uint32(), `${prefix}.chat`, {
                limits: opts.limits?.chat
              })

              break
            }
            case 26: {
              yield * Links.codec().stream(reader, reader.uint32(), `${prefix}.links`, {
                limits: opts.limits?.links
              })

              break
            }
            case 27: {
              yield * Look.codec().stream(reader, reader.uint32(), `${prefix}.look`, {
                limits: opts.limits?.look
              })

              break
            }
            case 28: {
              yield * Present.codec().stream(reader, reader.uint32(), `${prefix}.present`, {
                limits: opts.limits?.present
              })

              break
            }
            case 29: {
              yield * RosterUpdate.codec().stream(reader, reader.uint32(), `${prefix}.roster`, {
                limits: opts.limits?.roster
              })

              break
            }
            case 30: {
              yield * Knock.codec().stream(reader, reader.uint32(), `${prefix}.knock`, {
                limits: opts.limits?.knock
              })

              break
            }
            case 31: {
              yield * Wait.codec().stream(reader, reader.uint32(), `${prefix}.wait`, {
                limits: opts.limits?.wait
              })

              break
            }
            case 32: {
              yield * Stale.codec().stream(reader, reader.uint32(), `${prefix}.stale`, {
                limits: opts.limits?.stale
              })

              break
            }
            case 33: {
              yield * Apart.codec().stream(reader, reader.uint32(), `${prefix}.apart`, {
                limits: opts.limits?.apart
              })

              break
            }
            case 34: {
              yield * Carry.codec().stream(reader, reader.uint32(), `${prefix}.carry`, {
                limits: opts.limits?.carry
              })

              break
            }
            case 35: {
              yield * Speaking.codec().stream(reader, reader.uint32(), `${prefix}.speaking`, {
                limits: opts.limits?.speaking
              })

              break
            }
            case 36: {
              yield * Hand.codec().stream(reader, reader.uint32(), `${prefix}.hand`, {
                limits: opts.limits?.hand
              })

              break
            }
            case 37: {
              yield * Reaction.codec().stream(reader, reader.uint32(), `${prefix}.reaction`, {
                limits: opts.limits?.reaction
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ContentCallIdFieldEvent {
    field: '$.callId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentSenderFieldEvent {
    field: '$.sender'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentSenderSessionFieldEvent {
    field: '$.senderSession'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentSenderSessionKeyFieldEvent {
    field: '$.senderSessionKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentRecipientSessionKeyFieldEvent {
    field: '$.recipientSessionKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentRecipientFieldEvent {
    field: '$.recipient'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentRecipientSessionFieldEvent {
    field: '$.recipientSession'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentSequenceFieldEvent {
    field: '$.sequence'
    value: bigint
  }

  export interface ContentIntroductionPresenceFieldEvent {
    field: '$.introduction.presence'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentIntroductionSignatureFieldEvent {
    field: '$.introduction.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentIntroductionSessionSignatureFieldEvent {
    field: '$.introduction.sessionSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentOthersFieldEvent {
    field: '$.others[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export interface ContentExtensionFieldEvent {
    field: '$.extension'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentJoinStateMutedFieldEvent {
    field: '$.join.state.muted'
    value: boolean
  }

  export interface ContentJoinStateListenOnlyFieldEvent {
    field: '$.join.state.listenOnly'
    value: boolean
  }

  export interface ContentJoinStateNameFieldEvent {
    field: '$.join.state.name'
    value: string
  }

  export interface ContentJoinStateParticipantsFieldEvent {
    field: '$.join.state.participants'
    value: number
  }

  export interface ContentJoinStateRosterVersionFieldEvent {
    field: '$.join.state.rosterVersion'
    value: bigint
  }

  export interface ContentJoinStateSettledFieldEvent {
    field: '$.join.state.settled'
    value: boolean
  }

  export interface ContentJoinStateRosterHashFieldEvent {
    field: '$.join.state.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentJoinTicketFieldEvent {
    field: '$.join.ticket'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentJoinExpiresFieldEvent {
    field: '$.join.expires'
    value: bigint
  }

  export interface ContentJoinOfferSessionIdFieldEvent {
    field: '$.join.offer.sessionId'
    value: bigint
  }

  export interface ContentJoinOfferUsernameFragmentFieldEvent {
    field: '$.join.offer.usernameFragment'
    value: string
  }

  export interface ContentJoinOfferPasswordFieldEvent {
    field: '$.join.offer.password'
    value: string
  }

  export interface ContentJoinOfferFingerprintFieldEvent {
    field: '$.join.offer.fingerprint'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentJoinOfferSetupFieldEvent {
    field: '$.join.offer.setup'
    value: number
  }

  export interface ContentJoinOfferPayloadTypeFieldEvent {
    field: '$.join.offer.payloadType'
    value: number
  }

  export interface ContentJoinOfferCandidatesFieldEvent {
    field: '$.join.offer.candidates[]'
    index: number
    value: string
  }

  export interface ContentJoinOfferSessionVersionFieldEvent {
    field: '$.join.offer.sessionVersion'
    value: bigint
  }

  export interface ContentJoinOfferAnswersFieldEvent {
    field: '$.join.offer.answers'
    value: string
  }

  export interface ContentWelcomePresencesPresenceFieldEvent {
    field: '$.welcome.presences[].presence'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentWelcomePresencesSignatureFieldEvent {
    field: '$.welcome.presences[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentWelcomePresencesSessionSignatureFieldEvent {
    field: '$.welcome.presences[].sessionSignature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentWelcomeStateMutedFieldEvent {
    field: '$.welcome.state.muted'
    value: boolean
  }

  export interface ContentWelcomeStateListenOnlyFieldEvent {
    field: '$.welcome.state.listenOnly'
    value: boolean
  }

  export interface ContentWelcomeStateNameFieldEvent {
    field: '$.welcome.state.name'
    value: string
  }

  export interface ContentWelcomeStateParticipantsFieldEvent {
    field: '$.welcome.state.participants'
    value: number
  }

  export interface ContentWelcomeStateRosterVersionFieldEvent {
    field: '$.welcome.state.rosterVersion'
    value: bigint
  }

  export interface ContentWelcomeStateSettledFieldEvent {
    field: '$.welcome.state.settled'
    value: boolean
  }

  export interface ContentWelcomeStateRosterHashFieldEvent {
    field: '$.welcome.state.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentWelcomeInformedFieldEvent {
    field: '$.welcome.informed[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentOfferSessionIdFieldEvent {
    field: '$.offer.sessionId'
    value: bigint
  }

  export interface ContentOfferUsernameFragmentFieldEvent {
    field: '$.offer.usernameFragment'
    value: string
  }

  export interface ContentOfferPasswordFieldEvent {
    field: '$.offer.password'
    value: string
  }

  export interface ContentOfferFingerprintFieldEvent {
    field: '$.offer.fingerprint'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentOfferSetupFieldEvent {
    field: '$.offer.setup'
    value: number
  }

  export interface ContentOfferPayloadTypeFieldEvent {
    field: '$.offer.payloadType'
    value: number
  }

  export interface ContentOfferCandidatesFieldEvent {
    field: '$.offer.candidates[]'
    index: number
    value: string
  }

  export interface ContentOfferSessionVersionFieldEvent {
    field: '$.offer.sessionVersion'
    value: bigint
  }

  export interface ContentOfferAnswersFieldEvent {
    field: '$.offer.answers'
    value: string
  }

  export interface ContentAnswerSessionIdFieldEvent {
    field: '$.answer.sessionId'
    value: bigint
  }

  export interface ContentAnswerUsernameFragmentFieldEvent {
    field: '$.answer.usernameFragment'
    value: string
  }

  export interface ContentAnswerPasswordFieldEvent {
    field: '$.answer.password'
    value: string
  }

  export interface ContentAnswerFingerprintFieldEvent {
    field: '$.answer.fingerprint'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentAnswerSetupFieldEvent {
    field: '$.answer.setup'
    value: number
  }

  export interface ContentAnswerPayloadTypeFieldEvent {
    field: '$.answer.payloadType'
    value: number
  }

  export interface ContentAnswerCandidatesFieldEvent {
    field: '$.answer.candidates[]'
    index: number
    value: string
  }

  export interface ContentAnswerSessionVersionFieldEvent {
    field: '$.answer.sessionVersion'
    value: bigint
  }

  export interface ContentAnswerAnswersFieldEvent {
    field: '$.answer.answers'
    value: string
  }

  export interface ContentCandidatesUsernameFragmentFieldEvent {
    field: '$.candidates.usernameFragment'
    value: string
  }

  export interface ContentCandidatesCandidatesFieldEvent {
    field: '$.candidates.candidates[]'
    index: number
    value: string
  }

  export interface ContentRefuseReasonFieldEvent {
    field: '$.refuse.reason'
    value: number
  }

  export interface ContentRefusePresencesPresenceFieldEvent {
    field: '$.refuse.presences[].presence'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentRefusePresencesSignatureFieldEvent {
    field: '$.refuse.presences[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentRefusePresencesSessionSignatureFieldEvent {
    field: '$.refuse.presences[].sessionSignature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentRefuseStateMutedFieldEvent {
    field: '$.refuse.state.muted'
    value: boolean
  }

  export interface ContentRefuseStateListenOnlyFieldEvent {
    field: '$.refuse.state.listenOnly'
    value: boolean
  }

  export interface ContentRefuseStateNameFieldEvent {
    field: '$.refuse.state.name'
    value: string
  }

  export interface ContentRefuseStateParticipantsFieldEvent {
    field: '$.refuse.state.participants'
    value: number
  }

  export interface ContentRefuseStateRosterVersionFieldEvent {
    field: '$.refuse.state.rosterVersion'
    value: bigint
  }

  export interface ContentRefuseStateSettledFieldEvent {
    field: '$.refuse.state.settled'
    value: boolean
  }

  export interface ContentRefuseStateRosterHashFieldEvent {
    field: '$.refuse.state.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentStateMutedFieldEvent {
    field: '$.state.muted'
    value: boolean
  }

  export interface ContentStateListenOnlyFieldEvent {
    field: '$.state.listenOnly'
    value: boolean
  }

  export interface ContentStateNameFieldEvent {
    field: '$.state.name'
    value: string
  }

  export interface ContentStateParticipantsFieldEvent {
    field: '$.state.participants'
    value: number
  }

  export interface ContentStateRosterVersionFieldEvent {
    field: '$.state.rosterVersion'
    value: bigint
  }

  export interface ContentStateSettledFieldEvent {
    field: '$.state.settled'
    value: boolean
  }

  export interface ContentStateRosterHashFieldEvent {
    field: '$.state.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentRestartFreshFieldEvent {
    field: '$.restart.fresh'
    value: boolean
  }

  export interface ContentChatTextFieldEvent {
    field: '$.chat.text'
    value: string
  }

  export interface ContentLinksLinksParticipantFieldEvent {
    field: '$.links.links[].participant'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentLinksLinksStateFieldEvent {
    field: '$.links.links[].state'
    value: number
    index: number
  }

  export interface ContentLinksLinksQualityFieldEvent {
    field: '$.links.links[].quality'
    value: number
    index: number
  }

  export interface ContentLinksCarriedFieldEvent {
    field: '$.links.carried[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentLinksTimeFieldEvent {
    field: '$.links.time'
    value: bigint
  }

  export interface ContentPresentPresencesPresenceFieldEvent {
    field: '$.present.presences[].presence'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentPresentPresencesSignatureFieldEvent {
    field: '$.present.presences[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentPresentPresencesSessionSignatureFieldEvent {
    field: '$.present.presences[].sessionSignature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ContentRosterRosterFieldEvent {
    field: '$.roster.roster'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentRosterSecretFieldEvent {
    field: '$.roster.secret'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentRosterLinksFieldEvent {
    field: '$.roster.links[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentRosterOldestFieldEvent {
    field: '$.roster.oldest'
    value: bigint
  }

  export interface ContentKnockPresencePresenceFieldEvent {
    field: '$.knock.presence.presence'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKnockPresenceSignatureFieldEvent {
    field: '$.knock.presence.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKnockPresenceSessionSignatureFieldEvent {
    field: '$.knock.presence.sessionSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentKnockTicketFieldEvent {
    field: '$.knock.ticket'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentWaitOwnersFieldEvent {
    field: '$.wait.owners'
    value: number
  }

  export interface ContentStalePresencePresenceFieldEvent {
    field: '$.stale.presence.presence'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentStalePresenceSignatureFieldEvent {
    field: '$.stale.presence.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentStalePresenceSessionSignatureFieldEvent {
    field: '$.stale.presence.sessionSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentApartCallIdFieldEvent {
    field: '$.apart.callId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentApartParticipantsFieldEvent {
    field: '$.apart.participants'
    value: number
  }

  export interface ContentCarryParticipantFieldEvent {
    field: '$.carry.participant'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ContentCarryStepFieldEvent {
    field: '$.carry.step'
    value: number
  }

  export interface ContentSpeakingSpeakingFieldEvent {
    field: '$.speaking.speaking'
    value: boolean
  }

  export interface ContentHandRaisedFieldEvent {
    field: '$.hand.raised'
    value: boolean
  }

  export interface ContentReactionEmojiFieldEvent {
    field: '$.reaction.emoji'
    value: string
  }

  export function encode (obj: Partial<Content>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Content.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Content>): Content {
    return decodeMessage(buf, Content.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Content>): Generator<ContentCallIdFieldEvent | ContentSenderFieldEvent | ContentSenderSessionFieldEvent | ContentSenderSessionKeyFieldEvent | ContentRecipientSessionKeyFieldEvent | ContentRecipientFieldEvent | ContentRecipientSessionFieldEvent | ContentSequenceFieldEvent | ContentIntroductionPresenceFieldEvent | ContentIntroductionSignatureFieldEvent | ContentIntroductionSessionSignatureFieldEvent | ContentOthersFieldEvent | ContentVersionFieldEvent | ContentExtensionFieldEvent | ContentJoinStateMutedFieldEvent | ContentJoinStateListenOnlyFieldEvent | ContentJoinStateNameFieldEvent | ContentJoinStateParticipantsFieldEvent | ContentJoinStateRosterVersionFieldEvent | ContentJoinStateSettledFieldEvent | ContentJoinStateRosterHashFieldEvent | ContentJoinTicketFieldEvent | ContentJoinExpiresFieldEvent | ContentJoinOfferSessionIdFieldEvent | ContentJoinOfferUsernameFragmentFieldEvent | ContentJoinOfferPasswordFieldEvent | ContentJoinOfferFingerprintFieldEvent | ContentJoinOfferSetupFieldEvent | ContentJoinOfferPayloadTypeFieldEvent | ContentJoinOfferCandidatesFieldEvent | ContentJoinOfferSessionVersionFieldEvent | ContentJoinOfferAnswersFieldEvent | ContentWelcomePresencesPresenceFieldEvent | ContentWelcomePresencesSignatureFieldEvent | ContentWelcomePresencesSessionSignatureFieldEvent | ContentWelcomeStateMutedFieldEvent | ContentWelcomeStateListenOnlyFieldEvent | ContentWelcomeStateNameFieldEvent | ContentWelcomeStateParticipantsFieldEvent | ContentWelcomeStateRosterVersionFieldEvent | ContentWelcomeStateSettledFieldEvent | ContentWelcomeStateRosterHashFieldEvent | ContentWelcomeInformedFieldEvent | ContentOfferSessionIdFieldEvent | ContentOfferUsernameFragmentFieldEvent | ContentOfferPasswordFieldEvent | ContentOfferFingerprintFieldEvent | ContentOfferSetupFieldEvent | ContentOfferPayloadTypeFieldEvent | ContentOfferCandidatesFieldEvent | ContentOfferSessionVersionFieldEvent | ContentOfferAnswersFieldEvent | ContentAnswerSessionIdFieldEvent | ContentAnswerUsernameFragmentFieldEvent | ContentAnswerPasswordFieldEvent | ContentAnswerFingerprintFieldEvent | ContentAnswerSetupFieldEvent | ContentAnswerPayloadTypeFieldEvent | ContentAnswerCandidatesFieldEvent | ContentAnswerSessionVersionFieldEvent | ContentAnswerAnswersFieldEvent | ContentCandidatesUsernameFragmentFieldEvent | ContentCandidatesCandidatesFieldEvent | ContentRefuseReasonFieldEvent | ContentRefusePresencesPresenceFieldEvent | ContentRefusePresencesSignatureFieldEvent | ContentRefusePresencesSessionSignatureFieldEvent | ContentRefuseStateMutedFieldEvent | ContentRefuseStateListenOnlyFieldEvent | ContentRefuseStateNameFieldEvent | ContentRefuseStateParticipantsFieldEvent | ContentRefuseStateRosterVersionFieldEvent | ContentRefuseStateSettledFieldEvent | ContentRefuseStateRosterHashFieldEvent | ContentStateMutedFieldEvent | ContentStateListenOnlyFieldEvent | ContentStateNameFieldEvent | ContentStateParticipantsFieldEvent | ContentStateRosterVersionFieldEvent | ContentStateSettledFieldEvent | ContentStateRosterHashFieldEvent | ContentRestartFreshFieldEvent | ContentChatTextFieldEvent | ContentLinksLinksParticipantFieldEvent | ContentLinksLinksStateFieldEvent | ContentLinksLinksQualityFieldEvent | ContentLinksCarriedFieldEvent | ContentLinksTimeFieldEvent | ContentPresentPresencesPresenceFieldEvent | ContentPresentPresencesSignatureFieldEvent | ContentPresentPresencesSessionSignatureFieldEvent | ContentRosterRosterFieldEvent | ContentRosterSecretFieldEvent | ContentRosterLinksFieldEvent | ContentRosterOldestFieldEvent | ContentKnockPresencePresenceFieldEvent | ContentKnockPresenceSignatureFieldEvent | ContentKnockPresenceSessionSignatureFieldEvent | ContentKnockTicketFieldEvent | ContentWaitOwnersFieldEvent | ContentStalePresencePresenceFieldEvent | ContentStalePresenceSignatureFieldEvent | ContentStalePresenceSessionSignatureFieldEvent | ContentApartCallIdFieldEvent | ContentApartParticipantsFieldEvent | ContentCarryParticipantFieldEvent | ContentCarryStepFieldEvent | ContentSpeakingSpeakingFieldEvent | ContentHandRaisedFieldEvent | ContentReactionEmojiFieldEvent> {
    return streamMessage(buf, Content.codec(), opts)
  }
}

export interface Header {
  sender: Uint8Array<ArrayBuffer>
  senderSession: Uint8Array<ArrayBuffer>
  senderSessionKey: Uint8Array<ArrayBuffer>
  recipientSessionKey: Uint8Array<ArrayBuffer>
  introduction?: SignedPresence
  version: number
}

export namespace Header {
  let _codec: Codec<Header>

  export const codec = (): Codec<Header> => {
    if (_codec == null) {
      _codec = message<Header>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.sender != null && obj.sender.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.sender)
        }

        if ((obj.senderSession != null && obj.senderSession.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.senderSession)
        }

        if ((obj.senderSessionKey != null && obj.senderSessionKey.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.senderSessionKey)
        }

        if ((obj.recipientSessionKey != null && obj.recipientSessionKey.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.recipientSessionKey)
        }

        if (obj.introduction != null) {
          w.uint32(74)
          SignedPresence.codec().encode(obj.introduction, w)
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(88)
          w.uint32(obj.version)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          sender: uint8ArrayAlloc(0),
          senderSession: uint8ArrayAlloc(0),
          senderSessionKey: uint8ArrayAlloc(0),
          recipientSessionKey: uint8ArrayAlloc(0),
          version: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 2: {
              obj.sender = reader.bytes()
              break
            }
            case 3: {
              obj.senderSession = reader.bytes()
              break
            }
            case 4: {
              obj.senderSessionKey = reader.bytes()
              break
            }
            case 5: {
              obj.recipientSessionKey = reader.bytes()
              break
            }
            case 9: {
              obj.introduction = SignedPresence.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.introduction
              })
              break
            }
            case 11: {
              obj.version = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 2: {
              yield {
                field: `${prefix}.sender`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.senderSession`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.senderSessionKey`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.recipientSessionKey`,
                value: reader.bytes()
              }
              break
            }
            case 9: {
              yield * SignedPresence.codec().stream(reader, reader.uint32(), `${prefix}.introduction`, {
                limits: opts.limits?.introduction
              })

              break
            }
            case 11: {
              yield {
                field: `${prefix}.version`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface HeaderSenderFieldEvent {
    field: '$.sender'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HeaderSenderSessionFieldEvent {
    field: '$.senderSession'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HeaderSenderSessionKeyFieldEvent {
    field: '$.senderSessionKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HeaderRecipientSessionKeyFieldEvent {
    field: '$.recipientSessionKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HeaderIntroductionPresenceFieldEvent {
    field: '$.introduction.presence'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HeaderIntroductionSignatureFieldEvent {
    field: '$.introduction.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HeaderIntroductionSessionSignatureFieldEvent {
    field: '$.introduction.sessionSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HeaderVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export function encode (obj: Partial<Header>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Header.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Header>): Header {
    return decodeMessage(buf, Header.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Header>): Generator<HeaderSenderFieldEvent | HeaderSenderSessionFieldEvent | HeaderSenderSessionKeyFieldEvent | HeaderRecipientSessionKeyFieldEvent | HeaderIntroductionPresenceFieldEvent | HeaderIntroductionSignatureFieldEvent | HeaderIntroductionSessionSignatureFieldEvent | HeaderVersionFieldEvent> {
    return streamMessage(buf, Header.codec(), opts)
  }
}

export interface Join {
  state?: State
  ticket?: Uint8Array<ArrayBuffer>
  expires: bigint
  offer?: Description
}

export namespace Join {
  let _codec: Codec<Join>

  export const codec = (): Codec<Join> => {
    if (_codec == null) {
      _codec = message<Join>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.state != null) {
          w.uint32(10)
          State.codec().encode(obj.state, w)
        }

        if (obj.ticket != null) {
          w.uint32(18)
          w.bytes(obj.ticket)
        }

        if ((obj.expires != null && obj.expires !== 0n)) {
          w.uint32(24)
          w.uint64(obj.expires)
        }

        if (obj.offer != null) {
          w.uint32(34)
          Description.codec().encode(obj.offer, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          expires: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.state = State.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.state
              })
              break
            }
            case 2: {
              obj.ticket = reader.bytes()
              break
            }
            case 3: {
              obj.expires = reader.uint64()
              break
            }
            case 4: {
              obj.offer = Description.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.offer
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * State.codec().stream(reader, reader.uint32(), `${prefix}.state`, {
                limits: opts.limits?.state
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.ticket`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.expires`,
                value: reader.uint64()
              }
              break
            }
            case 4: {
              yield * Description.codec().stream(reader, reader.uint32(), `${prefix}.offer`, {
                limits: opts.limits?.offer
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface JoinStateMutedFieldEvent {
    field: '$.state.muted'
    value: boolean
  }

  export interface JoinStateListenOnlyFieldEvent {
    field: '$.state.listenOnly'
    value: boolean
  }

  export interface JoinStateNameFieldEvent {
    field: '$.state.name'
    value: string
  }

  export interface JoinStateParticipantsFieldEvent {
    field: '$.state.participants'
    value: number
  }

  export interface JoinStateRosterVersionFieldEvent {
    field: '$.state.rosterVersion'
    value: bigint
  }

  export interface JoinStateSettledFieldEvent {
    field: '$.state.settled'
    value: boolean
  }

  export interface JoinStateRosterHashFieldEvent {
    field: '$.state.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface JoinTicketFieldEvent {
    field: '$.ticket'
    value: Uint8Array<ArrayBuffer>
  }

  export interface JoinExpiresFieldEvent {
    field: '$.expires'
    value: bigint
  }

  export interface JoinOfferSessionIdFieldEvent {
    field: '$.offer.sessionId'
    value: bigint
  }

  export interface JoinOfferUsernameFragmentFieldEvent {
    field: '$.offer.usernameFragment'
    value: string
  }

  export interface JoinOfferPasswordFieldEvent {
    field: '$.offer.password'
    value: string
  }

  export interface JoinOfferFingerprintFieldEvent {
    field: '$.offer.fingerprint'
    value: Uint8Array<ArrayBuffer>
  }

  export interface JoinOfferSetupFieldEvent {
    field: '$.offer.setup'
    value: number
  }

  export interface JoinOfferPayloadTypeFieldEvent {
    field: '$.offer.payloadType'
    value: number
  }

  export interface JoinOfferCandidatesFieldEvent {
    field: '$.offer.candidates[]'
    index: number
    value: string
  }

  export interface JoinOfferSessionVersionFieldEvent {
    field: '$.offer.sessionVersion'
    value: bigint
  }

  export interface JoinOfferAnswersFieldEvent {
    field: '$.offer.answers'
    value: string
  }

  export function encode (obj: Partial<Join>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Join.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Join>): Join {
    return decodeMessage(buf, Join.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Join>): Generator<JoinStateMutedFieldEvent | JoinStateListenOnlyFieldEvent | JoinStateNameFieldEvent | JoinStateParticipantsFieldEvent | JoinStateRosterVersionFieldEvent | JoinStateSettledFieldEvent | JoinStateRosterHashFieldEvent | JoinTicketFieldEvent | JoinExpiresFieldEvent | JoinOfferSessionIdFieldEvent | JoinOfferUsernameFragmentFieldEvent | JoinOfferPasswordFieldEvent | JoinOfferFingerprintFieldEvent | JoinOfferSetupFieldEvent | JoinOfferPayloadTypeFieldEvent | JoinOfferCandidatesFieldEvent | JoinOfferSessionVersionFieldEvent | JoinOfferAnswersFieldEvent> {
    return streamMessage(buf, Join.codec(), opts)
  }
}

export interface Welcome {
  presences: SignedPresence[]
  state?: State
  informed: Uint8Array<ArrayBuffer>[]
}

export namespace Welcome {
  let _codec: Codec<Welcome>

  export const codec = (): Codec<Welcome> => {
    if (_codec == null) {
      _codec = message<Welcome>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.presences != null && obj.presences.length > 0) {
          for (const value of obj.presences) {
            w.uint32(10)
            SignedPresence.codec().encode(value, w)
          }
        }

        if (obj.state != null) {
          w.uint32(18)
          State.codec().encode(obj.state, w)
        }

        if (obj.informed != null && obj.informed.length > 0) {
          for (const value of obj.informed) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          presences: [],
          informed: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.presences != null && obj.presences.length === opts.limits.presences) {
                throw new MaxLengthError('Decode error - repeated field "presences" had too many elements')
              }

              obj.presences.push(SignedPresence.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.presences$
              }))
              break
            }
            case 2: {
              obj.state = State.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.state
              })
              break
            }
            case 3: {
              if (opts.limits?.informed != null && obj.informed.length === opts.limits.informed) {
                throw new MaxLengthError('Decode error - repeated field "informed" had too many elements')
              }

              obj.informed.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          presences: 0,
          informed: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.presences != null && obj.presences === opts.limits.presences) {
                throw new MaxLengthError('Streaming decode error - repeated field "presences" had too many elements')
              }

              for (const evt of SignedPresence.codec().stream(reader, reader.uint32(), `${prefix}.presences[]`, {
                limits: opts.limits?.presences$
              })) {
                yield {
                  ...evt,
                  index: obj.presences
                }
              }

              obj.presences++

              break
            }
            case 2: {
              yield * State.codec().stream(reader, reader.uint32(), `${prefix}.state`, {
                limits: opts.limits?.state
              })

              break
            }
            case 3: {
              if (opts.limits?.informed != null && obj.informed === opts.limits.informed) {
                throw new MaxLengthError('Streaming decode error - repeated field "informed" had too many elements')
              }

              yield {
                field: `${prefix}.informed[]`,
                index: obj.informed,
                value: reader.bytes()
              }

              obj.informed++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface WelcomePresencesPresenceFieldEvent {
    field: '$.presences[].presence'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface WelcomePresencesSignatureFieldEvent {
    field: '$.presences[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface WelcomePresencesSessionSignatureFieldEvent {
    field: '$.presences[].sessionSignature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface WelcomeStateMutedFieldEvent {
    field: '$.state.muted'
    value: boolean
  }

  export interface WelcomeStateListenOnlyFieldEvent {
    field: '$.state.listenOnly'
    value: boolean
  }

  export interface WelcomeStateNameFieldEvent {
    field: '$.state.name'
    value: string
  }

  export interface WelcomeStateParticipantsFieldEvent {
    field: '$.state.participants'
    value: number
  }

  export interface WelcomeStateRosterVersionFieldEvent {
    field: '$.state.rosterVersion'
    value: bigint
  }

  export interface WelcomeStateSettledFieldEvent {
    field: '$.state.settled'
    value: boolean
  }

  export interface WelcomeStateRosterHashFieldEvent {
    field: '$.state.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface WelcomeInformedFieldEvent {
    field: '$.informed[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Welcome>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Welcome.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Welcome>): Welcome {
    return decodeMessage(buf, Welcome.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Welcome>): Generator<WelcomePresencesPresenceFieldEvent | WelcomePresencesSignatureFieldEvent | WelcomePresencesSessionSignatureFieldEvent | WelcomeStateMutedFieldEvent | WelcomeStateListenOnlyFieldEvent | WelcomeStateNameFieldEvent | WelcomeStateParticipantsFieldEvent | WelcomeStateRosterVersionFieldEvent | WelcomeStateSettledFieldEvent | WelcomeStateRosterHashFieldEvent | WelcomeInformedFieldEvent> {
    return streamMessage(buf, Welcome.codec(), opts)
  }
}

export interface Description {
  sessionId: bigint
  usernameFragment: string
  password: string
  fingerprint: Uint8Array<ArrayBuffer>
  setup: number
  payloadType: number
  candidates: string[]
  sessionVersion: bigint
  answers?: string
}

export namespace Description {
  let _codec: Codec<Description>

  export const codec = (): Codec<Description> => {
    if (_codec == null) {
      _codec = message<Description>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.sessionId != null && obj.sessionId !== 0n)) {
          w.uint32(8)
          w.uint64(obj.sessionId)
        }

        if ((obj.usernameFragment != null && obj.usernameFragment !== '')) {
          w.uint32(18)
          w.string(obj.usernameFragment)
        }

        if ((obj.password != null && obj.password !== '')) {
          w.uint32(26)
          w.string(obj.password)
        }

        if ((obj.fingerprint != null && obj.fingerprint.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.fingerprint)
        }

        if ((obj.setup != null && obj.setup !== 0)) {
          w.uint32(40)
          w.uint32(obj.setup)
        }

        if ((obj.payloadType != null && obj.payloadType !== 0)) {
          w.uint32(48)
          w.uint32(obj.payloadType)
        }

        if (obj.candidates != null && obj.candidates.length > 0) {
          for (const value of obj.candidates) {
            w.uint32(58)
            w.string(value)
          }
        }

        if ((obj.sessionVersion != null && obj.sessionVersion !== 0n)) {
          w.uint32(64)
          w.uint64(obj.sessionVersion)
        }

        if (obj.answers != null) {
          w.uint32(74)
          w.string(obj.answers)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          sessionId: 0n,
          usernameFragment: '',
          password: '',
          fingerprint: uint8ArrayAlloc(0),
          setup: 0,
          payloadType: 0,
          candidates: [],
          sessionVersion: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.sessionId = reader.uint64()
              break
            }
            case 2: {
              obj.usernameFragment = reader.string()
              break
            }
            case 3: {
              obj.password = reader.string()
              break
            }
            case 4: {
              obj.fingerprint = reader.bytes()
              break
            }
            case 5: {
              obj.setup = reader.uint32()
              break
            }
            case 6: {
              obj.payloadType = reader.uint32()
              break
            }
            case 7: {
              if (opts.limits?.candidates != null && obj.candidates.length === opts.limits.candidates) {
                throw new MaxLengthError('Decode error - repeated field "candidates" had too many elements')
              }

              obj.candidates.push(reader.string())
              break
            }
            case 8: {
              obj.sessionVersion = reader.uint64()
              break
            }
            case 9: {
              obj.answers = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          candidates: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.sessionId`,
                value: reader.uint64()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.usernameFragment`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.password`,
                value: reader.string()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.fingerprint`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.setup`,
                value: reader.uint32()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.payloadType`,
                value: reader.uint32()
              }
              break
            }
            case 7: {
              if (opts.limits?.candidates != null && obj.candidates === opts.limits.candidates) {
                throw new MaxLengthError('Streaming decode error - repeated field "candidates" had too many elements')
              }

              yield {
                field: `${prefix}.candidates[]`,
                index: obj.candidates,
                value: reader.string()
              }

              obj.candidates++

              break
            }
            case 8: {
              yield {
                field: `${prefix}.sessionVersion`,
                value: reader.uint64()
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.answers`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface DescriptionSessionIdFieldEvent {
    field: '$.sessionId'
    value: bigint
  }

  export interface DescriptionUsernameFragmentFieldEvent {
    field: '$.usernameFragment'
    value: string
  }

  export interface DescriptionPasswordFieldEvent {
    field: '$.password'
    value: string
  }

  export interface DescriptionFingerprintFieldEvent {
    field: '$.fingerprint'
    value: Uint8Array<ArrayBuffer>
  }

  export interface DescriptionSetupFieldEvent {
    field: '$.setup'
    value: number
  }

  export interface DescriptionPayloadTypeFieldEvent {
    field: '$.payloadType'
    value: number
  }

  export interface DescriptionCandidatesFieldEvent {
    field: '$.candidates[]'
    index: number
    value: string
  }

  export interface DescriptionSessionVersionFieldEvent {
    field: '$.sessionVersion'
    value: bigint
  }

  export interface DescriptionAnswersFieldEvent {
    field: '$.answers'
    value: string
  }

  export function encode (obj: Partial<Description>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Description.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Description>): Description {
    return decodeMessage(buf, Description.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Description>): Generator<DescriptionSessionIdFieldEvent | DescriptionUsernameFragmentFieldEvent | DescriptionPasswordFieldEvent | DescriptionFingerprintFieldEvent | DescriptionSetupFieldEvent | DescriptionPayloadTypeFieldEvent | DescriptionCandidatesFieldEvent | DescriptionSessionVersionFieldEvent | DescriptionAnswersFieldEvent> {
    return streamMessage(buf, Description.codec(), opts)
  }
}

export interface Candidates {
  usernameFragment: string
  candidates: string[]
}

export namespace Candidates {
  let _codec: Codec<Candidates>

  export const codec = (): Codec<Candidates> => {
    if (_codec == null) {
      _codec = message<Candidates>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.usernameFragment != null && obj.usernameFragment !== '')) {
          w.uint32(10)
          w.string(obj.usernameFragment)
        }

        if (obj.candidates != null && obj.candidates.length > 0) {
          for (const value of obj.candidates) {
            w.uint32(18)
            w.string(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          usernameFragment: '',
          candidates: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.usernameFragment = reader.string()
              break
            }
            case 2: {
              if (opts.limits?.candidates != null && obj.candidates.length === opts.limits.candidates) {
                throw new MaxLengthError('Decode error - repeated field "candidates" had too many elements')
              }

              obj.candidates.push(reader.string())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          candidates: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.usernameFragment`,
                value: reader.string()
              }
              break
            }
            case 2: {
              if (opts.limits?.candidates != null && obj.candidates === opts.limits.candidates) {
                throw new MaxLengthError('Streaming decode error - repeated field "candidates" had too many elements')
              }

              yield {
                field: `${prefix}.candidates[]`,
                index: obj.candidates,
                value: reader.string()
              }

              obj.candidates++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface CandidatesUsernameFragmentFieldEvent {
    field: '$.usernameFragment'
    value: string
  }

  export interface CandidatesCandidatesFieldEvent {
    field: '$.candidates[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<Candidates>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Candidates.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Candidates>): Candidates {
    return decodeMessage(buf, Candidates.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Candidates>): Generator<CandidatesUsernameFragmentFieldEvent | CandidatesCandidatesFieldEvent> {
    return streamMessage(buf, Candidates.codec(), opts)
  }
}

export interface Leave {}

export namespace Leave {
  let _codec: Codec<Leave>

  export const codec = (): Codec<Leave> => {
    if (_codec == null) {
      _codec = message<Leave>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export function encode (obj: Partial<Leave>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Leave.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Leave>): Leave {
    return decodeMessage(buf, Leave.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Leave>): Generator<{}> {
    return streamMessage(buf, Leave.codec(), opts)
  }
}

export interface Refuse {
  reason: number
  presences: SignedPresence[]
  state?: State
}

export namespace Refuse {
  let _codec: Codec<Refuse>

  export const codec = (): Codec<Refuse> => {
    if (_codec == null) {
      _codec = message<Refuse>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.reason != null && obj.reason !== 0)) {
          w.uint32(8)
          w.uint32(obj.reason)
        }

        if (obj.presences != null && obj.presences.length > 0) {
          for (const value of obj.presences) {
            w.uint32(18)
            SignedPresence.codec().encode(value, w)
          }
        }

        if (obj.state != null) {
          w.uint32(26)
          State.codec().encode(obj.state, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          reason: 0,
          presences: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.reason = reader.uint32()
              break
            }
            case 2: {
              if (opts.limits?.presences != null && obj.presences.length === opts.limits.presences) {
                throw new MaxLengthError('Decode error - repeated field "presences" had too many elements')
              }

              obj.presences.push(SignedPresence.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.presences$
              }))
              break
            }
            case 3: {
              obj.state = State.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.state
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          presences: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.reason`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              if (opts.limits?.presences != null && obj.presences === opts.limits.presences) {
                throw new MaxLengthError('Streaming decode error - repeated field "presences" had too many elements')
              }

              for (const evt of SignedPresence.codec().stream(reader, reader.uint32(), `${prefix}.presences[]`, {
                limits: opts.limits?.presences$
              })) {
                yield {
                  ...evt,
                  index: obj.presences
                }
              }

              obj.presences++

              break
            }
            case 3: {
              yield * State.codec().stream(reader, reader.uint32(), `${prefix}.state`, {
                limits: opts.limits?.state
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface RefuseReasonFieldEvent {
    field: '$.reason'
    value: number
  }

  export interface RefusePresencesPresenceFieldEvent {
    field: '$.presences[].presence'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RefusePresencesSignatureFieldEvent {
    field: '$.presences[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RefusePresencesSessionSignatureFieldEvent {
    field: '$.presences[].sessionSignature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RefuseStateMutedFieldEvent {
    field: '$.state.muted'
    value: boolean
  }

  export interface RefuseStateListenOnlyFieldEvent {
    field: '$.state.listenOnly'
    value: boolean
  }

  export interface RefuseStateNameFieldEvent {
    field: '$.state.name'
    value: string
  }

  export interface RefuseStateParticipantsFieldEvent {
    field: '$.state.participants'
    value: number
  }

  export interface RefuseStateRosterVersionFieldEvent {
    field: '$.state.rosterVersion'
    value: bigint
  }

  export interface RefuseStateSettledFieldEvent {
    field: '$.state.settled'
    value: boolean
  }

  export interface RefuseStateRosterHashFieldEvent {
    field: '$.state.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Refuse>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Refuse.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refuse>): Refuse {
    return decodeMessage(buf, Refuse.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Refuse>): Generator<RefuseReasonFieldEvent | RefusePresencesPresenceFieldEvent | RefusePresencesSignatureFieldEvent | RefusePresencesSessionSignatureFieldEvent | RefuseStateMutedFieldEvent | RefuseStateListenOnlyFieldEvent | RefuseStateNameFieldEvent | RefuseStateParticipantsFieldEvent | RefuseStateRosterVersionFieldEvent | RefuseStateSettledFieldEvent | RefuseStateRosterHashFieldEvent> {
    return streamMessage(buf, Refuse.codec(), opts)
  }
}

export interface State {
  muted: boolean
  listenOnly: boolean
  name: string
  participants: number
  rosterVersion: bigint
  settled: boolean
  rosterHash?: Uint8Array<ArrayBuffer>
}

export namespace State {
  let _codec: Codec<State>

  export const codec = (): Codec<State> => {
    if (_codec == null) {
      _codec = message<State>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.muted != null && obj.muted !== false)) {
          w.uint32(8)
          w.bool(obj.muted)
        }

        if ((obj.listenOnly != null && obj.listenOnly !== false)) {
          w.uint32(16)
          w.bool(obj.listenOnly)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(26)
          w.string(obj.name)
        }

        if ((obj.participants != null && obj.participants !== 0)) {
          w.uint32(32)
          w.uint32(obj.participants)
        }

        if ((obj.rosterVersion != null && obj.rosterVersion !== 0n)) {
          w.uint32(40)
          w.uint64(obj.rosterVersion)
        }

        if ((obj.settled != null && obj.settled !== false)) {
          w.uint32(48)
          w.bool(obj.settled)
        }

        if (obj.rosterHash != null) {
          w.uint32(58)
          w.bytes(obj.rosterHash)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          muted: false,
          listenOnly: false,
          name: '',
          participants: 0,
          rosterVersion: 0n,
          settled: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.muted = reader.bool()
              break
            }
            case 2: {
              obj.listenOnly = reader.bool()
              break
            }
            case 3: {
              obj.name = reader.string()
              break
            }
            case 4: {
              obj.participants = reader.uint32()
              break
            }
            case 5: {
              obj.rosterVersion = reader.uint64()
              break
            }
            case 6: {
              obj.settled = reader.bool()
              break
            }
            case 7: {
              obj.rosterHash = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.muted`,
                value: reader.bool()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.listenOnly`,
                value: reader.bool()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.participants`,
                value: reader.uint32()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.rosterVersion`,
                value: reader.uint64()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.settled`,
                value: reader.bool()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.rosterHash`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface StateMutedFieldEvent {
    field: '$.muted'
    value: boolean
  }

  export interface StateListenOnlyFieldEvent {
    field: '$.listenOnly'
    value: boolean
  }

  export interface StateNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface StateParticipantsFieldEvent {
    field: '$.participants'
    value: number
  }

  export interface StateRosterVersionFieldEvent {
    field: '$.rosterVersion'
    value: bigint
  }

  export interface StateSettledFieldEvent {
    field: '$.settled'
    value: boolean
  }

  export interface StateRosterHashFieldEvent {
    field: '$.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<State>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, State.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<State>): State {
    return decodeMessage(buf, State.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<State>): Generator<StateMutedFieldEvent | StateListenOnlyFieldEvent | StateNameFieldEvent | StateParticipantsFieldEvent | StateRosterVersionFieldEvent | StateSettledFieldEvent | StateRosterHashFieldEvent> {
    return streamMessage(buf, State.codec(), opts)
  }
}

export interface Restart {
  fresh: boolean
}

export namespace Restart {
  let _codec: Codec<Restart>

  export const codec = (): Codec<Restart> => {
    if (_codec == null) {
      _codec = message<Restart>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.fresh != null && obj.fresh !== false)) {
          w.uint32(8)
          w.bool(obj.fresh)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          fresh: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.fresh = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.fresh`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface RestartFreshFieldEvent {
    field: '$.fresh'
    value: boolean
  }

  export function encode (obj: Partial<Restart>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Restart.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Restart>): Restart {
    return decodeMessage(buf, Restart.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Restart>): Generator<RestartFreshFieldEvent> {
    return streamMessage(buf, Restart.codec(), opts)
  }
}

export interface Hand {
  raised: boolean
}

export namespace Hand {
  let _codec: Codec<Hand>

  export const codec = (): Codec<Hand> => {
    if (_codec == null) {
      _codec = message<Hand>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.raised != null && obj.raised !== false)) {
          w.uint32(8)
          w.bool(obj.raised)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          raised: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.raised = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.raised`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface HandRaisedFieldEvent {
    field: '$.raised'
    value: boolean
  }

  export function encode (obj: Partial<Hand>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Hand.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Hand>): Hand {
    return decodeMessage(buf, Hand.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Hand>): Generator<HandRaisedFieldEvent> {
    return streamMessage(buf, Hand.codec(), opts)
  }
}

export interface Reaction {
  emoji: string
}

export namespace Reaction {
  let _codec: Codec<Reaction>

  export const codec = (): Codec<Reaction> => {
    if (_codec == null) {
      _codec = message<Reaction>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.emoji != null && obj.emoji !== '')) {
          w.uint32(10)
          w.string(obj.emoji)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          emoji: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.emoji = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.emoji`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ReactionEmojiFieldEvent {
    field: '$.emoji'
    value: string
  }

  export function encode (obj: Partial<Reaction>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Reaction.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Reaction>): Reaction {
    return decodeMessage(buf, Reaction.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Reaction>): Generator<ReactionEmojiFieldEvent> {
    return streamMessage(buf, Reaction.codec(), opts)
  }
}

export interface Chat {
  text: string
}

export namespace Chat {
  let _codec: Codec<Chat>

  export const codec = (): Codec<Chat> => {
    if (_codec == null) {
      _codec = message<Chat>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.text != null && obj.text !== '')) {
          w.uint32(10)
          w.string(obj.text)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          text: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.text = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.text`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ChatTextFieldEvent {
    field: '$.text'
    value: string
  }

  export function encode (obj: Partial<Chat>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Chat.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Chat>): Chat {
    return decodeMessage(buf, Chat.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Chat>): Generator<ChatTextFieldEvent> {
    return streamMessage(buf, Chat.codec(), opts)
  }
}

export interface Links {
  links: LinkStatus[]
  carried: Uint8Array<ArrayBuffer>[]
  time?: bigint
}

export namespace Links {
  let _codec: Codec<Links>

  export const codec = (): Codec<Links> => {
    if (_codec == null) {
      _codec = message<Links>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.links != null && obj.links.length > 0) {
          for (const value of obj.links) {
            w.uint32(10)
            LinkStatus.codec().encode(value, w)
          }
        }

        if (obj.carried != null && obj.carried.length > 0) {
          for (const value of obj.carried) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (obj.time != null) {
          w.uint32(24)
          w.uint64(obj.time)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          links: [],
          carried: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.links != null && obj.links.length === opts.limits.links) {
                throw new MaxLengthError('Decode error - repeated field "links" had too many elements')
              }

              obj.links.push(LinkStatus.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.links$
              }))
              break
            }
            case 2: {
              if (opts.limits?.carried != null && obj.carried.length === opts.limits.carried) {
                throw new MaxLengthError('Decode error - repeated field "carried" had too many elements')
              }

              obj.carried.push(reader.bytes())
              break
            }
            case 3: {
              obj.time = reader.uint64()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          links: 0,
          carried: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.links != null && obj.links === opts.limits.links) {
                throw new MaxLengthError('Streaming decode error - repeated field "links" had too many elements')
              }

              for (const evt of LinkStatus.codec().stream(reader, reader.uint32(), `${prefix}.links[]`, {
                limits: opts.limits?.links$
              })) {
                yield {
                  ...evt,
                  index: obj.links
                }
              }

              obj.links++

              break
            }
            case 2: {
              if (opts.limits?.carried != null && obj.carried === opts.limits.carried) {
                throw new MaxLengthError('Streaming decode error - repeated field "carried" had too many elements')
              }

              yield {
                field: `${prefix}.carried[]`,
                index: obj.carried,
                value: reader.bytes()
              }

              obj.carried++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.time`,
                value: reader.uint64()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface LinksLinksParticipantFieldEvent {
    field: '$.links[].participant'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface LinksLinksStateFieldEvent {
    field: '$.links[].state'
    value: number
    index: number
  }

  export interface LinksLinksQualityFieldEvent {
    field: '$.links[].quality'
    value: number
    index: number
  }

  export interface LinksCarriedFieldEvent {
    field: '$.carried[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface LinksTimeFieldEvent {
    field: '$.time'
    value: bigint
  }

  export function encode (obj: Partial<Links>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Links.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Links>): Links {
    return decodeMessage(buf, Links.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Links>): Generator<LinksLinksParticipantFieldEvent | LinksLinksStateFieldEvent | LinksLinksQualityFieldEvent | LinksCarriedFieldEvent | LinksTimeFieldEvent> {
    return streamMessage(buf, Links.codec(), opts)
  }
}

export interface LinkStatus {
  participant: Uint8Array<ArrayBuffer>
  state: number
  quality: number
}

export namespace LinkStatus {
  let _codec: Codec<LinkStatus>

  export const codec = (): Codec<LinkStatus> => {
    if (_codec == null) {
      _codec = message<LinkStatus>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.participant != null && obj.participant.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.participant)
        }

        if ((obj.state != null && obj.state !== 0)) {
          w.uint32(16)
          w.uint32(obj.state)
        }

        if ((obj.quality != null && obj.quality !== 0)) {
          w.uint32(24)
          w.uint32(obj.quality)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          participant: uint8ArrayAlloc(0),
          state: 0,
          quality: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.participant = reader.bytes()
              break
            }
            case 2: {
              obj.state = reader.uint32()
              break
            }
            case 3: {
              obj.quality = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.participant`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.state`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.quality`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface LinkStatusParticipantFieldEvent {
    field: '$.participant'
    value: Uint8Array<ArrayBuffer>
  }

  export interface LinkStatusStateFieldEvent {
    field: '$.state'
    value: number
  }

  export interface LinkStatusQualityFieldEvent {
    field: '$.quality'
    value: number
  }

  export function encode (obj: Partial<LinkStatus>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, LinkStatus.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkStatus>): LinkStatus {
    return decodeMessage(buf, LinkStatus.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LinkStatus>): Generator<LinkStatusParticipantFieldEvent | LinkStatusStateFieldEvent | LinkStatusQualityFieldEvent> {
    return streamMessage(buf, LinkStatus.codec(), opts)
  }
}

export interface Look {}

export namespace Look {
  let _codec: Codec<Look>

  export const codec = (): Codec<Look> => {
    if (_codec == null) {
      _codec = message<Look>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export function encode (obj: Partial<Look>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Look.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Look>): Look {
    return decodeMessage(buf, Look.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Look>): Generator<{}> {
    return streamMessage(buf, Look.codec(), opts)
  }
}

export interface Present {
  presences: SignedPresence[]
}

export namespace Present {
  let _codec: Codec<Present>

  export const codec = (): Codec<Present> => {
    if (_codec == null) {
      _codec = message<Present>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.presences != null && obj.presences.length > 0) {
          for (const value of obj.presences) {
            w.uint32(10)
            SignedPresence.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          presences: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.presences != null && obj.presences.length === opts.limits.presences) {
                throw new MaxLengthError('Decode error - repeated field "presences" had too many elements')
              }

              obj.presences.push(SignedPresence.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.presences$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          presences: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.presences != null && obj.presences === opts.limits.presences) {
                throw new MaxLengthError('Streaming decode error - repeated field "presences" had too many elements')
              }

              for (const evt of SignedPresence.codec().stream(reader, reader.uint32(), `${prefix}.presences[]`, {
                limits: opts.limits?.presences$
              })) {
                yield {
                  ...evt,
                  index: obj.presences
                }
              }

              obj.presences++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PresentPresencesPresenceFieldEvent {
    field: '$.presences[].presence'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface PresentPresencesSignatureFieldEvent {
    field: '$.presences[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface PresentPresencesSessionSignatureFieldEvent {
    field: '$.presences[].sessionSignature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<Present>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Present.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Present>): Present {
    return decodeMessage(buf, Present.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Present>): Generator<PresentPresencesPresenceFieldEvent | PresentPresencesSignatureFieldEvent | PresentPresencesSessionSignatureFieldEvent> {
    return streamMessage(buf, Present.codec(), opts)
  }
}

export interface RosterUpdate {
  roster?: Uint8Array<ArrayBuffer>
  secret?: Uint8Array<ArrayBuffer>
  links: Uint8Array<ArrayBuffer>[]
  oldest: bigint
}

export namespace RosterUpdate {
  let _codec: Codec<RosterUpdate>

  export const codec = (): Codec<RosterUpdate> => {
    if (_codec == null) {
      _codec = message<RosterUpdate>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.roster != null) {
          w.uint32(10)
          w.bytes(obj.roster)
        }

        if (obj.secret != null) {
          w.uint32(18)
          w.bytes(obj.secret)
        }

        if (obj.links != null && obj.links.length > 0) {
          for (const value of obj.links) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if ((obj.oldest != null && obj.oldest !== 0n)) {
          w.uint32(32)
          w.uint64(obj.oldest)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          links: [],
          oldest: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.roster = reader.bytes()
              break
            }
            case 2: {
              obj.secret = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.links != null && obj.links.length === opts.limits.links) {
                throw new MaxLengthError('Decode error - repeated field "links" had too many elements')
              }

              obj.links.push(reader.bytes())
              break
            }
            case 4: {
              obj.oldest = reader.uint64()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          links: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.roster`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.secret`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              if (opts.limits?.links != null && obj.links === opts.limits.links) {
                throw new MaxLengthError('Streaming decode error - repeated field "links" had too many elements')
              }

              yield {
                field: `${prefix}.links[]`,
                index: obj.links,
                value: reader.bytes()
              }

              obj.links++

              break
            }
            case 4: {
              yield {
                field: `${prefix}.oldest`,
                value: reader.uint64()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface RosterUpdateRosterFieldEvent {
    field: '$.roster'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RosterUpdateSecretFieldEvent {
    field: '$.secret'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RosterUpdateLinksFieldEvent {
    field: '$.links[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface RosterUpdateOldestFieldEvent {
    field: '$.oldest'
    value: bigint
  }

  export function encode (obj: Partial<RosterUpdate>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RosterUpdate.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RosterUpdate>): RosterUpdate {
    return decodeMessage(buf, RosterUpdate.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RosterUpdate>): Generator<RosterUpdateRosterFieldEvent | RosterUpdateSecretFieldEvent | RosterUpdateLinksFieldEvent | RosterUpdateOldestFieldEvent> {
    return streamMessage(buf, RosterUpdate.codec(), opts)
  }
}

export interface Knock {
  presence?: SignedPresence
  ticket?: Uint8Array<ArrayBuffer>
}

export namespace Knock {
  let _codec: Codec<Knock>

  export const codec = (): Codec<Knock> => {
    if (_codec == null) {
      _codec = message<Knock>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.presence != null) {
          w.uint32(10)
          SignedPresence.codec().encode(obj.presence, w)
        }

        if (obj.ticket != null) {
          w.uint32(18)
          w.bytes(obj.ticket)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.presence = SignedPresence.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.presence
              })
              break
            }
            case 2: {
              obj.ticket = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * SignedPresence.codec().stream(reader, reader.uint32(), `${prefix}.presence`, {
                limits: opts.limits?.presence
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.ticket`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface KnockPresencePresenceFieldEvent {
    field: '$.presence.presence'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KnockPresenceSignatureFieldEvent {
    field: '$.presence.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KnockPresenceSessionSignatureFieldEvent {
    field: '$.presence.sessionSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface KnockTicketFieldEvent {
    field: '$.ticket'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Knock>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Knock.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Knock>): Knock {
    return decodeMessage(buf, Knock.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Knock>): Generator<KnockPresencePresenceFieldEvent | KnockPresenceSignatureFieldEvent | KnockPresenceSessionSignatureFieldEvent | KnockTicketFieldEvent> {
    return streamMessage(buf, Knock.codec(), opts)
  }
}

export interface Wait {
  owners: number
}

export namespace Wait {
  let _codec: Codec<Wait>

  export const codec = (): Codec<Wait> => {
    if (_codec == null) {
      _codec = message<Wait>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.owners != null && obj.owners !== 0)) {
          w.uint32(8)
          w.uint32(obj.owners)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          owners: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.owners = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.owners`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface WaitOwnersFieldEvent {
    field: '$.owners'
    value: number
  }

  export function encode (obj: Partial<Wait>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Wait.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Wait>): Wait {
    return decodeMessage(buf, Wait.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Wait>): Generator<WaitOwnersFieldEvent> {
    return streamMessage(buf, Wait.codec(), opts)
  }
}

export interface Stale {
  presence?: SignedPresence
}

export namespace Stale {
  let _codec: Codec<Stale>

  export const codec = (): Codec<Stale> => {
    if (_codec == null) {
      _codec = message<Stale>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.presence != null) {
          w.uint32(10)
          SignedPresence.codec().encode(obj.presence, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.presence = SignedPresence.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.presence
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * SignedPresence.codec().stream(reader, reader.uint32(), `${prefix}.presence`, {
                limits: opts.limits?.presence
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface StalePresencePresenceFieldEvent {
    field: '$.presence.presence'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StalePresenceSignatureFieldEvent {
    field: '$.presence.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StalePresenceSessionSignatureFieldEvent {
    field: '$.presence.sessionSignature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Stale>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Stale.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Stale>): Stale {
    return decodeMessage(buf, Stale.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Stale>): Generator<StalePresencePresenceFieldEvent | StalePresenceSignatureFieldEvent | StalePresenceSessionSignatureFieldEvent> {
    return streamMessage(buf, Stale.codec(), opts)
  }
}

export interface Apart {
  callId: Uint8Array<ArrayBuffer>
  participants: number
}

export namespace Apart {
  let _codec: Codec<Apart>

  export const codec = (): Codec<Apart> => {
    if (_codec == null) {
      _codec = message<Apart>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.callId != null && obj.callId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.callId)
        }

        if ((obj.participants != null && obj.participants !== 0)) {
          w.uint32(16)
          w.uint32(obj.participants)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          callId: uint8ArrayAlloc(0),
          participants: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.callId = reader.bytes()
              break
            }
            case 2: {
              obj.participants = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.callId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.participants`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ApartCallIdFieldEvent {
    field: '$.callId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ApartParticipantsFieldEvent {
    field: '$.participants'
    value: number
  }

  export function encode (obj: Partial<Apart>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Apart.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Apart>): Apart {
    return decodeMessage(buf, Apart.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Apart>): Generator<ApartCallIdFieldEvent | ApartParticipantsFieldEvent> {
    return streamMessage(buf, Apart.codec(), opts)
  }
}

export interface Carry {
  participant: Uint8Array<ArrayBuffer>
  step: number
}

export namespace Carry {
  let _codec: Codec<Carry>

  export const codec = (): Codec<Carry> => {
    if (_codec == null) {
      _codec = message<Carry>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.participant != null && obj.participant.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.participant)
        }

        if ((obj.step != null && obj.step !== 0)) {
          w.uint32(16)
          w.uint32(obj.step)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          participant: uint8ArrayAlloc(0),
          step: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.participant = reader.bytes()
              break
            }
            case 2: {
              obj.step = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.participant`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.step`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface CarryParticipantFieldEvent {
    field: '$.participant'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CarryStepFieldEvent {
    field: '$.step'
    value: number
  }

  export function encode (obj: Partial<Carry>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Carry.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Carry>): Carry {
    return decodeMessage(buf, Carry.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Carry>): Generator<CarryParticipantFieldEvent | CarryStepFieldEvent> {
    return streamMessage(buf, Carry.codec(), opts)
  }
}

export interface Speaking {
  speaking: boolean
}

export namespace Speaking {
  let _codec: Codec<Speaking>

  export const codec = (): Codec<Speaking> => {
    if (_codec == null) {
      _codec = message<Speaking>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.speaking != null && obj.speaking !== false)) {
          w.uint32(8)
          w.bool(obj.speaking)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          speaking: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.speaking = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.speaking`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SpeakingSpeakingFieldEvent {
    field: '$.speaking'
    value: boolean
  }

  export function encode (obj: Partial<Speaking>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Speaking.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Speaking>): Speaking {
    return decodeMessage(buf, Speaking.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Speaking>): Generator<SpeakingSpeakingFieldEvent> {
    return streamMessage(buf, Speaking.codec(), opts)
  }
}
