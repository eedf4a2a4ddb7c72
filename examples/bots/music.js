// Plays WAV files, one after the other: node music.js 'groupcall://join#…' FILE.wav…
import { createCallPeer, openMicrophone, parseInvite } from 'groupcall'
import { createIdentity } from 'groupcall/keys'

const [invite, ...files] = process.argv.slice(2)
const { addresses, group } = parseInvite(invite)
const peer = await createCallPeer({ identity: await createIdentity(), bootstrap: addresses })
const call = peer.services.calls.create(group, { name: 'Music' })

const play = async index => {
  const microphone = await openMicrophone({ kind: 'wav', path: files[index % files.length], loop: false })
  microphone.addEventListener('end', () => play(index + 1))
  await call.setMicrophone(microphone)
}

process.once('SIGINT', () => peer.stop())
await call.join()
await play(0)
