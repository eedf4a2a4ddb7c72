/**
 * A participant of a scenario in Chromium, which plays a tone. Prints events like those
 * of `groupcall call --json`: `progress` with the step `done` once it is in the call, and
 * `heard` once it hears another one, who plays a tone, too.
 *
 * node browser-main.js SETTINGS_AS_JSON
 */

import { setTimeout as pause } from 'node:timers/promises'
import { VoicePage } from './voice-page.ts'
import type { VoicePageInit } from './voice-page.ts'

/** ms between two looks: the resolution of what is measured */
const INTERVAL = 100

export interface BrowserSettings extends VoicePageInit {
  /** What others play, in Hz */
  tone: number
}

const settings: BrowserSettings = JSON.parse(process.argv[2])
const voice = await VoicePage.open(settings)
const began = performance.now()
let active = false
let heard = false

await voice.join(settings)

// until the scenario ends it
while (true) {
  const { state, links } = await voice.look()
  const tones = await voice.hear([settings.tone])

  if (!active && state === 'active') {
    active = true
    print({ type: 'progress', step: 'done' })
  }

  if (!heard && tones.length > 0) {
    heard = true
    print({ type: 'heard', name: Object.keys(links).join(), joinMs: Math.round(performance.now() - began) })
  }

  await pause(INTERVAL)
}

function print (event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
