import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { buildApp, MAX_GZIPPED } from '../../scripts/build-app.ts'

/** kB that are loaded before the first screen shows */
const FIRST_SCREEN = 60

describe('the page\'s JavaScript', () => {
  it('is at most 300 kB gzipped, and libp2p is not in what shows the first screen', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'groupcall-size-'))

    try {
      const files = await buildApp({ out: folder })
      const total = files.reduce((sum, { gzipped }) => sum + gzipped, 0)
      const engine = files.find(({ path }) => path.includes('engine-'))?.gzipped ?? 0

      expect(total).to.be.within(1, MAX_GZIPPED)
      expect(engine).to.be.greaterThan(0)
      expect((total - engine) / 1_000).to.be.lessThan(FIRST_SCREEN)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
