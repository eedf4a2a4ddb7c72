import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { TCP_ONLY } from '../bootstrap/fixtures/client.ts'
import { until } from '../fixtures/until.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

describe('a lobby whose bootstrap peer comes late', () => {
  let directory: string
  let bootstrap: BootstrapPeer

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    bootstrap = await createBootstrapPeer({ ...TCP_ONLY, dataDir: directory })
  })

  after(async () => {
    await bootstrap.stop()
    await rm(directory, { recursive: true })
  })

  it('says that nobody can be reached, until that is no longer true', async () => {
    const [address] = bootstrap.addresses()
    const port = Number(/\/tcp\/(\d+)/.exec(address)?.[1])
    await bootstrap.stop()
    const peer = await createCallPeer({ identity: await createIdentity(), bootstrap: [address], listen: [] })
    const lobby = await peer.services.calls.look(createGroup({ name: 'friends', owner: await createIdentity() }))

    try {
      await until('the problem', () => lobby.problem != null, { on: [lobby, 'change'] })
      bootstrap = await createBootstrapPeer({ ...TCP_ONLY, dataDir: directory, port })
      await until('its end', () => lobby.problem == null, { on: [lobby, 'change'] })
      expect(lobby.participants).to.deep.equal([])
    } finally {
      await lobby.stop()
      await peer.stop()
    }
  })
})
