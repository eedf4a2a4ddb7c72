import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { DataDirError, isSystemError } from './errors.ts'
import { createCertificate, parseCertificate } from './listener-certificate.ts'
import type { Ed25519PrivateKey } from '@libp2p/interface'
import type { TransportCertificate } from '@libp2p/webrtc'

/** Contains the peer's Ed25519 private key: libp2p's protobuf in base64, as a line of text */
export const PEER_KEY_FILE = 'peer-key'

/** Contains the key and certificate of the WebRTC-Direct listener, as PEM */
export const CERTIFICATE_FILE = 'webrtc-direct.pem'

/** What a bootstrap peer's addresses depend on */
export interface BootstrapKeys {
  privateKey: Ed25519PrivateKey
  certificate: TransportCertificate
}

/** Creates keys in memory */
export async function createKeys (): Promise<BootstrapKeys> {
  return {
    privateKey: await generateKeyPair('Ed25519'),
    certificate: await parseCertificate(createCertificate())
  }
}

/**
 * Reads the keys from a directory, and creates those that don't exist yet. Other users
 * of the machine can't read them.
 *
 * @throws {DataDirError} if a file can't be read or written, or is damaged; it isn't changed
 */
export async function loadOrCreateKeys (dataDir: string): Promise<BootstrapKeys> {
  const privateKey = await loadOrCreate(
    join(dataDir, PEER_KEY_FILE),
    async () => `${toString(privateKeyToProtobuf(await generateKeyPair('Ed25519')), 'base64pad')}\n`,
    async text => parsePeerKey(text)
  )
  const certificate = await loadOrCreate(
    join(dataDir, CERTIFICATE_FILE),
    async () => createCertificate(),
    parseCertificate
  )

  return { privateKey, certificate }
}

async function loadOrCreate <T> (path: string, create: () => Promise<string>, parse: (text: string) => Promise<T>): Promise<T> {
  let text = await read(path)

  if (text == null) {
    text = await create()
    await write(path, text)
  }

  try {
    return await parse(text)
  } catch (err) {
    throw new DataDirError(path, 'This file is damaged. Restore it from a backup, or move it away: then a new file is created, which changes this peer\'s addresses', { cause: err })
  }
}

async function read (path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (err) {
    if (isSystemError(err, 'ENOENT')) {
      return
    }

    throw new DataDirError(path, 'This file can\'t be read: make sure that it belongs to the user who runs this program', { cause: err })
  }
}

/** Writes atomically */
async function write (path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`

  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })

    const file = await open(temporary, 'wx', 0o600)

    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }

    await rename(temporary, path)
  } catch (err) {
    await rm(temporary, { force: true })
    throw new DataDirError(path, 'This file can\'t be written: make sure that the directory belongs to the user who runs this program, and that the disk isn\'t full', { cause: err })
  }
}

function parsePeerKey (text: string): Ed25519PrivateKey {
  const privateKey = privateKeyFromProtobuf(fromString(text.trim(), 'base64pad'))

  if (privateKey.type !== 'Ed25519') {
    throw new Error('Not an Ed25519 key')
  }

  return privateKey
}
