import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../scripts/build-app.ts'
import { repositoryPath } from '../../test/fixtures/paths.ts'
import type { Participation } from './participation.ts'
import type { Outcome, ParticipantSettings, Seat, Start } from './types.ts'
import type { Plugin } from 'esbuild'
import type { BrowserContext, Page } from 'playwright-core'

const PAGE = 'contest.html'

/** What `page-main.ts` provides */
type PageGlobals = typeof globalThis & { participate (settings: ParticipantSettings): Promise<void>, participation: Participation }

/** Builds the page of contests, and returns its folder */
export async function buildContestPage (): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'groupcall-contest-'))
  process.once('exit', () => { void rm(folder, { recursive: true, force: true }) })
  await buildApp({ out: folder, plugins: [bundledSimplePeer()], entryPoints: { contest: repositoryPath('bench/contest/page-main.ts') } })
  await writeFile(join(folder, PAGE), '<!doctype html><title>contest</title><link rel="icon" href="data:,"><script type="module" src="./contest.js"></script>')

  return folder
}

/** simple-peer's sources need Node's modules; its own bundle has them */
function bundledSimplePeer (): Plugin {
  return {
    name: 'bundled-simple-peer',
    setup: build => {
      build.onResolve({ filter: /^simple-peer$/ }, async ({ resolveDir, kind }) => build.resolve('simple-peer/simplepeer.min.js', { resolveDir, kind }))
    }
  }
}

/** A participant in a page */
export class PageSeat implements Seat {
  private readonly page: Page

  private constructor (page: Page) {
    this.page = page
  }

  /**
   * Loads the page from the folder that {@link buildContestPage} has built, and the
   * participant's system in it
   */
  static async open (context: BrowserContext, url: string, settings: ParticipantSettings): Promise<PageSeat> {
    const page = await context.newPage()
    page.on('pageerror', err => { process.stderr.write(`${settings.system} ${settings.index}: ${err.message}\n`) })
    await page.goto(`${url}${PAGE}`)
    await page.evaluate(async settings => (globalThis as PageGlobals).participate(settings), settings)

    return new PageSeat(page)
  }

  async enter (): Promise<string> {
    return this.page.evaluate(async () => (globalThis as PageGlobals).participation.enter())
  }

  async start (start: Start): Promise<Outcome> {
    return this.page.evaluate(async start => (globalThis as PageGlobals).participation.start(start), start)
  }

  async leave (): Promise<void> {
    await this.page.evaluate(async () => (globalThis as PageGlobals).participation.leave())
    await this.page.close()
  }
}
