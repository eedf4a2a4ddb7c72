import { createScene } from '../fixtures/scene.ts'
import { expectAllUnderstood } from '../fixtures/understood.ts'

describe('everybody in a full call who speaks', () => {
  const scene = createScene()

  it('is heard by each other as what they said, and as nobody else', async () => expectAllUnderstood(scene, 8))
})
