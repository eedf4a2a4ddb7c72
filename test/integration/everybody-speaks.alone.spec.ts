import { createScene } from '../fixtures/scene.ts'
import { expectAllUnderstood } from '../fixtures/understood.ts'

describe('everybody in a small call who speaks', () => {
  const scene = createScene()

  for (const count of [2, 4]) {
    it(`is heard by each other of ${count} as what they said, and as nobody else`, async () => expectAllUnderstood(scene, count))
  }
})
