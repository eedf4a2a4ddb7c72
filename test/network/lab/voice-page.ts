import { serveFolder } from '../../e2e/fixtures/app.ts'
import { openProfile } from '../../e2e/fixtures/chromium.ts'
import { hearTones } from './hear-tones.ts'
import type { CallState, LinkState } from '../../../src/index.ts'
import type { Page } from 'playwright-core'

/** Browsers keep identities by origin, so that the port must be the same after a restart; its host has no other server */
export const PORT = 8_080

export interface VoicePageInit {
  name: string
  invite: string
  bootstrap: string[]
  /** @default those that bootstrap peers offer */
  iceServers?: RTCIceServer[]
  /** Folder of the built page */
  app: string
  /** Folder of the browser's profile */
  profile: string
  microphoneFile: string
  /**
   * Names of the parts whose logs are kept, as in `DEBUG`
   *
   * @default none
   */
  debug?: string
}

/** Runs in the page, and begins to join */
export async function showCall (attributes: Pick<VoicePageInit, 'invite' | 'name' | 'iceServers'> & { bootstrap: string }): Promise<void> {
  await customElements.whenDefined('group-call')
  document.body.append(Object.assign(document.createElement('group-call'), { ...attributes, autojoin: true }))
}

/** What a page shows */
export interface PageStatus {
  state: CallState
  /** By name */
  links: Record<string, LinkState>
  /** Name of the participant that carries the voice of another, by the name of the latter */
  carriers: Record<string, string>
}

/** `<group-call>` in a browser, in the network namespace of this process */
export class VoicePage {
  readonly page: Page

  private constructor (page: Page) {
    this.page = page
  }

  /** Resolves when the page is loaded; what it logs goes to standard error */
  static async open ({ app, profile, microphoneFile, debug = '' }: VoicePageInit): Promise<VoicePage> {
    const { url } = await serveFolder(app, PORT)
    const context = await openProfile(profile, microphoneFile)
    const page = context.pages()[0] ?? await context.newPage()

    await context.addInitScript(debug => { localStorage.setItem('debug', debug) }, debug)
    page.on('console', message => { process.stderr.write(`${message.text()}\n`) })
    await page.goto(`${url}element.html`)

    return new VoicePage(page)
  }

  /** Begins to join */
  async join ({ invite, name, bootstrap, iceServers }: VoicePageInit): Promise<void> {
    await this.page.evaluate(showCall, { invite, name, bootstrap: bootstrap.join(' '), iceServers })
  }

  /** Returns the ms since each of these tones, in Hz, was last heard */
  async hear (tones: number[]): Promise<Array<[hz: number, silentFor: number]>> {
    return this.page.evaluate(hearTones, tones)
  }

  async look (): Promise<PageStatus> {
    return this.page.evaluate(() => {
      const call = document.querySelector('group-call')?.call
      const participants = call?.participants ?? []
      const nameOf = (publicKey?: string): string | undefined => participants.find(participant => participant.publicKey === publicKey)?.name

      return {
        state: call?.state ?? 'idle' as const,
        links: Object.fromEntries(participants.map(({ name, linkState }) => [name, linkState])),
        carriers: Object.fromEntries(participants.flatMap(({ name, carrier }) => {
          const through = nameOf(carrier)

          return through == null ? [] : [[name, through]]
        }))
      }
    })
  }

  async setMuted (muted: boolean): Promise<void> {
    await this.page.evaluate(muted => {
      const call = document.querySelector('group-call')?.call
      muted ? call?.mute() : call?.unmute()
    }, muted)
  }

  async leave (): Promise<void> {
    await this.page.evaluate(async () => document.querySelector('group-call')?.call?.leave())
    await this.page.context().close()
  }
}
