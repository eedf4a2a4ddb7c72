import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Lab } from './lab.ts'
import { missingForLab } from './missing-for-lab.ts'
import type { LinkConditions } from './ethernet.ts'

/** What a scenario gets: a lab of its own, and a folder for keys */
export interface Scene {
  readonly lab: Lab
  readonly directory: string
}

/**
 * A scenario in a network lab, which is removed after it; skipped, with the reason
 * printed, where there can be none
 *
 * @param title - where it takes place
 * @param way - from one host to another, see `Lab`
 * @param scenario - declares the tests; what it is passed is there when they run
 */
export function describeInLab (title: string, way: Partial<LinkConditions>, scenario: (scene: Scene) => void): void {
  const missing = missingForLab()

  describe(`${title}${missing == null ? '' : ` (skipped: ${missing})`}`, () => {
    const scene: { lab?: Lab, directory?: string } = {}

    before(async function () {
      if (missing != null) {
        this.skip()
      }

      scene.directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
      scene.lab = new Lab(way)
    })

    after(async () => {
      await scene.lab?.stop()

      if (scene.directory != null) {
        await rm(scene.directory, { recursive: true })
      }
    })

    scenario(scene as Scene)
  })
}
