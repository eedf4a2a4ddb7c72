import { X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { expect } from 'aegir/chai'
import { toString } from 'uint8arrays/to-string'
import { CERTIFICATE_FILE, createKeys, loadOrCreateKeys, PEER_KEY_FILE } from '../../bootstrap/key-store.ts'
import { createCertificate } from '../../bootstrap/listener-certificate.ts'

describe('keys of a bootstrap peer', () => {
  let parent: string
  let dataDir: string

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'groupcall-'))
    dataDir = join(parent, 'data')
  })

  afterEach(async () => {
    await rm(parent, { recursive: true })
  })

  it('stay the same', async () => {
    const created = await loadOrCreateKeys(dataDir)
    const loaded = await loadOrCreateKeys(dataDir)

    expect(loaded.privateKey.equals(created.privateKey)).to.be.true()
    expect(loaded.certificate).to.deep.equal(created.certificate)
  })

  it('are each time new without a directory', async () => {
    const [one, other] = [await createKeys(), await createKeys()]

    expect(one.privateKey.equals(other.privateKey)).to.be.false()
    expect(one.certificate.certhash).to.not.equal(other.certificate.certhash)
  })

  it('can be read by their owner only', async () => {
    await loadOrCreateKeys(dataDir)

    expect((await stat(dataDir)).mode & 0o777).to.equal(0o700)
    expect((await readdir(dataDir)).sort()).to.deep.equal([PEER_KEY_FILE, CERTIFICATE_FILE].sort())

    for (const name of [PEER_KEY_FILE, CERTIFICATE_FILE]) {
      expect((await stat(join(dataDir, name))).mode & 0o777).to.equal(0o600)
    }
  })

  it('have a certificate that holds', () => {
    const certificate = new X509Certificate(createCertificate())

    expect(certificate.verify(certificate.publicKey)).to.be.true()
    expect(new Date(certificate.validTo).getUTCFullYear()).to.equal(9999)
    expect(certificate.publicKey.asymmetricKeyDetails).to.deep.equal({ namedCurve: 'prime256v1' })
    expect(certificate.serialNumber).to.match(/^[4-7][0-9A-F]{31}$/)
  })

  async function damage (name: string, change: (text: string) => string): Promise<void> {
    const path = join(dataDir, name)

    await loadOrCreateKeys(dataDir)

    const damaged = change(await readFile(path, 'utf8'))

    await writeFile(path, damaged)
    await expect(loadOrCreateKeys(dataDir)).to.eventually.be.rejectedWith(path).with.property('name', 'DataDirError')
    expect(await readFile(path, 'utf8')).to.equal(damaged)
  }

  for (const name of [PEER_KEY_FILE, CERTIFICATE_FILE]) {
    it(`refuse a ${name} that is cut short, and leave it alone`, async () => {
      await damage(name, text => text.slice(0, text.length / 2))
    })

    it(`refuse a ${name} that is empty, and leave it alone`, async () => {
      await damage(name, () => '')
    })

    it(`refuse a ${name} that is something else, and leave it alone`, async () => {
      await damage(name, () => 'something else')
    })
  }

  it('refuse a key of another kind, and a certificate of another key', async () => {
    await loadOrCreateKeys(dataDir)
    const certificate = join(dataDir, CERTIFICATE_FILE)
    const [key] = (await readFile(certificate, 'utf8')).split(/(?<=END PRIVATE KEY-----\n)/)
    const [, other] = createCertificate().split(/(?<=END PRIVATE KEY-----\n)/)

    await writeFile(certificate, key + other)
    await expect(loadOrCreateKeys(dataDir)).to.eventually.be.rejectedWith(certificate)

    const secp256k1 = toString(privateKeyToProtobuf(await generateKeyPair('secp256k1')), 'base64pad')

    await writeFile(join(dataDir, PEER_KEY_FILE), secp256k1)
    await expect(loadOrCreateKeys(dataDir)).to.eventually.be.rejectedWith(PEER_KEY_FILE)
  })

  it('say which file cannot be made', async () => {
    await writeFile(dataDir, 'a file, not a directory')
    await expect(loadOrCreateKeys(dataDir)).to.eventually.be.rejectedWith(join(dataDir, PEER_KEY_FILE)).with.property('name', 'DataDirError')

    // root may write everywhere
    if (process.getuid?.() !== 0) {
      await chmod(parent, 0o500)
      await expect(loadOrCreateKeys(join(parent, 'other'))).to.eventually.be.rejected().with.property('name', 'DataDirError')
      await chmod(parent, 0o700)
    }
  })
})
