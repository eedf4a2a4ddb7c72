/**
 * A participant of a scenario, which plays a tone. Prints lines of JSON: what happens in
 * the call, and twice a second a `VoiceStatus`. Follows the commands on its standard
 * input: `mute`, `unmute`, `chat TEXT`, `leave`.
 *
 * node voice-main.js SETTINGS_AS_JSON
 */

import { createInterface } from 'node:readline'
import { multiaddr } from '@multiformats/multiaddr'
import { loadOrCreateIdentity, openSessionCounter } from '../../../keys/index.ts'
import { createCallPeer, openMicrophone, parseInvite } from '../../../src/index.ts'
import { SoundLog } from './sound-log.ts'
import type { VoiceSettings, VoiceStatus } from './lab-voice.ts'
import type { Participant } from '../../../src/index.ts'
import type { Connection } from '@libp2p/interface'

/** ms between two statuses */
const INTERVAL = 500

const settings: VoiceSettings = JSON.parse(process.argv[2])
const { name, tones } = settings
const identity = await loadOrCreateIdentity(settings.keyFile)
const { group, addresses } = parseInvite(settings.invite)
const peer = await createCallPeer({ identity, sessions: openSessionCounter(settings.keyFile, identity.publicKey), bootstrap: settings.bootstrap })
const call = peer.services.calls.create(group, {
  name,
  addresses: addresses.map(address => multiaddr(address.toString())),
  iceServers: settings.iceServers,
  carry: settings.carry,
  microphone: async options => openMicrophone({ kind: 'tone', hz: tones[name] }, options)
})

const log = new SoundLog(tones)
const listening = new Map<string, { audio: unknown, stop(): void }>()
const linkStates = new Map<string, string>()

call.addEventListener('track', () => { call.participants.forEach(listen) })
call.addEventListener('participant:join', ({ detail }) => { print({ type: 'join', name: detail.name }) })
call.addEventListener('participant:leave', ({ detail }) => { print({ type: 'left', name: detail.name }) })
call.addEventListener('participant:update', ({ detail }) => {
  listen(detail)

  if (linkStates.get(detail.name) !== detail.linkState) {
    linkStates.set(detail.name, detail.linkState)
    print({ type: 'link', name: detail.name, state: detail.linkState })
  }
})
call.addEventListener('message', ({ detail: { participant, text } }) => { print({ type: 'message', name: participant.name, text }) })
call.addEventListener('problem', ({ detail: { participant, error } }) => { print({ type: 'problem', name: participant?.name, message: error.message }) })
call.addEventListener('progress', ({ detail: { step, problem } }) => { print({ type: 'progress', step, message: problem }) })
call.addEventListener('denied', ({ detail: { reason } }) => { print({ type: 'denied', reason }) })
peer.addEventListener('connection:open', ({ detail }) => { printRelayed(detail, true) })
peer.addEventListener('connection:close', ({ detail }) => { printRelayed(detail, false) })
peer.addEventListener('peer:connect', ({ detail }) => { print({ type: 'peer', id: detail.toString() }) })

const timer = setInterval(() => {
  const status: VoiceStatus = {
    at: Date.now(),
    type: 'status',
    state: call.state,
    participants: call.participants.map(({ name }) => name),
    links: Object.fromEntries(call.participants.map(({ name, linkState }) => [name, linkState])),
    carriers: Object.fromEntries(call.participants.filter(({ carrier }) => carrier != null).map(participant => [participant.name, nameOf(participant.carrier)])),
    sounds: log.sounds,
    addresses: peer.getMultiaddrs().map(address => address.toString())
  }
  print(status)
}, INTERVAL)

createInterface({ input: process.stdin }).on('line', line => {
  const [command, ...words] = line.split(' ')

  if (command === 'mute') {
    call.mute()
  } else if (command === 'unmute') {
    call.unmute()
  } else if (command === 'chat') {
    call.sendMessage(words.join(' '))
  } else if (command === 'leave') {
    clearInterval(timer)
    call.leave().then(async () => peer.stop()).finally(() => { process.exit(0) })
  }
})

print({ type: 'start' })
await call.join()

function listen ({ publicKey, audio }: Participant): void {
  const before = listening.get(publicKey)

  if (audio != null && before?.audio !== audio) {
    before?.stop()
    listening.set(publicKey, { audio, stop: audio.listen(frame => { log.push(publicKey, frame) }) })
  }
}

function nameOf (publicKey?: string): string {
  return call.participants.find(participant => participant.publicKey === publicKey)?.name ?? ''
}

/** Tells of connections through a relay */
function printRelayed ({ limits }: Connection, open: boolean): void {
  if (limits != null) {
    print({ type: 'relayed', open })
  }
}

function print (event: object): void {
  process.stdout.write(`${JSON.stringify({ at: Date.now(), ...event })}\n`)
}
