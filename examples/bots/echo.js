// Says what the first person in the call says: node echo.js 'groupcall://join#…'
import { createCallPeer, FrameQueue, openMicrophone, parseInvite } from 'groupcall'
import { createIdentity } from 'groupcall/keys'

const { addresses, group } = parseInvite(process.argv[2])
const peer = await createCallPeer({ identity: await createIdentity(), bootstrap: addresses })
const voice = new FrameQueue()
const call = peer.services.calls.create(group, { name: 'Echo', microphone: options => openMicrophone({ kind: 'frames', input: voice }, options) })

call.addEventListener('track', ({ detail: { participant: { audio, publicKey } } }) => {
  audio.listen(frame => { call.participants[0]?.publicKey === publicKey && voice.push(frame) })
})
process.once('SIGINT', () => peer.stop())
await call.join()
