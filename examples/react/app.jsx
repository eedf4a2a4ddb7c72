import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import 'groupcall/element'

function Club ({ invite }) {
  const [phase, setPhase] = useState('loading')

  return (
    <main>
      <h1>Our club</h1>
      <p>The call's phase is <output>{phase}</output>.</p>
      {/* React 19 sets properties of custom elements, and listens to their events by `on` plus the name */}
      <group-call invite={invite} name='Guest' onphase={event => { setPhase(event.detail) }} />
    </main>
  )
}

createRoot(document.getElementById('root')).render(<Club invite={location.hash} />)
