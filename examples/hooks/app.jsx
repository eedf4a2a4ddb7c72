import { createCallPeer, openMicrophone, openSpeakers, parseInvite } from 'groupcall'
import { createIdentity } from 'groupcall/keys'
import { useGroupCall, useMicrophone, useParticipants } from 'groupcall/react'
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'

const { addresses, group } = parseInvite(location.hash)
const peer = async () => createCallPeer({ identity: await createIdentity(), bootstrap: addresses })
const microphone = options => openMicrophone({ kind: 'mic' }, options)

function Call () {
  const { call, error, join, leave, state } = useGroupCall({ peer, group, name: 'Guest', microphone })
  const participants = useParticipants(call)
  const { muted, toggle } = useMicrophone(call)

  return (
    <main>
      <h1>{group.name}</h1>
      <p>The call is <output>{state}</output>. {error?.message}</p>
      {state === 'active' ? <button onClick={leave}>Leave</button> : <button onClick={join}>Join</button>}
      <button aria-pressed={muted} onClick={toggle}>Mute</button>
      <ul>{participants.map(({ publicKey, name, muted }) => <li key={publicKey}>{name}{muted ? ' (muted)' : ''}</li>)}</ul>
      <Sound participants={participants} />
    </main>
  )
}

/** Plays everybody's voice */
function Sound ({ participants }) {
  const [speakers, setSpeakers] = useState()

  useEffect(() => {
    const opening = openSpeakers()
    opening.then(({ speakers }) => { setSpeakers(speakers) })

    return () => { opening.then(({ speakers }) => speakers?.stop()) }
  }, [])

  return participants.filter(({ audio }) => audio != null).map(({ audio, publicKey }) => <Voice key={publicKey} {...{ audio, publicKey, speakers }} />)
}

function Voice ({ audio, publicKey, speakers }) {
  useEffect(() => {
    speakers?.add(publicKey, audio)

    return () => { speakers?.remove(publicKey) }
  }, [audio, publicKey, speakers])
}

createRoot(document.getElementById('root')).render(<StrictMode><Call /></StrictMode>)
