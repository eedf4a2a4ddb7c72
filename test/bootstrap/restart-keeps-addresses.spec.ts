import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { modulePath } from '../fixtures/paths.ts'
import { ANY_PORTS } from './fixtures/client.ts'
import type { BootstrapPeerInit } from '../../bootstrap/index.ts'
import type { ChildProcess } from 'node:child_process'

/** A process each: the UDP port of WebRTC-Direct is free again only when its process has ended */
async function startProcess (init: BootstrapPeerInit): Promise<[ChildProcess, string[]]> {
  const child = fork(modulePath('test/bootstrap/fixtures/peer-process.ts'), [JSON.stringify(init)])
  const [addresses] = await once(child, 'message')

  return [child, addresses]
}

async function end (child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')

  child.send('end')
  await exit
}

describe('restart of a bootstrap peer', () => {
  let dataDir: string

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'groupcall-'))
  })

  afterEach(async () => {
    await rm(dataDir, { recursive: true })
  })

  it('keeps all addresses', async () => {
    const [first, before] = await startProcess({ ...ANY_PORTS, dataDir })

    await end(first)

    const [port, wsPort, webrtcPort] = before.map(address => Number(/\/(?:tcp|udp)\/(\d+)/.exec(address)?.[1]))
    const [second, after] = await startProcess({ ...ANY_PORTS, port, wsPort, webrtcPort, dataDir })

    await end(second)

    expect(before).to.have.lengthOf(3)
    expect(before[2]).to.contain('/certhash/')
    expect(after).to.deep.equal(before)
  })
})
