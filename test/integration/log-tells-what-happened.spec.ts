import { format } from 'node:util'
import { expect } from 'aegir/chai'
import { createGroup } from '../../src/index.ts'
import { tone, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { createScene } from '../fixtures/scene.ts'
import { mend, sever } from '../fixtures/severed.ts'
import type { GroupCall, Participant } from '../../src/index.ts'
import type { ComponentLogger, Logger } from '@libp2p/interface'

describe('the log of a call', () => {
  const scene = createScene()

  /** Returns a call of another person; `log` gets what its peer logs, as with `DEBUG=groupcall:*` */
  async function createCall (name: string, first?: GroupCall, log: string[] = []): Promise<GroupCall> {
    const { peer, identity } = await scene.network.createPeer(undefined, { logger: logTo(log) })
    const call = peer.services.calls.create(first?.group ?? createGroup({ name: 'friends', owner: identity }), { name, microphone: tone })
    scene.calls.push({ call, peer, identity })

    return call
  }

  it('tells how a person joined and left', async () => {
    const log: string[] = []
    const ada = await createCall('Ada')
    await ada.join()
    const ben = await createCall('Ben', ada, log)
    await ben.join()
    await untilAllHear([ada, ben])
    await ben.leave()
    const key = ada.publicKey
    const short = key.slice(0, 8)

    expectInOrder(log, [
      /^network-entry connected to bootstrap peer 12D3/,
      /^join network after \d+ ms$/,
      /^search ask 12D3\w+, named by /,
      /^join dialling after/,
      `call ${short} is in the call`,
      'call enter the call with 1 others',
      `mesh ${key}: new -> connecting`,
      `mesh ${key}: connecting -> connected`,
      /^join done after/,
      'call leave, and say goodbye to 1 participants',
      'mesh call: leaving -> ended'
    ])
    expect(log).to.include.members([`call ${short} answers: welcome`, `call play the voice of ${short}`])
  })

  it('tells how a link was lost and repaired', async () => {
    const log: string[] = []
    const ada = await createCall('Ada', undefined, log)
    const ben = await createCall('Ben', ada)
    await ada.join()
    await ben.join()
    await untilAllHear([ada, ben])
    const key = ben.publicKey
    const { mesh } = driverOf(ada)

    mesh.getLink(key)?.suspect()
    mesh.restartAll()
    await untilCall(ada, 'participant:update', () => ada.participants[0].linkState === 'connected')
    await ben.leave()
    await untilCall(ada, 'participant:leave', () => ada.participants.length === 0)

    expectInOrder(log, [
      `mesh ${key}: connecting -> connected`,
      `mesh ${key}: connected -> reconnecting`,
      `mesh restart ICE with ${key}`,
      `mesh ${key}: reconnecting -> connected`,
      `call ${key.slice(0, 8)} says goodbye`,
      `call ${key.slice(0, 8)} has gone`
    ])
  })

  it('tells who carried a voice, and until when', async () => {
    const log: string[] = []
    const ada = await createCall('Ada', undefined, log)
    const ben = await createCall('Ben', ada)
    const chloe = await createCall('Chloe', ada)
    const bensState = (): Participant | undefined => ada.participants.find(({ publicKey }) => publicKey === ben.publicKey)

    sever(ada, ben)
    await Promise.all([ada, ben, chloe].map(async call => call.join()))
    await untilCall(ada, 'participant:update', () => bensState()?.carrier != null)
    mend(ada, ben)
    await untilCall(ada, 'participant:update', () => bensState()?.linkState === 'connected' && bensState()?.carrier == null)

    const short = ben.publicKey.slice(0, 8)
    const carried = `call ${short} is heard through ${chloe.publicKey.slice(0, 8)}`
    expectInOrder(log, [carried, `mesh ${ben.publicKey}: connecting -> connected`])
    expectInOrder(log, [carried, `call ${short} is no longer carried`])
  })
})

/** A logger that keeps what `DEBUG=groupcall:*` prints, without times and the common prefix */
function logTo (lines: string[]): ComponentLogger {
  const createLogger = (scope: string): Logger => {
    const keep = (template: string, ...args: unknown[]): void => {
      if (scope.startsWith('groupcall:')) {
        lines.push(`${scope.slice('groupcall:'.length)} ${format(template.replace(/%[a-z]/g, '%s'), ...args.map(String))}`)
      }
    }

    return Object.assign(keep, { error: keep, trace: () => {}, enabled: true, newScope: (name: string) => createLogger(`${scope}:${name}`) })
  }

  return { forComponent: createLogger }
}

function expectInOrder (log: string[], expected: Array<string | RegExp>): void {
  const places = expected.reduce<number[]>((places, line) => {
    const after = (places.at(-1) ?? -1) + 1
    const place = log.findIndex((logged, index) => index >= after && (typeof line === 'string' ? logged === line : line.test(logged)))
    expect(place, `${String(line)} after line ${after} of\n${log.join('\n')}\n`).to.be.at.least(after)

    return [...places, place]
  }, [])

  expect(places).to.have.lengthOf(expected.length)
}
