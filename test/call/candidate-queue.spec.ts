import { expect } from 'aegir/chai'
import { CandidateQueue } from '../../src/call/candidate-queue.ts'
import { MAX_CANDIDATES } from '../../src/call/limits.ts'
import type { Candidate } from '../../src/call/candidate-queue.ts'

describe('the queue of possible members', () => {
  let queue: CandidateQueue

  beforeEach(() => {
    queue = new CandidateQueue()
  })

  for (const [what, added, taken] of [
    ['gives the proven and the known before those there is only word of', ['told a x', 'proven b x', 'known c x'], ['b', 'c', 'a']],
    ['gives one of each source in turn', ['told a x', 'told b x', 'told c x', 'told d y', 'told e z'], ['a', 'd', 'e', 'b', 'c']],
    ['gives those first that several sources tell of', ['told a x', 'told b x', 'told c y', 'told b z'], ['b', 'c', 'b', 'a']],
    ['does so among the proven too', ['proven a x', 'proven b x', 'proven c y'], ['a', 'c', 'b']],
    ['gives a proven one once, however many sources name it', ['proven a x', 'proven a y'], ['a']],
    ['gives others once for each source, since their addresses may differ', ['told a x', 'told a y', 'told a x'], ['a', 'a']]
  ] as Array<[string, string[], string[]]>) {
    it(what, () => {
      expect(takeAll(added)).to.deep.equal(taken)
    })
  }

  it('skips those that shouldn\'t be taken now, and keeps them', () => {
    queue.add(candidate('proven a x'))
    queue.add(candidate('told b x'))

    expect(queue.take(({ peer }) => peer.id.toString() !== 'a')?.peer.id.toString()).to.equal('b')
    expect(takeAll()).to.deep.equal(['a'])
  })

  it('has 64 places, of which a source with 50,000 takes none from others', () => {
    queue.add(candidate('told early y'))

    for (let i = 0; i < 50_000; i++) {
      queue.add(candidate(`told ${i} x`))
    }

    queue.add(candidate('told late z'))
    queue.add(candidate('proven member x'))

    expect(queue.size).to.equal(MAX_CANDIDATES)
    const all = takeAll()
    expect(all.slice(0, 4)).to.have.members(['member', 'early', 'late', '0'])
    expect(all).to.have.lengthOf(MAX_CANDIDATES)
  })

  it('gives the places of those there is only word of to the proven', () => {
    for (let i = 0; i < MAX_CANDIDATES; i++) {
      queue.add(candidate(`told ${i} x`))
      queue.add(candidate(`proven p${i} y`))
    }

    expect(takeAll().every(id => id.startsWith('p'))).to.equal(true)
  })

  function takeAll (added: string[] = []): string[] {
    added.forEach(text => { queue.add(candidate(text)) })

    return Array.from({ length: queue.size }, () => queue.take()?.peer.id.toString() ?? '')
  }

  /** Standing, PeerId and source */
  function candidate (text: string): Candidate {
    const [standing, id, source] = text.split(' ')

    return { peer: { id: { toString: () => id } as any, multiaddrs: [] }, standing: standing as Candidate['standing'], source }
  }
})
