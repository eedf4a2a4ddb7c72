import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { isMember, readGroup } from '../../src/index.ts'
import { run, Running } from './fixtures/run.ts'
import type { Group } from '../../src/index.ts'

const ANY_PORTS = ['--port', '0', '--ws-port', '0', '--webrtc-port', '0', '--stun-port', '0', '--host', '127.0.0.1']

describe('a members-only group of the command line', () => {
  let directory: string
  let entry: string
  let id: Uint8Array
  let ada: Running
  const running: Running[] = []
  const keys: Record<string, string> = {}

  const start = (args: string[]): Running => {
    const process = new Running(args)
    running.push(process)

    return process
  }

  const keyOf = (name: string): string => join(directory, name, 'identity.json')
  const call = (name: string, ...args: string[]): Running => start(['call', ...args, '--json', '--name', name, '--key', keyOf(name), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--audio', 'tone'])
  const json = async (...args: string[]): Promise<any> => {
    const { code, stdout, stderr } = await run([...args, '--json'])
    expect([code, stderr]).to.deep.equal([0, ''])

    return JSON.parse(stdout)
  }
  const kept = async (name: string): Promise<Group> => (await readGroup(join(directory, name, 'groups'), id))?.group as Group
  const heard = async (call: Running, name: string): Promise<void> => call.event(event => event.type === 'heard' && event.name === name)
  const invite = async (...args: string[]): Promise<string> => (await json('group', 'invite', 'friends', '--key', keyOf('Ada'), ...args)).invite

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    const { addresses } = await start(['bootstrap', '--json', ...ANY_PORTS]).event(({ type }) => type === 'bootstrap')
    entry = addresses.find((address: string) => /\/tcp\/\d+\/p2p\//.test(address))

    for (const name of ['Ben', 'Cleo', 'Dan']) {
      keys[name] = (await json('key', 'new', '--key', keyOf(name))).publicKey
    }

    const made = await json('group', 'new', 'friends', '--members-only', '--bootstrap', entry, '--key', keyOf('Ada'))
    id = Buffer.from(made.id, 'hex')
    ada = call('Ada', 'friends', '--admit', keys.Ben)
    await ada.event(({ type, step }) => type === 'progress' && step === 'done')
  })

  after(async () => {
    await Promise.all(running.map(async process => process.kill()))
    await rm(directory, { recursive: true, force: true })
  })

  it('admits people who knock or have a one-time invite, picks up changes from another terminal, and tells a removed member what to do', async function () {
    const ben = call('Ben', await invite())
    expect(await ada.event(({ type }) => type === 'knock')).to.include({ publicKey: keys.Ben, name: 'Ben' })
    await Promise.all([heard(ada, 'Ben'), heard(ben, 'Ada')])
    expect(ben.events.some(({ type, step }) => type === 'progress' && step === 'waiting')).to.equal(true)

    // made while the call is on, which hears of it
    const cleo = call('Cleo', await invite('--once', '--expires', '1h'))
    await Promise.all([heard(ada, 'Cleo'), heard(ben, 'Cleo'), heard(cleo, 'Ben')])
    expect(ada.events.filter(({ type }) => type === 'knock')).to.have.lengthOf(1)
    expect(await ben.event(({ type, rosterVersion }) => type === 'group' && rosterVersion === 2)).to.deep.include({ members: [keys.Ben, keys.Cleo].sort() })

    await json('group', 'add', 'friends', keys.Dan, '--key', keyOf('Ada'))
    expect(await cleo.event(({ type, rosterVersion }) => type === 'group' && rosterVersion === 3)).to.deep.include({ epoch: 0, members: [keys.Ben, keys.Cleo, keys.Dan].sort() })

    await json('group', 'remove', 'friends', keys.Ben, '--key', keyOf('Ada'))
    const { code, stderr } = await ben.result
    expect([code, stderr]).to.deep.equal([1, 'groupcall: An owner removed you from "friends". If that was a mistake, send an owner your key (groupcall key show) and ask to be added again\n'])
    await cleo.event(({ type, epoch }) => type === 'group' && epoch === 1)

    // the person who was added joins by the same invite as before, and by the new secret
    const dan = call('Dan', await invite())
    await Promise.all([heard(ada, 'Dan'), heard(dan, 'Cleo')])
    expect(dan.events.some(({ type, step }) => type === 'progress' && step === 'waiting')).to.equal(false)
    for (const call of [dan, cleo, ada]) {
      call.child.kill('SIGINT')
      expect((await call.result).code).to.equal(0)
    }

    const secret = (await kept('Ada')).secret

    for (const name of ['Ada', 'Cleo', 'Dan']) {
      const group = await kept(name)
      expect([isMember(group, keys.Ben), isMember(group, keys.Cleo), isMember(group, keys.Dan)], name).to.deep.equal([false, true, true])
      expect(group).to.deep.include({ epoch: 1, secret })
    }

    expect(await kept('Ben')).to.have.property('epoch', 0)
    expect((await json('group', 'show', 'friends', '--key', keyOf('Ada'))).openTickets).to.equal(0)
  })
})
