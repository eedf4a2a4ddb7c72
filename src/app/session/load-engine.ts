export type Engine = typeof import('./engine.ts')

let engine: Promise<Engine> | undefined

/** Loads libp2p and all that is built on it, once */
export async function loadEngine (): Promise<Engine> {
  engine ??= import('./engine.ts').catch(err => {
    // the network may be back at the next try
    engine = undefined

    throw err
  })

  return engine
}
