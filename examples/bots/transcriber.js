// Writes down what is said: node transcriber.js 'groupcall://join#…'
import { createCallPeer, parseInvite } from 'groupcall'
import { createIdentity } from 'groupcall/keys'

/** Frames of 10 ms after which even speech without a pause is cut: 30 s, what Whisper takes */
const LONGEST = 3_000

/** Call your speech recogniser here: each frame has 480 signed 16-bit samples, 48 kHz mono */
const transcribe = async (name, frames) => { console.log(`${name} said something of ${frames.length} frames`) }

const { addresses, group } = parseInvite(process.argv[2])
const peer = await createCallPeer({ identity: await createIdentity(), bootstrap: addresses })
const call = peer.services.calls.create(group, { name: 'Transcriber' })

call.addEventListener('track', ({ detail: { participant: { audio, name } } }) => {
  const frames = []
  const cut = () => { transcribe(name, frames.splice(0)) }
  audio.listen(frame => { frames.push(frame) === LONGEST && cut() })
  // in a pause, and when the call ends
  audio.addEventListener('speaking:change', ({ detail: speaking }) => { speaking || cut() })
})
process.once('SIGINT', () => peer.stop())
await call.join()
