import { join } from 'node:path'
import { builtApp } from '../../e2e/fixtures/app.ts'
import { keepLogs, LOG_ENV } from './logs.ts'
import { COMMAND_TONE } from './people.ts'
import { LAB_TIMEOUT } from './timeout.ts'
import { writeTone } from './write-tone.ts'
import type { BrowserSettings } from './browser-main.ts'
import type { LabHost } from './lab-host.ts'
import type { LabBootstrap, PersonInit } from './people.ts'
import type { Running } from '../../cli/fixtures/run.ts'

/** What the page plays by default, in Hz */
export const PAGE_TONE = 900

export interface BrowserInit extends Pick<PersonInit, 'directory' | 'name'> {
  bootstrap: LabBootstrap
  invite: string
  /**
   * Whether another tab hides its page once it is in the call; it takes Chromium itself
   *
   * @default false
   */
  hidden?: boolean
  /**
   * What it plays, in Hz
   *
   * @default PAGE_TONE
   */
  plays?: number
  /**
   * What the other one plays, in Hz
   *
   * @default COMMAND_TONE
   */
  hears?: number
}

/**
 * Starts Chromium on a host. Its page joins a call, plays a tone, and takes its ICE
 * servers from the bootstrap peer
 */
export async function startBrowser (host: LabHost, { directory, name, bootstrap, invite, hidden = false, plays = PAGE_TONE, hears = COMMAND_TONE }: BrowserInit): Promise<Running> {
  const path = join(directory, name)
  const settings: BrowserSettings = {
    name,
    invite,
    bootstrap: [bootstrap.webSocket],
    app: await builtApp(),
    profile: `${path}-profile`,
    microphoneFile: await writeTone(`${path}.wav`, plays),
    tone: hears,
    debug: LOG_ENV.DEBUG
  }

  return keepLogs(name, host.run([JSON.stringify(settings)], { module: `test/network/lab/${hidden ? 'hidden-page' : 'browser'}-main.ts`, env: LOG_ENV, timeout: LAB_TIMEOUT }))
}
