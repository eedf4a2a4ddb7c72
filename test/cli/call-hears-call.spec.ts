import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { Running } from './fixtures/run.ts'

/** Of a WAV file without sound */
const HEADER_BYTES = 44

describe('two calls of the command line with one invite', () => {
  let directory: string
  let running: Running[] = []

  const start = (name: string, ...args: string[]): Running => {
    const call = new Running(['call', '--json', '--name', name, '--key', join(directory, `${name}.json`), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--audio', 'tone', ...args])
    running.push(call)

    return call
  }

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  after(async () => {
    await Promise.all(running.map(async call => call.kill()))
    await rm(directory, { recursive: true, force: true })
  })

  it('hear each other, record, and end with code 0 after SIGINT', async () => {
    const ada = start('Ada')
    const { invite } = await ada.event(({ type }) => type === 'invite')
    const ben = start('Ben', invite, '--record', join(directory, 'recordings', 'today'), '--report', join(directory, 'report.json'))
    running = [ada, ben]

    const [heardByAda, heardByBen, recording] = await Promise.all([
      ada.event(({ type }) => type === 'heard'),
      ben.event(({ type }) => type === 'heard'),
      ben.event(({ type }) => type === 'recording')
    ])
    const status = await ben.event(({ type, participants }) => type === 'status' && participants[0]?.heard === true && participants[0].kbpsIn > 0)

    expect(heardByAda.name).to.equal('Ben')
    expect(heardByBen.name).to.equal('Ada')
    expect(heardByBen.joinMs).to.be.within(1, 20_000)
    expect(recording.name).to.equal('Ada')
    expect(status.participants[0]).to.include({ name: 'Ada', linkState: 'connected', joinMs: heardByBen.joinMs, muted: false, listenOnly: false })
    expect(status.participants[0].level).to.be.above(0.01)
    expect(status.self).to.include({ name: 'Ben', muted: false, listenOnly: false })

    for (const call of [ben, ada]) {
      call.child.kill('SIGINT')
      const { code, stderr } = await call.result

      expect([code, stderr]).to.deep.equal([0, ''])
      expect(call.events.at(-1)).to.include({ type: 'end', reason: 'signal' })
      expect(call.events.at(-1).participants[0]).to.include({ heard: true })
    }

    // the participant that stayed was told
    expect(ada.events.some(({ type, participant }) => type === 'participant:leave' && participant.name === 'Ben')).to.be.true()

    const report = JSON.parse(await readFile(join(directory, 'report.json'), 'utf8'))

    expect(ben.events.find(({ type }) => type === 'report')).to.deep.equal({ type: 'report', path: join(directory, 'report.json') })
    expect(report.participants[0]).to.include({ name: 'Ada', key: heardByBen.publicKey.slice(0, 8) })
    expect(report.participants[0].samples.some(({ receiveKbps }: { receiveKbps: number }) => receiveKbps > 0)).to.be.true()
    expect(JSON.stringify(report)).not.to.match(/groupcall:|127\.0\.0\.1|[0-9a-f]{64}/)

    const files = await readdir(join(directory, 'recordings', 'today'))
    const [file] = await Promise.all(files.map(async name => readFile(join(directory, 'recordings', 'today', name))))

    expect(files).to.deep.equal([`Ada-${heardByBen.publicKey.slice(0, 8)}.wav`])
    expect(file.readUInt32LE(HEADER_BYTES - 4)).to.equal(file.byteLength - HEADER_BYTES)
    expect(file.subarray(HEADER_BYTES).some(byte => byte !== 0)).to.be.true()
  })

  it('end by themselves after --seconds', async () => {
    const { code, stdout } = await start('Cleo', '--seconds', '0.2').result

    expect(code).to.equal(0)
    expect(stdout).to.contain('"reason":"time"')
  })
})
