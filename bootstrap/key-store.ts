import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { DataDirError, isSystemError } from './errors.ts'
import { createCertificate, parseCertificate } from './listener-certificate.ts'
import type { Ed25519PrivateKey } from '@libp2p/interface'
import type { TransportCertificate } from '@libp2p/webrtc'

/** Holds the peer's Ed25519 private key: libp2p's protobuf in base64, as a line of text */
export const PEER_KEY_FILE = 'peer-key'

/** Holds key and certificate of the WebRTC-Direct listener, as PEM */
export const CERTIFICATE_FILE = 'webrtc-direct.pem'

/** All that a peer's lasting addresses are made of */
export interface BootstrapKeys {
  privateKey: Ed25519PrivateKey
  certificate: TransportCertificate
}

/** Makes keys that nobody keeps */
export async function createKeys (): Promise<BootstrapKeys> {
  return {
    privateKey: await generateKeyPair('Ed25519'),
    certificate: await parseCertificate(createCertificate())
  }
}

/**
 * Takes the keys out of a directory, and makes what is not there yet. Other users
 * of the machine cannot read them.
 *
 * @throws {DataDirError} if a file is there and is no good; it is left as it is
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
    throw new DataDirError(path, 'This file is damaged. Put a copy of it back; or move it away, and a new one is made, which changes this peer\'s addresses', { cause: err })
  }
}

async function read (path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (err) {
    if (isSystemError(err, 'ENOENT')) {
      return
    }

    throw new DataDirError(path, 'This file cannot be read: see that it belongs to the user who runs this program', { cause: err })
  }
}

/** There is never a half-written file under the name, whatever happens */
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
    throw new DataDirError(path, 'This file cannot be written: see that the directory belongs to the user who runs this program, and that the disk is not full', { cause: err })
  }
}

function parsePeerKey (text: string): Ed25519PrivateKey {
  const privateKey = privateKeyFromProtobuf(fromString(text.trim(), 'base64pad'))

  if (privateKey.type !== 'Ed25519') {
    throw new Error('Not an Ed25519 key')
  }

  return privateKey
}
