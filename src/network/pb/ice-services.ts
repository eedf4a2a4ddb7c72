import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface IceService {
  kind: number
  host: string
  port: number
}

export namespace IceService {
  let _codec: Codec<IceService>

  export const codec = (): Codec<IceService> => {
    if (_codec == null) {
      _codec = message<IceService>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.kind != null && obj.kind !== 0)) {
          w.uint32(8)
          w.uint32(obj.kind)
        }

        if ((obj.host != null && obj.host !== '')) {
          w.uint32(18)
          w.string(obj.host)
        }

        if ((obj.port != null && obj.port !== 0)) {
          w.uint32(24)
          w.uint32(obj.port)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          kind: 0,
          host: '',
          port: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.kind = reader.uint32()
              break
            }
            case 2: {
              obj.host = reader.string()
              break
            }
            case 3: {
              obj.port = reader.uint32()
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
                field: `${prefix}.kind`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.host`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.port`,
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

  export interface IceServiceKindFieldEvent {
    field: '$.kind'
    value: number
  }

  export interface IceServiceHostFieldEvent {
    field: '$.host'
    value: string
  }

  export interface IceServicePortFieldEvent {
    field: '$.port'
    value: number
  }

  export function encode (obj: Partial<IceService>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, IceService.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IceService>): IceService {
    return decodeMessage(buf, IceService.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IceService>): Generator<IceServiceKindFieldEvent | IceServiceHostFieldEvent | IceServicePortFieldEvent> {
    return streamMessage(buf, IceService.codec(), opts)
  }
}

export interface IceServices {
  services: IceService[]
  username: string
  credential: string
  lifetime: number
}

export namespace IceServices {
  let _codec: Codec<IceServices>

  export const codec = (): Codec<IceServices> => {
    if (_codec == null) {
      _codec = message<IceServices>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.services != null && obj.services.length > 0) {
          for (const value of obj.services) {
            w.uint32(10)
            IceService.codec().encode(value, w)
          }
        }

        if ((obj.username != null && obj.username !== '')) {
          w.uint32(18)
          w.string(obj.username)
        }

        if ((obj.credential != null && obj.credential !== '')) {
          w.uint32(26)
          w.string(obj.credential)
        }

        if ((obj.lifetime != null && obj.lifetime !== 0)) {
          w.uint32(32)
          w.uint32(obj.lifetime)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          services: [],
          username: '',
          credential: '',
          lifetime: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.services != null && obj.services.length === opts.limits.services) {
                throw new MaxLengthError('Decode error - repeated field "services" had too many elements')
              }

              obj.services.push(IceService.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.services$
              }))
              break
            }
            case 2: {
              obj.username = reader.string()
              break
            }
            case 3: {
              obj.credential = reader.string()
              break
            }
            case 4: {
              obj.lifetime = reader.uint32()
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
          services: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.services != null && obj.services === opts.limits.services) {
                throw new MaxLengthError('Streaming decode error - repeated field "services" had too many elements')
              }

              for (const evt of IceService.codec().stream(reader, reader.uint32(), `${prefix}.services[]`, {
                limits: opts.limits?.services$
              })) {
                yield {
                  ...evt,
                  index: obj.services
                }
              }

              obj.services++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.username`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.credential`,
                value: reader.string()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.lifetime`,
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

  export interface IceServicesServicesKindFieldEvent {
    field: '$.services[].kind'
    value: number
    index: number
  }

  export interface IceServicesServicesHostFieldEvent {
    field: '$.services[].host'
    value: string
    index: number
  }

  export interface IceServicesServicesPortFieldEvent {
    field: '$.services[].port'
    value: number
    index: number
  }

  export interface IceServicesUsernameFieldEvent {
    field: '$.username'
    value: string
  }

  export interface IceServicesCredentialFieldEvent {
    field: '$.credential'
    value: string
  }

  export interface IceServicesLifetimeFieldEvent {
    field: '$.lifetime'
    value: number
  }

  export function encode (obj: Partial<IceServices>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, IceServices.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IceServices>): IceServices {
    return decodeMessage(buf, IceServices.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<IceServices>): Generator<IceServicesServicesKindFieldEvent | IceServicesServicesHostFieldEvent | IceServicesServicesPortFieldEvent | IceServicesUsernameFieldEvent | IceServicesCredentialFieldEvent | IceServicesLifetimeFieldEvent> {
    return streamMessage(buf, IceServices.codec(), opts)
  }
}
