import { readFile } from 'node:fs/promises'
import { expect } from 'aegir/chai'
import { parseInvite } from '../../src/index.ts'
import { openEnvelope, verifyEnvelope } from '../../src/signaling/envelope.ts'
import { decodeContent, encodeContent } from '../../src/signaling/message-codec.ts'
import { open, seal } from '../../src/signaling/seal.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import { computeVector, KINDS, keysOf } from './fixtures/compute-vector.ts'
import { hexBytes, toHex } from './fixtures/json-bytes.ts'
import type { Vector } from './fixtures/compute-vector.ts'

describe('the test vectors of the protocol', () => {
  let vectors: Vector[]
  const ofKind = (kind: string): any[] => vectors.filter(vector => vector.kind === kind)

  before(async () => {
    ({ vectors } = JSON.parse(await readFile(repositoryPath('docs/protocol-vectors.json'), 'utf8')))
  })

  it('are what the library computes', async () => {
    for (const vector of vectors) {
      expect(await computeVector(vector), `${vector.kind} ${vector.about}`).to.deep.equal(vector.output)
    }

    expect(new Set(vectors.map(({ kind }) => kind))).to.deep.equal(new Set(KINDS))
  })

  it('contain every message, as it is read, written and verified', async () => {
    const types: string[] = []

    for (const { input: { group, content: fields }, output: { content, envelope } } of ofKind('message')) {
      const keys = keysOf(group)
      const opened = openEnvelope(seal(keys.sealKey, hexBytes(envelope)), keys)
      await verifyEnvelope(opened)
      types.push(opened.message.type)

      // what this version doesn't know isn't written again
      if (fields.extension == null || opened.message.type === 'extension') {
        expect(toHex(encodeContent(decodeContent(hexBytes(content))))).to.equal(content)
      }
    }

    expect([...new Set(types)].sort()).to.deep.equal([
      'answer', 'apart', 'candidates', 'carry', 'chat', 'extension', 'hand', 'join', 'knock', 'leave', 'links', 'look', 'offer', 'present', 'reaction', 'refuse', 'restart', 'roster', 'speaking', 'stale', 'state', 'wait', 'welcome'
    ])
  })

  it('contain what is sealed and invites in a form that can be opened', () => {
    for (const { input: { key, plain }, output } of ofKind('seal')) {
      expect(toHex(open(hexBytes(key), hexBytes(output)) ?? new Uint8Array())).to.equal(plain)
    }

    for (const { input: { group, addresses, expires, ticket }, output } of ofKind('invite')) {
      const invite = parseInvite(output, 0)
      expect(toHex(invite.group.id)).to.equal(group.id)
      expect(invite.group.epoch).to.equal(group.epoch)
      expect(invite.addresses.map(String)).to.deep.equal(addresses)
      expect(invite.expires).to.equal(expires)
      expect(invite.ticket == null ? undefined : toHex(invite.ticket)).to.equal(ticket)
    }
  })
})
