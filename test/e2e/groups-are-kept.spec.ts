import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { changeRoster, createGroup, encodeGroupFile } from '../../src/group/index.ts'
import { createProfile } from './fixtures/chromium.ts'
import { createAppScene } from './fixtures/scene.ts'
import type { Page } from 'playwright-core'

describe('the groups of a browser', () => {
  const scene = createAppScene()
  /** Two states of a members-only group, as the texts of its file */
  let texts: string[]

  before(async () => {
    const [ada, ben] = await Promise.all([createIdentity(), createIdentity()])
    const first = createGroup({ name: 'Friends', owner: ada, membersOnly: true })
    const groups = [first, await changeRoster(first, ada, { add: [ben.publicKey] })]
    texts = groups.map(group => encodeGroupFile({ group, network: 'local', addresses: [], tickets: [] }))
  })

  const open = async (profile: Awaited<ReturnType<typeof createProfile>>): Promise<Page> => {
    const page = await profile.newPage()
    await page.goto(`${scene.app.url}groups.html`)
    await page.waitForFunction(() => (globalThis as any).groups != null)

    return page
  }

  it(`are kept, found by name and id, updated and forgotten${scene.skipped}`, async () => {
    const page = await open(await createProfile(scene.browser, []))
    const result = await page.evaluate(async ([one, two]) => {
      const { decodeGroupFile, defaultGroupsPath, deleteGroup, groupIdOf, listGroups, loadGroup, saveGroup, updateGroup } = await (globalThis as any).groups
      const code = async (action: () => Promise<any>): Promise<string> => action().then(() => 'done', err => err.code)
      const directory = defaultGroupsPath()
      const [first, second] = [await decodeGroupFile(one), await decodeGroupFile(two)]
      const missing = await code(async () => loadGroup(directory, 'friends'))
      await saveGroup(directory, first)
      const found = [(await loadGroup(directory, 'friends')).group.roster.version, (await loadGroup(directory, groupIdOf(first.group).slice(0, 8))).group.name]
      // in the middle of a change somebody else writes, so it begins again
      const seen: number[] = []
      await updateGroup(directory, first.group.id, async (before: any) => {
        seen.push(before.group.roster.version)

        if (seen.length === 1) {
          await saveGroup(directory, second)
        }

        return { ...before, network: 'amino' }
      })
      const kept = await listGroups(directory)
      const elsewhere = await listGroups('another identity')
      await deleteGroup(directory, first.group.id)

      return { missing, found, seen, kept: kept.map(({ group, network }: any) => [group.roster.version, network]), elsewhere, left: (await listGroups(directory)).length }
    }, texts)

    expect(result).to.deep.equal({ missing: 'not-found', found: [0, 'Friends'], seen: [0, 1], kept: [[1, 'amino']], elsewhere: [], left: 0 })
  })

  it(`can be watched from the same and another tab, until the end${scene.skipped}`, async () => {
    const profile = await createProfile(scene.browser, [])
    const [here, there] = [await open(profile), await open(profile)]

    for (const page of [here, there]) {
      await page.evaluate(async ([one]) => {
        const { decodeGroupFile, defaultGroupsPath, readGroup, watchGroup } = await (globalThis as any).groups
        const { group: { id } } = await decodeGroupFile(one)
        const told: unknown[] = []
        const controller = new AbortController()
        Object.assign(globalThis, { told, controller })
        watchGroup(defaultGroupsPath(), id, () => {
          void readGroup(defaultGroupsPath(), id).then((stored: any) => { told.push(stored?.group.roster.version) })
        }, controller.signal)
      }, texts)
    }

    const save = async (page: Page, index: number): Promise<void> => page.evaluate(async text => {
      const { decodeGroupFile, defaultGroupsPath, saveGroup } = await (globalThis as any).groups
      await saveGroup(defaultGroupsPath(), await decodeGroupFile(text))
    }, texts[index])
    const told = async (page: Page, count: number): Promise<unknown> => page.waitForFunction(count => (globalThis as any).told.length >= count, count).then(async () => page.evaluate(() => (globalThis as any).told))

    await save(there, 0)
    expect([await told(here, 1), await told(there, 1)]).to.deep.equal([[0], [0]])

    await here.evaluate(() => { (globalThis as any).controller.abort() })
    await save(there, 1)
    expect(await told(there, 2)).to.deep.equal([0, 1])
    expect(await told(here, 1)).to.deep.equal([0])
  })
})
