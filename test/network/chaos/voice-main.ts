/**
 * A participant of a chaos run, which plays a tone. Prints a `VoiceStatus` as a line of
 * JSON twice a second, and follows the commands on its standard input: `mute`, `unmute`,
 * `leave`, and `measure`, which prints `VoiceResources`.
 *
 * node --expose-gc voice-main.js SETTINGS_AS_JSON
 */

import { readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { loadOrCreateIdentity, openSessionCounter } from '../../../keys/index.ts'
import { createCallPeer, openMicrophone, parseInvite } from '../../../src/index.ts'
import { ToneListener, tonesIn } from '../../fixtures/tones.ts'
import type { VoiceResources, VoiceSettings, VoiceStatus } from './voice.ts'
import type { Participant } from '../../../src/index.ts'

/** ms between two lines */
const INTERVAL = 500

/** Garbage collections before the heap is measured */
const COLLECTIONS = 3

const settings: VoiceSettings = JSON.parse(process.argv[2])
const identity = await loadOrCreateIdentity(settings.keyFile)
const { group, addresses } = parseInvite(settings.invite)
const peer = await createCallPeer({ identity, sessions: openSessionCounter(settings.keyFile, identity.publicKey), bootstrap: settings.bootstrap })
const call = peer.services.calls.create(group, {
  name: settings.name,
  addresses: [...addresses],
  iceServers: settings.iceServers,
  microphone: async options => openMicrophone({ kind: 'tone', hz: settings.hz }, options)
})

interface Track {
  audio: Participant['audio']
  /** What it has brought since the last line */
  heard: ToneListener
  stop(): void
}

/** By public key; a track may contain the tones of people that its sender carries */
const tracks = new Map<string, Track>()
/** When each tone was last heard */
const heardAt = new Map<number, number>()

function listen (): void {
  const { participants } = call

  for (const [publicKey, track] of tracks) {
    if (participants.find(participant => participant.publicKey === publicKey)?.audio !== track.audio) {
      track.stop()
      tracks.delete(publicKey)
    }
  }

  for (const { publicKey, audio } of participants) {
    if (audio != null && !tracks.has(publicKey)) {
      const track: Track = { audio, heard: new ToneListener(), stop: audio.listen(frame => { track.heard.push(frame) }) }
      tracks.set(publicKey, track)
    }
  }
}

function print (line: VoiceStatus | VoiceResources): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

async function measure (): Promise<VoiceResources> {
  // what a finalizer releases is collected the next time
  for (let i = 0; i < COLLECTIONS; i++) {
    globalThis.gc?.()
    await pause(INTERVAL)
  }

  const { heapUsed, external } = process.memoryUsage()

  for (const { direction, remotePeer, remoteAddr, limits, streams, timeline } of peer.getConnections()) {
    const opened = new Date(timeline.open).toISOString()
    process.stderr.write(`${direction} connection since ${opened}${limits == null ? '' : ', limited'} with ${remotePeer.toString()} at ${remoteAddr.toString()}: ${streams.map(({ protocol }) => protocol).join(' ')}\n`)
  }

  return { type: 'resources', descriptors: readdirSync('/proc/self/fd').length, connections: peer.getConnections().length, heap: heapUsed, external }
}

const timer = setInterval(() => {
  listen()

  for (const track of tracks.values()) {
    if (track.heard.full) {
      tonesIn(track.heard.samples, settings.tones).forEach(hz => { heardAt.set(hz, performance.now()) })
    }

    track.heard = new ToneListener()
  }

  print({
    type: 'status',
    state: call.state,
    links: Object.fromEntries(call.participants.map(({ name, linkState }) => [name, linkState])),
    carriers: Object.fromEntries(call.participants.flatMap(({ name, carrier }) => {
      const through = call.participants.find(({ publicKey }) => publicKey === carrier)

      return through == null ? [] : [[name, through.name]]
    })),
    silentFor: Object.fromEntries([...heardAt].map(([hz, at]) => [hz, Math.round(performance.now() - at)]))
  })
}, INTERVAL)

createInterface({ input: process.stdin }).on('line', line => {
  if (line === 'mute') {
    call.mute()
  } else if (line === 'unmute') {
    call.unmute()
  } else if (line === 'measure') {
    measure().then(print, err => { throw err })
  } else if (line === 'leave') {
    clearInterval(timer)
    call.leave().then(async () => peer.stop()).finally(() => { process.exit(0) })
  }
})

await call.join()
