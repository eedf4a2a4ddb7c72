import { execFileSync } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { claimPorts } from '../../bootstrap/ports.ts'
import { isAnswering } from '../../bootstrap/turn/is-answering.ts'
import { turnConfig } from '../../bootstrap/turn/turn-config.ts'
import { START_TIMEOUT, TurnServer } from '../../bootstrap/turn/turn-server.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { until } from '../fixtures/until.ts'
import { isRunning, needsCoturn, OWN_ADDRESS } from './fixtures/coturn.ts'
import type { TurnServerInit } from '../../bootstrap/turn/turn-server.ts'

const SECRET = '5ec4e7'.repeat(8)

describe('a TURN server', () => {
  let timers: ManualTimers
  let server: TurnServer
  let init: TurnServerInit

  before(function () {
    needsCoturn(this)
  })

  beforeEach(async () => {
    const [port] = await claimPorts([{ protocol: 'udp', port: 0, use: 'TURN' }], [OWN_ADDRESS])
    timers = new ManualTimers()
    init = {
      port,
      listen: [OWN_ADDRESS],
      relayPorts: { first: 49_152, last: 49_252 },
      maxMbit: 1,
      denied: [],
      allowed: [],
      secret: SECRET,
      log: defaultLogger().forComponent('groupcall:test'),
      timers
    }
    server = new TurnServer(init)
  })

  afterEach(async () => {
    await server?.stop()
  })

  it('answers when it has started, and leaves nothing behind when it is stopped', async () => {
    const before = await directories()
    await server.start()
    const pid = server.pid ?? 0
    await isAnswering(OWN_ADDRESS, init.port, { signal: AbortSignal.timeout(100_000) })
    expect(isRunning(pid)).to.equal(true)

    await server.stop()
    expect(isRunning(pid)).to.equal(false)
    expect(await directories()).to.deep.equal(before)
    expect(timers.size).to.equal(0)
    await server.stop()
  })

  it('shows its secret to nobody else', async () => {
    const before = await directories()
    await server.start()
    const [directory] = (await directories()).filter(name => !before.includes(name))
    const path = `${tmpdir()}/${directory}/turnserver.conf`

    expect(await readFile(path, 'utf8')).to.include(SECRET)
    expect((await stat(path)).mode & 0o777).to.equal(0o600)
    expect((await stat(`${tmpdir()}/${directory}`)).mode & 0o777).to.equal(0o700)
    expect(await readFile(`/proc/${server.pid}/cmdline`, 'utf8')).to.include('turnserver.conf').and.not.include(SECRET)
    expect(execFileSync('ps', ['axww', '-o', 'args'], { encoding: 'utf8' })).not.to.include(SECRET)
  })

  it('is started again when it dies, after growing pauses', async () => {
    await server.start()

    for (const pause of [1_000, 2_000, 4_000]) {
      await expectRestart(pause)
    }
  })

  it('is not started again after a stop', async () => {
    await server.start()
    process.kill(server.pid ?? 0, 'SIGKILL')
    await until('a pause', () => timers.size === 1)
    await server.stop()
    expect(timers.size).to.equal(0)
    expect(server.pid).to.equal(undefined)
  })

  it('is stopped while it starts', async () => {
    const before = await directories()
    const starting = server.start()
    await server.stop()
    await expect(starting).to.eventually.be.rejected().with.property('name', 'AbortError')
    expect(server.pid).to.equal(undefined)
    expect(await directories()).to.deep.equal(before)
  })

  it('can\'t be started on an address that this machine doesn\'t have', async () => {
    server = new TurnServer({ ...init, listen: ['203.0.113.77'] })
    const failed = expect(server.start()).to.eventually.be.rejected().with.property('name', 'TurnServerError')
    // coturn runs on without listening, unless it ends at once
    await Promise.race([failed, until('a deadline', () => timers.size === 1)])
    await timers.advance(START_TIMEOUT)
    await failed
    expect(timers.size).to.equal(0)
  })

  it('is coturn, so its advice says so where that isn\'t installed', async () => {
    const { PATH } = process.env
    const before = await directories()

    try {
      process.env.PATH = '/bin/nowhere'
      await expect(new TurnServer(init).start()).to.eventually.be.rejectedWith('apt-get install coturn').with.property('name', 'TurnServerError')
    } finally {
      process.env.PATH = PATH
    }

    expect(await directories()).to.deep.equal(before)
  })

  /** Kills it; it must be started again within a pause in ms, a random half of which is left out */
  async function expectRestart (pause: number): Promise<void> {
    const pid = server.pid ?? 0
    process.kill(pid, 'SIGKILL')
    await until('a pause', () => timers.size === 1)
    expect(server.pid).to.equal(undefined)
    await timers.advance(pause / 2 - 1)
    expect(server.pid).to.equal(undefined)
    await timers.advance(pause / 2 + 1)
    await until('another process', () => server.pid != null)
    expect(server.pid).not.to.equal(pid)
    await isAnswering(OWN_ADDRESS, init.port, { signal: AbortSignal.timeout(100_000) })
  }
})

describe('the configuration of a TURN server', () => {
  it('limits what it may be used for', () => {
    const lines = turnConfig({ port: 3_479, listen: ['192.0.2.1', '2001:db8::1'], external: '203.0.113.1', relayPorts: { first: 50_000, last: 50_099 }, maxMbit: 8, denied: ['10.0.0.0-10.255.255.255'], allowed: ['10.0.0.7'], secret: SECRET, directory: '/tmp/x' }).split('\n')

    expect(lines).to.include.members([
      'listening-port=3479', 'listening-ip=192.0.2.1', 'listening-ip=2001:db8::1', 'external-ip=203.0.113.1',
      'min-port=50000', 'max-port=50099', 'total-quota=100', 'user-quota=64', 'max-bps=100000', 'bps-capacity=1000000',
      'denied-peer-ip=10.0.0.0-10.255.255.255', 'allowed-peer-ip=10.0.0.7',
      'use-auth-secret', `static-auth-secret=${SECRET}`, 'realm=groupcall', 'fingerprint', 'no-cli', 'no-multicast-peers', 'no-tcp-relay', 'userdb=/tmp/x/users'
    ])
  })
})

async function directories (): Promise<string[]> {
  return (await readdir(tmpdir())).filter(name => name.startsWith('groupcall-turn-'))
}
