import { keptIdentity } from '../session/kept-identity.ts'
import { loadEngine } from '../session/load-engine.ts'
import type { KeyFileSummary } from '../../../keys/index.ts'

/** What is in plain sight of the identity that this browser keeps */
export async function ownIdentity (): Promise<KeyFileSummary> {
  const engine = await loadEngine()

  return keptIdentity(engine, engine.defaultKeyPath())
}

/**
 * The text of a key file, encrypted with a passphrase unless that is empty. Of a key
 * that has one already it is the same.
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
 * Takes the identity out of a key file in the place of the one that is kept. It
 * keeps its passphrase.
 *
 * @throws {KeyFileError} with what to do; what is kept stays as it is
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
 * Encrypts the key that is kept with another passphrase, or keeps it without one
 *
 * @param current - empty when it has none
 * @param next - empty to take it away
 * @throws {KeyFileError} when the current one is wrong; what is kept stays as it is
 */
export async function changePassphrase (current: string, next: string): Promise<KeyFileSummary> {
  const { defaultKeyPath, loadIdentity, saveIdentity } = await loadEngine()
  const path = defaultKeyPath()
  await saveIdentity(path, await loadIdentity(path, optionsFor(current)), { force: true, ...optionsFor(next) })

  return ownIdentity()
}

/** Lets the browser save a text as a file */
export function download (name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })

  link.click()
  URL.revokeObjectURL(url)
}

/** An empty field is no passphrase */
function optionsFor (passphrase: string): { passphrase?: string } {
  return passphrase === '' ? {} : { passphrase }
}
