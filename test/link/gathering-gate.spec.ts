import { expect } from 'aegir/chai'
import { GatheringGate } from '../../src/link/gathering-gate.ts'

describe('the gathering gate', () => {
  it('lets a number of connections in, and the next in line when one leaves', async () => {
    const gate = new GatheringGate(2, 60_000)
    const order: string[] = []
    const enter = async (name: string): Promise<() => void> => {
      const leave = await gate.enter()
      order.push(name)

      return leave
    }
    const [leaveA, leaveB] = await Promise.all([enter('a'), enter('b')])
    const [c, d] = [enter('c'), enter('d')]
    expect(order).to.deep.equal(['a', 'b'])

    leaveA()
    leaveA()
    const leaveC = await c
    expect(order).to.deep.equal(['a', 'b', 'c'])

    leaveB()
    const leaveD = await d
    expect(order).to.deep.equal(['a', 'b', 'c', 'd'])
    leaveC()
    leaveD()
  })

  it('isn\'t held up by a slow connection', async () => {
    const gate = new GatheringGate(1, 1)
    await gate.enter()
    const leave = await gate.enter()
    leave()
  })
})
