import { expect } from 'aegir/chai'
import { deviceProblem } from '../../src/media/device-problem.ts'

describe('why there is no microphone', () => {
  const denied = { name: 'NotAllowedError' }

  it('is the user\'s decision, unless a policy has made it', () => {
    expect([deviceProblem(denied).problem, deviceProblem(denied, 'frame').problem, deviceProblem(denied, 'policy').problem]).to.deep.equal(['denied', 'frame', 'policy'])
    expect(deviceProblem({ name: 'NotFoundError' }, 'frame').problem).to.equal('none')
  })

  for (const err of [new Error('as the test wants it'), {}, 'text', null, undefined]) {
    it(`is said in words if the browser rejects with ${err instanceof Error ? 'an error of another kind' : JSON.stringify(err) ?? 'nothing'}`, () => {
      const { problem, message } = deviceProblem(err)

      expect(problem).to.equal('failed')
      expect(message).to.not.match(/undefined|null/)
    })
  }
})
