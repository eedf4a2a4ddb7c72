import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import * as bootstrap from '../bootstrap/index.ts'
import * as keys from '../keys/index.ts'
import * as library from '../src/index.ts'
import { createTestNetwork } from './fixtures/network.ts'
import { repositoryPath } from './fixtures/paths.ts'

/** Users never see these: they become other errors, or a reason, or a message is dropped */
const INTERNAL = ['BadMessageError', 'NoDeviceError', 'PrivateFileError']

describe('the public API', () => {
  it('exports every error that it throws', async () => {
    const names = (await Promise.all(['src', 'keys', 'bootstrap'].map(errorsIn))).flat()
    const exported = { ...library, ...keys, ...bootstrap }

    expect(names).to.include('GroupCallFullError')
    expect(names.filter(name => !(name in exported))).to.have.members(INTERNAL)
  })

  it('disposes of calls and peers', async () => {
    const network = await createTestNetwork()
    const { peer, identity } = await network.createPeer()
    const call = peer.services.calls.create(library.createGroup({ name: 'friends', owner: identity }))
    await call.join()

    await call[Symbol.asyncDispose]()
    expect(call.state).to.equal('ended')
    await peer[Symbol.asyncDispose]()
    expect(peer.status).to.equal('stopped')
    await network.bootstrap[Symbol.asyncDispose]()
    expect(network.bootstrap.node.status).to.equal('stopped')
  })
})

/** Names of the error classes in a folder, except those of the page and the command */
async function errorsIn (folder: string): Promise<string[]> {
  const entries = await readdir(repositoryPath(folder), { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile() && entry.name.endsWith('.ts')).map(entry => join(entry.parentPath, entry.name)).filter(path => !/\/src\/(app|cli)\//.test(path))
  const texts = await Promise.all(paths.map(async path => readFile(path, 'utf8')))

  return texts.flatMap(text => [...text.matchAll(/^export class (\w+Error) extends/gm)].map(([, name]) => name))
}
