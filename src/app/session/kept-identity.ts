import type { Engine } from './load-engine.ts'
import type { KeyFileSummary } from '../../../keys/index.ts'

/**
 * What is in plain sight of the identity that this browser keeps: no passphrase is
 * asked for. It is made when there is none.
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
