import { decodeMessage, encodeMessage, message, streamMessage } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface HopAnswer {
  type?: number
  limit?: Uint8Array<ArrayBuffer>
  status?: number
}

export namespace HopAnswer {
  let _codec: Codec<HopAnswer>

  export const codec = (): Codec<HopAnswer> => {
    if (_codec == null) {
      _codec = message<HopAnswer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.type != null) {
          w.uint32(8)
          w.uint32(obj.type)
        }

        if (obj.limit != null) {
          w.uint32(34)
          w.bytes(obj.limit)
        }

        if (obj.status != null) {
          w.uint32(40)
          w.uint32(obj.status)
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
              obj.type = reader.uint32()
              break
            }
            case 4: {
              obj.limit = reader.bytes()
              break
            }
            case 5: {
              obj.status = reader.uint32()
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
                field: `${prefix}.type`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.limit`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.status`,
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

  export interface HopAnswerTypeFieldEvent {
    field: '$.type'
    value: number
  }

  export interface HopAnswerLimitFieldEvent {
    field: '$.limit'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HopAnswerStatusFieldEvent {
    field: '$.status'
    value: number
  }

  export function encode (obj: Partial<HopAnswer>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, HopAnswer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HopAnswer>): HopAnswer {
    return decodeMessage(buf, HopAnswer.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HopAnswer>): Generator<HopAnswerTypeFieldEvent | HopAnswerLimitFieldEvent | HopAnswerStatusFieldEvent> {
    return streamMessage(buf, HopAnswer.codec(), opts)
  }
}
