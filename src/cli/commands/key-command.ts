import { lstat } from 'node:fs/promises'
import { createIdentity, defaultKeyPath, KeyFileError, loadIdentity, saveIdentity, shortKey } from '../../../keys/index.ts'
import { oneLine } from '../errors.ts'
import { passphraseSource } from '../passphrase.ts'
import { print } from '../print-json.ts'
import type { Identity } from '../../../keys/index.ts'

export interface KeyOptions {
  key?: string
  passphraseFile?: string
  json?: boolean
}

/** `groupcall key new` */
export async function newKey (options: KeyOptions): Promise<number> {
  const path = options.key ?? defaultKeyPath()
  const passphrase = await passphraseSource({ file: options.passphraseFile, askForNew: true })

  await refuseExisting(path)
  const identity = await createIdentity()
  await saveIdentity(path, identity, { passphrase: await passphrase('create') })
  show('Created a new key', identity, path, options)

  return 0
}

/** `groupcall key show` */
export async function showKey (options: KeyOptions): Promise<number> {
  const path = options.key ?? defaultKeyPath()

  const passphrase = await passphraseSource({ file: options.passphraseFile })
  const warnings: string[] = []
  const identity = await loadIdentity(path, { passphrase, onWarning: message => { warnings.push(message) } })

  show('Your key', identity, path, options)
  // warn only now: for a key that can't be used, the error is enough
  warnings.forEach(warn)

  return 0
}

/** `groupcall key export FILE`. The copy has the same passphrase */
export async function exportKey (file: string, options: KeyOptions): Promise<number> {
  await copy(options.key ?? defaultKeyPath(), file, 'Exported the key', options)

  return 0
}

/** `groupcall key import FILE`. The key keeps its passphrase */
export async function importKey (file: string, options: KeyOptions): Promise<number> {
  await copy(file, options.key ?? defaultKeyPath(), 'Imported the key', options)

  return 0
}

async function copy (from: string, to: string, done: string, options: KeyOptions): Promise<void> {
  const source = await passphraseSource({ file: options.passphraseFile })
  // the copy is encrypted with the passphrase that opened the key, or with one that was passed for an unencrypted key
  let passphrase = await source('create')
  const warnings: string[] = []
  const identity = await loadIdentity(from, {
    passphrase: async purpose => {
      passphrase = await source(purpose)

      return passphrase
    },
    onWarning: message => { warnings.push(message) }
  })

  await saveIdentity(to, identity, { passphrase })
  show(done, identity, to, options)
  warnings.forEach(warn)
}

/** Fails before the user is asked for a passphrase in vain; saving checks it again */
async function refuseExisting (path: string): Promise<void> {
  const exists = await lstat(path).then(() => true, () => false)

  if (exists) {
    throw new KeyFileError('exists', path, 'this file already exists, and hasn\'t been changed: name another file with --key, or move this one away')
  }
}

function show (title: string, { publicKey }: Identity, file: string, options: KeyOptions): void {
  print(options, { publicKey, shortKey: shortKey(publicKey), file }, `${title}\n  public key  ${publicKey}\n  in short    ${shortKey(publicKey)}\n  file        ${oneLine(file)}`)
}

function warn (message: string): void {
  process.stderr.write(`groupcall: ${message}\n`)
}
