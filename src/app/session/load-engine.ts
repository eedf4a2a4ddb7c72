export type Engine = typeof import('./engine.ts')

/** libp2p couldn't be loaded, because the network or the page's host is down */
export class EngineLoadError extends TypeError {
  static name = 'EngineLoadError'
  name = 'EngineLoadError'
}

let engine: Promise<Engine> | undefined

/**
 * Loads libp2p and everything that is built on it, once
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
