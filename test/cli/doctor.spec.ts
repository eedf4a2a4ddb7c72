import { createServer } from 'node:net'
import { expect } from 'aegir/chai'
import { run, Running } from './fixtures/run.ts'
import type { AddressInfo, Server } from 'node:net'

const ANY_PORTS = ['--port', '0', '--ws-port', '0', '--webrtc-port', '0', '--stun-port', '0', '--host', '127.0.0.1']

describe('groupcall doctor', () => {
  let bootstrap: Running
  let silent: Server
  let entry: string
  let closed: string

  before(async () => {
    bootstrap = new Running(['bootstrap', '--json', ...ANY_PORTS])
    const { addresses } = await bootstrap.event(({ type }) => type === 'bootstrap')
    entry = addresses.find((address: string) => /\/tcp\/\d+\/p2p\//.test(address))
    silent = createServer()
    await new Promise<void>(resolve => { silent.listen(0, '127.0.0.1', resolve) })
    const other = createServer()
    await new Promise<void>(resolve => { other.listen(0, '127.0.0.1', resolve) })
    closed = `/ip4/127.0.0.1/tcp/${(other.address() as AddressInfo).port}`
    await new Promise(resolve => { other.close(resolve) })
  })

  after(async () => {
    await bootstrap.kill()
    silent.close()
  })

  it('says that calls work through a bootstrap peer, and how', async () => {
    const doctor = new Running(['doctor', '--json', '--no-mdns', '--bootstrap', entry, '--bootstrap', closed])
    const { code } = await doctor.result
    const results = Object.fromEntries(doctor.events.filter(({ type, check, status }) => type === 'check' && (check !== 'peer' || status === 'good')).map(({ check, status }) => [check, status]))

    expect(results).to.include({ webrtc: 'good', peer: 'good', relay: 'good', nat: 'good', turn: 'warning' })
    expect(results).to.include.keys('microphone', 'speakers', 'network')
    expect(results).not.to.have.property('multicast')
    expect(doctor.events.some(({ check, status }) => check === 'peer' && status === 'bad')).to.be.true()
    expect(doctor.events.at(-1)).to.deep.include({ type: 'verdict', works: true })
    expect(doctor.events.at(-1).words).to.match(/^Calls will work directly/)
    expect(code).to.equal(0)
  })

  it('says that they don\'t if nobody can be reached', async () => {
    const { code, stdout } = await run(['doctor', '--no-mdns', '--bootstrap', closed])

    expect(code).to.equal(1)
    expect(stdout).to.match(/✗ Peer +\/ip4\/127\.0\.0\.1\/tcp\/\d+ can't be reached/)
    expect(stdout.trim().split('\n').at(-1)).to.match(/^Calls won't work from here: the peer .* can't be reached/)
  })

  it('ends at once after Ctrl-C, with the code of shells', async () => {
    const doctor = new Running(['doctor', '--json', '--no-mdns', '--bootstrap', `/ip4/127.0.0.1/tcp/${(silent.address() as AddressInfo).port}`])
    await doctor.event(({ check }) => check === 'webrtc')
    doctor.child.kill('SIGINT')

    expect((await doctor.result).code).to.equal(130)
    // it didn't wait for the peer that never answers
    expect(doctor.events.some(({ type, check }) => type === 'verdict' || check === 'peer')).to.be.false()
  })
})
