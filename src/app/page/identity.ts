import { loadEngine } from '../session/load-engine.ts'
import type { Identity } from '../../../keys/index.ts'

/** The identity that this browser keeps; it is made when there is none */
export async function ownIdentity (): Promise<Identity> {
  const { defaultKeyPath, loadOrCreateIdentity } = await loadEngine()

  return loadOrCreateIdentity(defaultKeyPath())
}

/**
 * The text of a key file, encrypted with a passphrase unless that is empty
 */
export async function exportIdentity (passphrase: string): Promise<{ name: string, text: string }> {
  const { encodeKeyFile } = await loadEngine()
  const identity = await ownIdentity()

  return {
    name: `groupcall-${identity.publicKey.slice(0, 8)}.json`,
    text: await encodeKeyFile(identity, passphrase === '' ? {} : { passphrase })
  }
}

/**
 * Takes the identity out of a key file in the place of the one that is kept
 *
 * @throws {KeyFileError} with what to do; what is kept stays as it is
 */
export async function importIdentity (file: File, passphrase: string): Promise<Identity> {
  const { decodeKeyFile, defaultKeyPath, saveIdentity } = await loadEngine()
  const identity = await decodeKeyFile(await file.text(), { name: file.name, passphrase: passphrase === '' ? undefined : passphrase })
  await saveIdentity(defaultKeyPath(), identity, { force: true })

  return identity
}

/** Lets the browser save a text as a file */
export function download (name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })

  link.click()
  URL.revokeObjectURL(url)
}
