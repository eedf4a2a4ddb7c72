export type Engine = typeof import('./engine.ts')

/** Libp2p did not come: there is no network, or the page's host is gone */
export class EngineLoadError extends TypeError {
  static name = 'EngineLoadError'
  name = 'EngineLoadError'
}

let engine: Promise<Engine> | undefined

/**
 * Loads libp2p and all that is built on it, once
 *
 * @throws {EngineLoadError}
 */
export async function loadEngine (): Promise<Engine> {
  engine ??= import('./engine.ts').catch((err: Error) => {
    // the network may be back at the next try
    engine = undefined

    throw new EngineLoadError(err.message, { cause: err })
  })

  return engine
}
