import fc from 'fast-check'

type Mutation =
  | { kind: 'flip', at: number, bits: number }
  | { kind: 'cut', at: number }
  | { kind: 'insert', at: number, bytes: Uint8Array }
  | { kind: 'repeat', at: number, length: number }
  | { kind: 'remove', at: number, length: number }

const position = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const length = fc.nat({ max: 64 })

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: position, bits: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: position }),
  fc.record({ kind: fc.constant('insert' as const), at: position, bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at: position, length }),
  fc.record({ kind: fc.constant('remove' as const), at: position, length })
)

/**
 * Generates samples with some mutations, and now and then arbitrary bytes. A `position`
 * is a fraction of the length, so that shrinking works with samples of all sizes.
 */
export function mutated (samples: Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...samples), fc.array(mutation, { maxLength: 6 })).map(([sample, mutations]) => mutations.reduce(mutate, sample)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 512 }) }
  )
}

function mutate (bytes: Uint8Array, mutation: Mutation): Uint8Array {
  const at = Math.floor(mutation.at * bytes.length)

  switch (mutation.kind) {
    case 'flip':
      return bytes.map((byte, index) => index === at ? byte ^ mutation.bits : byte)
    case 'cut':
      return bytes.slice(0, at)
    case 'insert':
      return join(bytes.subarray(0, at), mutation.bytes, bytes.subarray(at))
    case 'repeat':
      return join(bytes.subarray(0, at), bytes.subarray(at, at + mutation.length), bytes.subarray(at))
    default:
      return join(bytes.subarray(0, at), bytes.subarray(at + mutation.length))
  }
}

function join (...parts: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0

  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }

  return joined
}
