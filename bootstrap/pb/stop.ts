import { decodeMessage, encodeMessage, message, streamMessage } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface StopAnswer {
  type?: number
  status?: number
}

export namespace StopAnswer {
  let _codec: Codec<StopAnswer>

  export const codec = (): Codec<StopAnswer> => {
    if (_codec == null) {
      _codec = message<StopAnswer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.type != null) {
          w.uint32(8)
          w.uint32(obj.type)
        }

        if (obj.status != null) {
          w.uint32(32)
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

  export interface StopAnswerTypeFieldEvent {
    field: '$.type'
    value: number
  }

  export interface StopAnswerStatusFieldEvent {
    field: '$.status'
    value: number
  }

  export function encode (obj: Partial<StopAnswer>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StopAnswer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StopAnswer>): StopAnswer {
    return decodeMessage(buf, StopAnswer.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StopAnswer>): Generator<StopAnswerTypeFieldEvent | StopAnswerStatusFieldEvent> {
    return streamMessage(buf, StopAnswer.codec(), opts)
  }
}
