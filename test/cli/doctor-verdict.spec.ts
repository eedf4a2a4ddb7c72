import { expect } from 'aegir/chai'
import { natKind } from '../../src/cli/doctor/nat-kind.ts'
import { verdictOf } from '../../src/cli/doctor/verdict.ts'
import type { Facts } from '../../src/cli/doctor/findings.ts'
import type { NatKind } from '../../src/cli/doctor/nat-kind.ts'

const OWN = ['192.168.1.2', '2001:db8::1']
const OUTSIDE = { address: '198.51.100.1', port: 1_000 }

describe('the kind of a NAT', () => {
  for (const [answers, kind] of [
    [[], 'unknown'],
    [[undefined, undefined], 'blocked'],
    [[{ address: '192.168.1.2', port: 1 }], 'none'],
    [[OUTSIDE], 'unclear'],
    [[OUTSIDE, undefined], 'unclear'],
    [[OUTSIDE, OUTSIDE], 'steady'],
    [[OUTSIDE, { ...OUTSIDE, port: 1_001 }], 'changing'],
    [[OUTSIDE, { ...OUTSIDE, address: '198.51.100.2' }], 'changing'],
    [[{ address: '2001:db8::1', port: 1 }, OUTSIDE], 'unclear']
  ] as Array<[Parameters<typeof natKind>[1], NatKind]>) {
    it(`is ${kind} if servers see ${JSON.stringify(answers.map(answer => answer == null ? 'nothing' : `${answer.address} ${answer.port}`))}`, () => {
      expect(natKind(OWN, answers)).to.equal(kind)
    })
  }
})

describe('whether calls will work', () => {
  const facts: Facts = { webrtc: true, microphone: true, online: true, peers: { tried: 2, reached: 2 }, nat: 'none', relay: true, turn: false, multicast: true }

  for (const [change, works, words] of [
    [{}, true, /^Calls will work directly\.$/],
    [{ microphone: false }, true, /directly \(only listening, because there is no microphone\)\.$/],
    [{ webrtc: false }, false, /^Calls won't work from here: install groupcall again/],
    [{ peers: { tried: 2, reached: 1 } }, true, /^Calls will work directly\.$/],
    [{ peers: { tried: 2, reached: 0 }, nat: 'unknown' }, false, /none of the peers .* can be reached, so check/],
    [{ peers: { tried: 1, reached: 0 }, nat: 'unknown' }, false, /the peer .* can't be reached, so check/],
    [{ peers: { tried: 0, reached: 0 }, nat: 'unknown' }, true, /with people on your own network: to talk to others, name a bootstrap peer/],
    [{ peers: { tried: 0, reached: 0 }, nat: 'unknown', microphone: false }, true, /network \(only listening, .*\): to talk to others/],
    [{ peers: { tried: 0, reached: 0 }, nat: 'unknown', multicast: false }, true, /whose invite you have/],
    [{ peers: { tried: 0, reached: 0 }, nat: 'unknown', online: false }, false, /no network/],
    [{ online: false }, true, /^Calls will work directly\.$/],
    [{ nat: 'steady' }, true, /directly with most people\.$/],
    [{ nat: 'steady', turn: true }, true, /through TURN where/],
    [{ nat: 'changing' }, true, /use a bootstrap peer with TURN/],
    [{ nat: 'changing', turn: true }, true, /through TURN with the rest\.$/],
    [{ nat: 'unclear' }, true, /unless both ends are behind strict NATs/],
    [{ nat: 'blocked' }, false, /UDP doesn't get through, so allow it/],
    [{ nat: 'blocked', turn: true }, true, /through TURN, if it can be reached over TCP/],
    [{ nat: 'unknown' }, true, /as far as can be known/],
    [{ nat: 'steady', relay: false }, true, /no relay takes you/],
    [{ relay: false }, true, /^Calls will work directly\.$/]
  ] as Array<[Partial<Facts>, boolean, RegExp]>) {
    it(`is ${works ? 'yes' : 'no'} with ${JSON.stringify(change)}, in one sentence`, () => {
      const verdict = verdictOf({ ...facts, ...change })

      expect(verdict.works).to.equal(works)
      expect(verdict.words).to.match(words)
      expect(verdict.words).to.match(/^[^.]*\.$/)
    })
  }
})
