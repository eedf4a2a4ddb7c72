import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createInvite } from '../../src/index.ts'
import { joinTogether, untilCall, untilHeard } from '../fixtures/calls.ts'
import { nextEvent } from '../fixtures/members.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import { toHex } from './fixtures/json-bytes.ts'
import { NEEDS, PYTHON, pythonArguments, PythonParticipant } from './fixtures/python-participant.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupCall } from '../../src/index.ts'

describe('another implementation, written in Python from the specification', () => {
  before(function () {
    if (PYTHON == null) {
      process.stdout.write(`      skipped: ${NEEDS}\n`)
      this.skip()
    }
  })

  it('computes the same test vectors', async () => {
    const { stdout } = await promisify(execFile)(PYTHON ?? '', pythonArguments('check_vectors.py', repositoryPath('docs/protocol-vectors.json')))

    expect(stdout).to.match(/^\d+ vectors are right/)
  })

  describe('in a call with one of ours', () => {
    const scene = createScene()
    let python: PythonParticipant | undefined

    afterEach(async () => {
      await python?.kill()
    })

    async function begin (): Promise<GroupCall> {
      const [joined] = await joinTogether(scene.network, 1)
      scene.calls.push(joined)

      return joined.call
    }

    /** Starts it with an invite, with which it finds the member in the DHT */
    function start (call: GroupCall, { privateKey }: Identity, version?: number): PythonParticipant {
      python = new PythonParticipant(createInvite(call.group, { addresses: [scene.network.address] }), toHex(privateKey.raw.subarray(0, 32)), 'Pat', version)

      return python
    }

    /** Lets it join; `key` says how its key compares with that of the other: the higher one makes the offer */
    async function join (key: 'lower' | 'higher'): Promise<{ call: GroupCall, other: PythonParticipant, publicKey: string }> {
      const call = await begin()
      let identity: Identity

      do {
        identity = await createIdentity()
      } while ((identity.publicKey > call.publicKey) !== (key === 'higher'))

      const other = start(call, identity)
      await untilCall(call, 'participant:join', () => call.participants.length === 1)

      return { call, other, publicKey: identity.publicKey }
    }

    it('offers, hears and is heard, mutes, writes and leaves', async () => {
      const { call, other, publicKey } = await join('higher')
      const pat = (): GroupCall['participants'][number] => call.participants[0]
      await Promise.all([untilHeard(call, { publicKey }), other.until({ type: 'heard', peer: call.publicKey })])
      expect([pat().publicKey, pat().name, pat().linkState]).to.deep.equal([publicKey, 'Pat', 'connected'])

      other.tell('mute')
      await untilCall(call, 'participant:update', () => pat().muted)
      await until('silence', () => (pat().audio?.level ?? 1) < 0.001)
      call.mute()
      await other.until({ type: 'state', peer: call.publicKey, muted: true })

      const message = nextEvent(call, 'message')
      other.tell('chat Grüße')
      expect(await message).to.have.property('text', 'Grüße')

      const gone = nextEvent(call, 'participant:leave')
      other.tell('leave')
      expect(await gone).to.have.property('publicKey', publicKey)
      expect(call.dropped).to.deep.equal({})
      await other.end()
    })

    it('answers, hears and is heard, and sees the other one leave', async () => {
      const { call, other, publicKey } = await join('lower')
      await Promise.all([untilHeard(call, { publicKey }), other.until({ type: 'heard', peer: call.publicKey })])

      call.sendMessage('Bis bald')
      await other.until({ type: 'chat', peer: call.publicKey, text: 'Bis bald' })

      await call.leave()
      await other.until({ type: 'left', peer: call.publicKey })
      expect(other.lines.filter(({ type }) => type === 'dropped')).to.deep.equal([])
    })

    it('learns that the other one has an older version, which that is told, too', async () => {
      const call = await begin()
      const identity = await createIdentity()
      const denied = nextEvent(call, 'denied')
      const other = start(call, identity, 2)

      await other.until({ type: 'version', version: 1 })
      expect(await denied).to.deep.equal({ publicKey: identity.publicKey, name: 'Pat', reason: 'newer-version' })
      expect(call.participants).to.deep.equal([])
    })
  })
})
