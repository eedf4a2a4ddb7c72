import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface SignedRoster {
  roster: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
  members: Uint8Array<ArrayBuffer>[]
}

export namespace SignedRoster {
  let _codec: Codec<SignedRoster>

  export const codec = (): Codec<SignedRoster> => {
    if (_codec == null) {
      _codec = message<SignedRoster>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.roster != null && obj.roster.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.roster)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (obj.members != null && obj.members.length > 0) {
          for (const value of obj.members) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          roster: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0),
          members: []
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
              obj.signature = reader.bytes()
              break
            }
            case 3: {
              if (opts.limits?.members != null && obj.members.length === opts.limits.members) {
                throw new MaxLengthError('Decode error - repeated field "members" had too many elements')
              }

              obj.members.push(reader.bytes())
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
          members: 0
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
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              if (opts.limits?.members != null && obj.members === opts.limits.members) {
                throw new MaxLengthError('Streaming decode error - repeated field "members" had too many elements')
              }

              yield {
                field: `${prefix}.members[]`,
                index: obj.members,
                value: reader.bytes()
              }

              obj.members++

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

  export interface SignedRosterRosterFieldEvent {
    field: '$.roster'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedRosterSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedRosterMembersFieldEvent {
    field: '$.members[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SignedRoster>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SignedRoster.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedRoster>): SignedRoster {
    return decodeMessage(buf, SignedRoster.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedRoster>): Generator<SignedRosterRosterFieldEvent | SignedRosterSignatureFieldEvent | SignedRosterMembersFieldEvent> {
    return streamMessage(buf, SignedRoster.codec(), opts)
  }
}

export interface Roster {
  groupId: Uint8Array<ArrayBuffer>
  version: bigint
  epoch: bigint
  secretDigest: Uint8Array<ArrayBuffer>
  owners: Owner[]
  members: Uint8Array<ArrayBuffer>[]
  signer: Uint8Array<ArrayBuffer>
  previous: Uint8Array<ArrayBuffer>
  membersDigest: Uint8Array<ArrayBuffer>
}

export namespace Roster {
  let _codec: Codec<Roster>

  export const codec = (): Codec<Roster> => {
    if (_codec == null) {
      _codec = message<Roster>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.groupId != null && obj.groupId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.groupId)
        }

        if ((obj.version != null && obj.version !== 0n)) {
          w.uint32(16)
          w.uint64(obj.version)
        }

        if ((obj.epoch != null && obj.epoch !== 0n)) {
          w.uint32(24)
          w.uint64(obj.epoch)
        }

        if ((obj.secretDigest != null && obj.secretDigest.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.secretDigest)
        }

        if (obj.owners != null && obj.owners.length > 0) {
          for (const value of obj.owners) {
            w.uint32(42)
            Owner.codec().encode(value, w)
          }
        }

        if (obj.members != null && obj.members.length > 0) {
          for (const value of obj.members) {
            w.uint32(50)
            w.bytes(value)
          }
        }

        if ((obj.signer != null && obj.signer.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.signer)
        }

        if ((obj.previous != null && obj.previous.byteLength > 0)) {
          w.uint32(66)
          w.bytes(obj.previous)
        }

        if ((obj.membersDigest != null && obj.membersDigest.byteLength > 0)) {
          w.uint32(74)
          w.bytes(obj.membersDigest)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          groupId: uint8ArrayAlloc(0),
          version: 0n,
          epoch: 0n,
          secretDigest: uint8ArrayAlloc(0),
          owners: [],
          members: [],
          signer: uint8ArrayAlloc(0),
          previous: uint8ArrayAlloc(0),
          membersDigest: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.groupId = reader.bytes()
              break
            }
            case 2: {
              obj.version = reader.uint64()
              break
            }
            case 3: {
              obj.epoch = reader.uint64()
              break
            }
            case 4: {
              obj.secretDigest = reader.bytes()
              break
            }
            case 5: {
              if (opts.limits?.owners != null && obj.owners.length === opts.limits.owners) {
                throw new MaxLengthError('Decode error - repeated field "owners" had too many elements')
              }

              obj.owners.push(Owner.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.owners$
              }))
              break
            }
            case 6: {
              if (opts.limits?.members != null && obj.members.length === opts.limits.members) {
                throw new MaxLengthError('Decode error - repeated field "members" had too many elements')
              }

              obj.members.push(reader.bytes())
              break
            }
            case 7: {
              obj.signer = reader.bytes()
              break
            }
            case 8: {
              obj.previous = reader.bytes()
              break
            }
            case 9: {
              obj.membersDigest = reader.bytes()
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
          owners: 0,
          members: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.groupId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.version`,
                value: reader.uint64()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.epoch`,
                value: reader.uint64()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.secretDigest`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              if (opts.limits?.owners != null && obj.owners === opts.limits.owners) {
                throw new MaxLengthError('Streaming decode error - repeated field "owners" had too many elements')
              }

              for (const evt of Owner.codec().stream(reader, reader.uint32(), `${prefix}.owners[]`, {
                limits: opts.limits?.owners$
              })) {
                yield {
                  ...evt,
                  index: obj.owners
                }
              }

              obj.owners++

              break
            }
            case 6: {
              if (opts.limits?.members != null && obj.members === opts.limits.members) {
                throw new MaxLengthError('Streaming decode error - repeated field "members" had too many elements')
              }

              yield {
                field: `${prefix}.members[]`,
                index: obj.members,
                value: reader.bytes()
              }

              obj.members++

              break
            }
            case 7: {
              yield {
                field: `${prefix}.signer`,
                value: reader.bytes()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.previous`,
                value: reader.bytes()
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.membersDigest`,
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

  export interface RosterGroupIdFieldEvent {
    field: '$.groupId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RosterVersionFieldEvent {
    field: '$.version'
    value: bigint
  }

  export interface RosterEpochFieldEvent {
    field: '$.epoch'
    value: bigint
  }

  export interface RosterSecretDigestFieldEvent {
    field: '$.secretDigest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RosterOwnersPublicKeyFieldEvent {
    field: '$.owners[].publicKey'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RosterOwnersSinceFieldEvent {
    field: '$.owners[].since'
    value: bigint
    index: number
  }

  export interface RosterOwnersNamedByFieldEvent {
    field: '$.owners[].namedBy'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RosterOwnersSignatureFieldEvent {
    field: '$.owners[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RosterMembersFieldEvent {
    field: '$.members[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface RosterSignerFieldEvent {
    field: '$.signer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RosterPreviousFieldEvent {
    field: '$.previous'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RosterMembersDigestFieldEvent {
    field: '$.membersDigest'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Roster>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Roster.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Roster>): Roster {
    return decodeMessage(buf, Roster.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Roster>): Generator<RosterGroupIdFieldEvent | RosterVersionFieldEvent | RosterEpochFieldEvent | RosterSecretDigestFieldEvent | RosterOwnersPublicKeyFieldEvent | RosterOwnersSinceFieldEvent | RosterOwnersNamedByFieldEvent | RosterOwnersSignatureFieldEvent | RosterMembersFieldEvent | RosterSignerFieldEvent | RosterPreviousFieldEvent | RosterMembersDigestFieldEvent> {
    return streamMessage(buf, Roster.codec(), opts)
  }
}

export interface Owner {
  publicKey: Uint8Array<ArrayBuffer>
  since: bigint
  namedBy: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
}

export namespace Owner {
  let _codec: Codec<Owner>

  export const codec = (): Codec<Owner> => {
    if (_codec == null) {
      _codec = message<Owner>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.publicKey != null && obj.publicKey.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.publicKey)
        }

        if ((obj.since != null && obj.since !== 0n)) {
          w.uint32(16)
          w.uint64(obj.since)
        }

        if ((obj.namedBy != null && obj.namedBy.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.namedBy)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          publicKey: uint8ArrayAlloc(0),
          since: 0n,
          namedBy: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
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
              obj.since = reader.uint64()
              break
            }
            case 3: {
              obj.namedBy = reader.bytes()
              break
            }
            case 4: {
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
                field: `${prefix}.publicKey`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.since`,
                value: reader.uint64()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.namedBy`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
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

  export interface OwnerPublicKeyFieldEvent {
    field: '$.publicKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OwnerSinceFieldEvent {
    field: '$.since'
    value: bigint
  }

  export interface OwnerNamedByFieldEvent {
    field: '$.namedBy'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OwnerSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Owner>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Owner.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Owner>): Owner {
    return decodeMessage(buf, Owner.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Owner>): Generator<OwnerPublicKeyFieldEvent | OwnerSinceFieldEvent | OwnerNamedByFieldEvent | OwnerSignatureFieldEvent> {
    return streamMessage(buf, Owner.codec(), opts)
  }
}
