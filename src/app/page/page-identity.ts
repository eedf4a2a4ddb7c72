import { keptIdentity } from '../session/kept-identity.ts'
import { loadEngine } from '../session/load-engine.ts'
import { useForVisit, visitIdentity } from '../session/visit.ts'
import type { KeptIdentity } from '../session/kept-identity.ts'

/** Returns the unencrypted part of the identity that this browser stores, or uses for this visit */
export async function ownIdentity (): Promise<KeptIdentity> {
  const engine = await loadEngine()

  return keptIdentity(engine, engine.defaultKeyPath())
}

/**
 * Returns a key file, encrypted with the passphrase unless that is empty. For a key
 * that has a passphrase, it must be the same one.
 *
 * @throws {KeyFileError} when the passphrase is not the key's
 */
export async function exportIdentity (passphrase: string): Promise<{ name: string, text: string }> {
  const { defaultKeyPath, encodeKeyFile, loadIdentity } = await loadEngine()
  await ownIdentity()
  const options = optionsFor(passphrase)
  const path = defaultKeyPath()
  const identity = visitIdentity(path) ?? await loadIdentity(path, options)

  return { name: `groupcall-${identity.publicKey.slice(0, 8)}.json`, text: await encodeKeyFile(identity, options) }
}

/**
 * Replaces the stored identity with that of a key file, which keeps its passphrase. If the
 * browser can't store it, it is used for this visit.
 *
 * @throws {KeyFileError} with what to do; the stored identity doesn't change
 */
export async function importIdentity (file: File, passphrase: string): Promise<KeptIdentity> {
  const { decodeKeyFile, defaultKeyPath, inspectKeyFile, saveIdentity } = await loadEngine()
  const text = await file.text()
  const summary = inspectKeyFile(text, file.name)
  const identity = await decodeKeyFile(text, { name: file.name, ...optionsFor(passphrase) })
  const path = defaultKeyPath()

  if (visitIdentity(path) == null) {
    await saveIdentity(path, identity, { force: true, ...(summary.encrypted ? { passphrase } : {}) })
  } else {
    useForVisit(path, identity)
  }

  return ownIdentity()
}

/**
 * Changes or removes the passphrase of the stored key
 *
 * @param current - empty if it has none
 * @param next - empty to remove it
 * @throws {KeyFileError} when the current one is wrong; the stored identity doesn't change
 */
export async function changePassphrase (current: string, next: string): Promise<KeptIdentity> {
  const { defaultKeyPath, loadIdentity, saveIdentity } = await loadEngine()
  const path = defaultKeyPath()
  await saveIdentity(path, await loadIdentity(path, optionsFor(current)), { force: true, ...optionsFor(next) })

  return ownIdentity()
}

/** An empty field means no passphrase */
function optionsFor (passphrase: string): { passphrase?: string } {
  return passphrase === '' ? {} : { passphrase }
}
