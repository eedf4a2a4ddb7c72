/** Why a text isn't a file of the expected type */
export type VersionedJSONProblem =
  | { problem: 'too-large' | 'empty' | 'cut-short' | 'another-type' }
  | { problem: 'newer-version', version: number }

export interface VersionedJSONKind {
  /** The expected value of `type` */
  type: string
  /** The newest version that can be read */
  version: number
  /** Characters */
  maxLength: number
}

/**
 * Reads JSON that names its type: `{ "type": …, "version": … }`. If it is something
 * else, the result contains nothing of the text, which may be a secret.
 */
export function readVersionedJSON (text: string, kind: VersionedJSONKind): { fields: Record<string, unknown>, problem?: undefined } | VersionedJSONProblem {
  if (text.length > kind.maxLength) {
    return { problem: 'too-large' }
  }

  const trimmed = text.trim()

  if (trimmed === '') {
    return { problem: 'empty' }
  }

  const fields = parseJSON(trimmed)

  if (fields === undefined && trimmed.startsWith('{') && !trimmed.endsWith('}')) {
    return { problem: 'cut-short' }
  }

  if (!isRecord(fields) || fields.type !== kind.type || !isVersion(fields.version)) {
    return { problem: 'another-type' }
  }

  return fields.version > kind.version ? { problem: 'newer-version', version: fields.version } : { fields }
}

/** Swallows the error of JSON.parse, because it quotes the text */
function parseJSON (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isRecord (value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value != null
}

function isVersion (value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0
}
