// Records each person into a WAV file: node recorder.js 'groupcall://join#…' FOLDER
import { createCallPeer, parseInvite, WavRecorder } from 'groupcall'
import { createIdentity } from 'groupcall/keys'

const [invite, directory] = process.argv.slice(2)
const { addresses, group } = parseInvite(invite)
const peer = await createCallPeer({ identity: await createIdentity(), bootstrap: addresses })
const call = peer.services.calls.create(group, { name: 'Recorder' })
const recorders = []

call.addEventListener('track', ({ detail: { participant: { audio, name, publicKey } } }) => {
  const recorder = WavRecorder.create({ directory, name, key: publicKey })
  recorders.push(recorder)
  // frames that come while the file is created wait for it
  audio.listen(async frame => { (await recorder).write(frame) })
})
process.once('SIGINT', async () => {
  await peer.stop()
  await Promise.all(recorders.map(async recorder => (await recorder).close()))
})
await call.join()
