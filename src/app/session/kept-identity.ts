import { identityForVisit, isStorageError, visitIdentity } from './visit.ts'
import type { Engine } from './load-engine.ts'
import type { KeyFileSummary } from '../../../keys/index.ts'

/** The unencrypted part of the user's identity */
export interface KeptIdentity extends KeyFileSummary {
  /** Whether this browser stores it; otherwise it is for this visit */
  stored: boolean
}

/**
 * Returns the unencrypted part of the identity that this browser stores, which takes no
 * passphrase. Creates the identity if there is none, for this visit only if the browser
 * can't store it.
 *
 * @throws {KeyFileError}
 */
export async function keptIdentity (engine: Engine, path: string): Promise<KeptIdentity> {
  const { inspectIdentity, loadOrCreateIdentity } = engine
  const visiting = visitIdentity(path)

  if (visiting != null) {
    return { publicKey: visiting.publicKey, encrypted: false, stored: false }
  }

  try {
    return { ...await inspectIdentity(path), stored: true }
  } catch (err: any) {
    if (err.code !== 'not-found' && !isStorageError(err)) {
      throw err
    }
  }

  try {
    await loadOrCreateIdentity(path)

    return { ...await inspectIdentity(path), stored: true }
  } catch (err: any) {
    if (!isStorageError(err)) {
      throw err
    }
  }

  return { publicKey: (await identityForVisit(engine, path)).publicKey, encrypted: false, stored: false }
}
