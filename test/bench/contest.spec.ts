import { expect } from 'aegir/chai'
import { contest } from '../../bench/contest/contest.ts'

describe('a contest', () => {
  const own = { system: 'groupcall', run: async () => ({ time: 100 }) }

  /** Fails in these runs; the first one is the warm-up */
  function failing (fails: number[], mayFail: boolean): { system: string, mayFail: boolean, run(): Promise<{ time: number }> } {
    let run = 0

    return {
      system: 'other',
      mayFail,
      run: async () => {
        if (fails.includes(run++)) {
          throw new Error('Not everybody was heard')
        }

        return { time: 200 }
      }
    }
  }

  async function start (other: ReturnType<typeof failing>, lines: string[] = []): Promise<number[]> {
    const { results } = await contest({ n: 2, metric: 'join', contestants: [own, other], runs: 3, log: line => { lines.push(line) } })

    return results.map(({ runs }) => runs)
  }

  it('leaves out runs in which others\' software fails, and says so', async () => {
    const lines: string[] = []

    await expect(start(failing([2], true), lines)).to.eventually.deep.equal([3, 2])
    expect(lines.filter(line => line.includes('FAILED'))).to.deep.equal(['N=2 join, run 2: other FAILED, and this run isn\'t counted: Not everybody was heard'])
  })

  it('ends if our own runs fail, or all of another\'s', async () => {
    await expect(start(failing([2], false))).to.eventually.be.rejectedWith('other, N=2: Not everybody was heard')
    await expect(start(failing([0, 1, 2, 3], true))).to.eventually.be.rejectedWith('other, N=2: every run failed')
  })
})
