import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface Invite {
  groupId: Uint8Array<ArrayBuffer>
  name: string
  secret?: Uint8Array<ArrayBuffer>
  owner: Uint8Array<ArrayBuffer>
  epoch: bigint
  expires: bigint
  addresses: Uint8Array<ArrayBuffer>[]
  network: string
  membersOnly?: MembersOnly
  peers: Uint8Array<ArrayBuffer>
}

export namespace Invite {
  let _codec: Codec<Invite>

  export const codec = (): Codec<Invite> => {
    if (_codec == null) {
      _codec = message<Invite>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.groupId != null && obj.groupId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.groupId)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(18)
          w.string(obj.name)
        }

        if (obj.secret != null) {
          w.uint32(26)
          w.bytes(obj.secret)
        }

        if ((obj.owner != null && obj.owner.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.owner)
        }

        if ((obj.epoch != null && obj.epoch !== 0n)) {
          w.uint32(40)
          w.uint64(obj.epoch)
        }

        if ((obj.expires != null && obj.expires !== 0n)) {
          w.uint32(48)
          w.uint64(obj.expires)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(58)
            w.bytes(value)
          }
        }

        if ((obj.network != null && obj.network !== '')) {
          w.uint32(66)
          w.string(obj.network)
        }

        if (obj.membersOnly != null) {
          w.uint32(74)
          MembersOnly.codec().encode(obj.membersOnly, w)
        }

        if ((obj.peers != null && obj.peers.byteLength > 0)) {
          w.uint32(82)
          w.bytes(obj.peers)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          groupId: uint8ArrayAlloc(0),
          name: '',
          owner: uint8ArrayAlloc(0),
          epoch: 0n,
          expires: 0n,
          addresses: [],
          network: '',
          peers: uint8ArrayAlloc(0)
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
              obj.name = reader.string()
              break
            }
            case 3: {
              obj.secret = reader.bytes()
              break
            }
            case 4: {
              obj.owner = reader.bytes()
              break
            }
            case 5: {
              obj.epoch = reader.uint64()
              break
            }
            case 6: {
              obj.expires = reader.uint64()
              break
            }
            case 7: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.bytes())
              break
            }
            case 8: {
              obj.network = reader.string()
              break
            }
            case 9: {
              obj.membersOnly = MembersOnly.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.membersOnly
              })
              break
            }
            case 10: {
              obj.peers = reader.bytes()
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
                field: `${prefix}.groupId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.secret`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.owner`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.epoch`,
                value: reader.uint64()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.expires`,
                value: reader.uint64()
              }
              break
            }
            case 7: {
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
            case 8: {
              yield {
                field: `${prefix}.network`,
                value: reader.string()
              }
              break
            }
            case 9: {
              yield * MembersOnly.codec().stream(reader, reader.uint32(), `${prefix}.membersOnly`, {
                limits: opts.limits?.membersOnly
              })

              break
            }
            case 10: {
              yield {
                field: `${prefix}.peers`,
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

  export interface InviteGroupIdFieldEvent {
    field: '$.groupId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface InviteNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface InviteSecretFieldEvent {
    field: '$.secret'
    value: Uint8Array<ArrayBuffer>
  }

  export interface InviteOwnerFieldEvent {
    field: '$.owner'
    value: Uint8Array<ArrayBuffer>
  }

  export interface InviteEpochFieldEvent {
    field: '$.epoch'
    value: bigint
  }

  export interface InviteExpiresFieldEvent {
    field: '$.expires'
    value: bigint
  }

  export interface InviteAddressesFieldEvent {
    field: '$.addresses[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface InviteNetworkFieldEvent {
    field: '$.network'
    value: string
  }

  export interface InviteMembersOnlyOwnersFieldEvent {
    field: '$.membersOnly.owners[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface InviteMembersOnlyRosterVersionFieldEvent {
    field: '$.membersOnly.rosterVersion'
    value: bigint
  }

  export interface InviteMembersOnlyTicketFieldEvent {
    field: '$.membersOnly.ticket'
    value: Uint8Array<ArrayBuffer>
  }

  export interface InviteMembersOnlyRosterHashFieldEvent {
    field: '$.membersOnly.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface InvitePeersFieldEvent {
    field: '$.peers'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Invite>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Invite.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Invite>): Invite {
    return decodeMessage(buf, Invite.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Invite>): Generator<InviteGroupIdFieldEvent | InviteNameFieldEvent | InviteSecretFieldEvent | InviteOwnerFieldEvent | InviteEpochFieldEvent | InviteExpiresFieldEvent | InviteAddressesFieldEvent | InviteNetworkFieldEvent | InviteMembersOnlyOwnersFieldEvent | InviteMembersOnlyRosterVersionFieldEvent | InviteMembersOnlyTicketFieldEvent | InviteMembersOnlyRosterHashFieldEvent | InvitePeersFieldEvent> {
    return streamMessage(buf, Invite.codec(), opts)
  }
}

export interface MembersOnly {
  owners: Uint8Array<ArrayBuffer>[]
  rosterVersion: bigint
  ticket?: Uint8Array<ArrayBuffer>
  rosterHash?: Uint8Array<ArrayBuffer>
}

export namespace MembersOnly {
  let _codec: Codec<MembersOnly>

  export const codec = (): Codec<MembersOnly> => {
    if (_codec == null) {
      _codec = message<MembersOnly>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.owners != null && obj.owners.length > 0) {
          for (const value of obj.owners) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if ((obj.rosterVersion != null && obj.rosterVersion !== 0n)) {
          w.uint32(16)
          w.uint64(obj.rosterVersion)
        }

        if (obj.ticket != null) {
          w.uint32(26)
          w.bytes(obj.ticket)
        }

        if (obj.rosterHash != null) {
          w.uint32(34)
          w.bytes(obj.rosterHash)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          owners: [],
          rosterVersion: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.owners != null && obj.owners.length === opts.limits.owners) {
                throw new MaxLengthError('Decode error - repeated field "owners" had too many elements')
              }

              obj.owners.push(reader.bytes())
              break
            }
            case 2: {
              obj.rosterVersion = reader.uint64()
              break
            }
            case 3: {
              obj.ticket = reader.bytes()
              break
            }
            case 4: {
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
        const obj = {
          owners: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.owners != null && obj.owners === opts.limits.owners) {
                throw new MaxLengthError('Streaming decode error - repeated field "owners" had too many elements')
              }

              yield {
                field: `${prefix}.owners[]`,
                index: obj.owners,
                value: reader.bytes()
              }

              obj.owners++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.rosterVersion`,
                value: reader.uint64()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.ticket`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
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

  export interface MembersOnlyOwnersFieldEvent {
    field: '$.owners[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface MembersOnlyRosterVersionFieldEvent {
    field: '$.rosterVersion'
    value: bigint
  }

  export interface MembersOnlyTicketFieldEvent {
    field: '$.ticket'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MembersOnlyRosterHashFieldEvent {
    field: '$.rosterHash'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<MembersOnly>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, MembersOnly.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MembersOnly>): MembersOnly {
    return decodeMessage(buf, MembersOnly.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MembersOnly>): Generator<MembersOnlyOwnersFieldEvent | MembersOnlyRosterVersionFieldEvent | MembersOnlyTicketFieldEvent | MembersOnlyRosterHashFieldEvent> {
    return streamMessage(buf, MembersOnly.codec(), opts)
  }
}
