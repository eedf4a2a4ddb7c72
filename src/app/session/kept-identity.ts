import type { Engine } from './load-engine.ts'
import type { KeyFileSummary } from '../../../keys/index.ts'

/**
 * Returns the unencrypted part of the identity that this browser stores, which takes no
 * passphrase. Creates the identity if there is none.
 *
 * @throws {KeyFileError}
 */
export async function keptIdentity ({ inspectIdentity, loadOrCreateIdentity }: Engine, path: string): Promise<KeyFileSummary> {
  try {
    return await inspectIdentity(path)
  } catch (err: any) {
    if (err.code !== 'not-found') {
      throw err
    }
  }

  await loadOrCreateIdentity(path)

  return inspectIdentity(path)
}
