import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { listGroups, parseInvite } from '../../src/index.ts'
import { Running } from './fixtures/run.ts'
import type { StoredGroup } from '../../src/index.ts'

const ANY_PORTS = ['--port', '0', '--ws-port', '0', '--webrtc-port', '0', '--stun-port', '0', '--host', '127.0.0.1']

describe('a group that was joined once', () => {
  let directory: string
  let entry: string
  const running: Running[] = []

  const start = (args: string[]): Running => {
    const process = new Running(args)
    running.push(process)

    return process
  }

  const call = (name: string, ...args: string[]): Running => start(['call', ...args, '--json', '--name', name, '--key', join(directory, name, 'identity.json'), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--audio', 'tone'])
  const kept = async (name: string): Promise<StoredGroup[]> => listGroups(join(directory, name, 'groups'))

  const hearEachOther = async (calls: Running[]): Promise<void> => {
    await Promise.all(calls.map(async call => call.event(({ type }) => type === 'heard')))

    for (const call of calls) {
      call.child.kill('SIGINT')
      const { code, stderr } = await call.result
      expect([code, stderr]).to.deep.equal([0, ''])
    }
  }

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    const { addresses } = await start(['bootstrap', '--json', ...ANY_PORTS]).event(({ type }) => type === 'bootstrap')
    entry = addresses.find((address: string) => /\/tcp\/\d+\/p2p\//.test(address))
  })

  after(async () => {
    await Promise.all(running.map(async process => process.kill()))
    await rm(directory, { recursive: true, force: true })
  })

  it('is joined again by its name', async function () {
    const ada = call('Ada', '--group', 'friends', '--bootstrap', entry)
    const { invite } = await ada.event(({ type }) => type === 'invite')
    await hearEachOther([ada, call('Ben', invite)])

    const [[adas], [bens]] = [await kept('Ada'), await kept('Ben')]
    expect(bens.group).to.deep.equal(adas.group)
    expect(adas.addresses.map(String)).to.deep.equal([entry])
    expect(bens.addresses.map(String)).to.deep.equal(parseInvite(invite).addresses.map(String)).and.to.include(entry)

    const [again, bensAgain] = [call('Ada', 'FRIENDS'), call('Ben', 'friends')]
    const next = await again.event(({ type }) => type === 'invite')
    await hearEachOther([again, bensAgain])

    expect(parseInvite(next.invite).group).to.deep.equal(parseInvite(invite).group)
    expect(parseInvite(next.invite).addresses.map(String)).to.include(entry)
    expect(await kept('Ada')).to.have.lengthOf(1)
  })

  it('is not kept when nobody named it, or nobody wants it', async () => {
    const cleo = call('Cleo')
    const { invite } = await cleo.event(({ type }) => type === 'invite')
    await hearEachOther([cleo, call('Dan', invite, '--no-store')])

    expect(await readdir(join(directory, 'Cleo'))).to.not.include('groups')
    expect(await readdir(join(directory, 'Dan'))).to.not.include('groups')
  })
})
