import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import * as bootstrap from '../bootstrap/index.ts'
import * as keys from '../keys/index.ts'
import * as library from '../src/index.ts'
import { createTestNetwork } from './fixtures/network.ts'
import { repositoryPath } from './fixtures/paths.ts'

/** Users never see these: they become other errors, or a reason, or a message is dropped */
const INTERNAL = ['BadMessageError', 'NoDeviceError', 'OtherVersionError', 'PrivateFileError']

/** The names and codes of errors that types list */
const CODES = /^export type (\w+Error)Code = (.*)$/gm

describe('the public API', () => {
  it('exports every error that it throws', async () => {
    const names = (await textsIn('src', 'keys', 'bootstrap')).flatMap(text => [...text.matchAll(/^export class (\w+Error) extends/gm)].map(([, name]) => name))
    const exported = { ...library, ...keys, ...bootstrap }

    expect(names).to.include('GroupCallFullError')
    expect(names.filter(name => !(name in exported))).to.have.members(INTERNAL)
  })

  it('has a page that explains every error, and each of its codes', async () => {
    const page = await readFile(repositoryPath('docs/errors.md'), 'utf8')
    const sections = new Map(page.split('\n### ').slice(1).map(section => [section.split('\n')[0], section]))
    const errors = Object.keys({ ...library, ...keys, ...bootstrap }).filter(name => name.endsWith('Error'))
    const codes = (await textsIn('src', 'keys')).flatMap(text => [...text.matchAll(CODES)]).flatMap(([, name, union]) => union.split(' | ').map(code => ({ name, code: `\`${code.slice(1, -1)}\`` })))

    expect([...sections.keys()]).to.have.members(errors)
    expect(codes).to.have.lengthOf.at.least(20)
    expect(codes.filter(({ name, code }) => sections.get(name)?.includes(code) !== true)).to.deep.equal([])
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

/** The sources in these folders, except those of the page and the command */
async function textsIn (...folders: string[]): Promise<string[]> {
  const entries = (await Promise.all(folders.map(async folder => readdir(repositoryPath(folder), { recursive: true, withFileTypes: true })))).flat()
  const paths = entries.filter(entry => entry.isFile() && entry.name.endsWith('.ts')).map(entry => join(entry.parentPath, entry.name)).filter(path => !/\/src\/(app|cli)\//.test(path))

  return Promise.all(paths.map(async path => readFile(path, 'utf8')))
}
