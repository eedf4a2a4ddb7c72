/**
 * A participant of a chaos run in Chromium, which does what voice-main.ts does
 *
 * node browser-main.js SETTINGS_AS_JSON
 */

import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { VoicePage } from '../lab/voice-page.ts'
import type { BrowserSettings, VoiceResources, VoiceStatus } from './voice.ts'

/** ms between two lines */
const INTERVAL = 500

const settings: BrowserSettings = JSON.parse(process.argv[2])
const voice = await VoicePage.open(settings)
const devTools = await voice.page.context().newCDPSession(voice.page)
const leaving = new AbortController()

await voice.join(settings)

createInterface({ input: process.stdin }).on('line', line => {
  follow(line).catch(err => {
    process.stderr.write(`${line}: ${err.stack}\n`)
    process.exit(1)
  })
})

while (!leaving.signal.aborted) {
  const heard = await voice.hear(settings.tones)
  print({ type: 'status', ...await voice.look(), silentFor: Object.fromEntries(heard) })
  await pause(INTERVAL)
}

// the command to leave ends the process
await new Promise(() => {})

async function follow (line: string): Promise<void> {
  if (line === 'measure') {
    await devTools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devTools.send('Runtime.getHeapUsage')
    // its processes open and close files as they like
    const connections = await voice.page.evaluate(() => (globalThis as any).probe.connections.filter(({ connectionState }: RTCPeerConnection) => connectionState !== 'closed').length)
    print({ type: 'resources', descriptors: 0, connections, heap: usedSize, external: 0 })
  } else if (line === 'leave') {
    leaving.abort()
    await voice.leave()
    process.exit(0)
  } else if (line !== '') {
    await voice.setMuted(line === 'mute')
  }
}

function print (line: VoiceStatus | VoiceResources): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
