import { keptIdentity } from '../session/kept-identity.ts'
import { loadEngine } from '../session/load-engine.ts'
import type { KeyFileSummary } from '../../../keys/index.ts'

/** Returns the unencrypted part of the identity that this browser stores */
export async function ownIdentity (): Promise<KeyFileSummary> {
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
  const identity = await loadIdentity(defaultKeyPath(), options)

  return { name: `groupcall-${identity.publicKey.slice(0, 8)}.json`, text: await encodeKeyFile(identity, options) }
}

/**
 * Replaces the stored identity with that of a key file, which keeps its passphrase
 *
 * @throws {KeyFileError} with what to do; the stored identity doesn't change
 */
export async function importIdentity (file: File, passphrase: string): Promise<KeyFileSummary> {
  const { decodeKeyFile, defaultKeyPath, inspectKeyFile, saveIdentity } = await loadEngine()
  const text = await file.text()
  const summary = inspectKeyFile(text, file.name)
  const identity = await decodeKeyFile(text, { name: file.name, ...optionsFor(passphrase) })
  await saveIdentity(defaultKeyPath(), identity, { force: true, ...(summary.encrypted ? { passphrase } : {}) })

  return summary
}

/**
 * Changes or removes the passphrase of the stored key
 *
 * @param current - empty if it has none
 * @param next - empty to remove it
 * @throws {KeyFileError} when the current one is wrong; the stored identity doesn't change
 */
export async function changePassphrase (current: string, next: string): Promise<KeyFileSummary> {
  const { defaultKeyPath, loadIdentity, saveIdentity } = await loadEngine()
  const path = defaultKeyPath()
  await saveIdentity(path, await loadIdentity(path, optionsFor(current)), { force: true, ...optionsFor(next) })

  return ownIdentity()
}

/** Makes the browser save a text as a file */
export function download (name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })

  link.click()
  URL.revokeObjectURL(url)
}

/** An empty field means no passphrase */
function optionsFor (passphrase: string): { passphrase?: string } {
  return passphrase === '' ? {} : { passphrase }
}
