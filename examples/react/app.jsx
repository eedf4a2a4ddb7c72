import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import 'groupcall/element'

function Club ({ invite }) {
  const [phase, setPhase] = useState('loading')

  return (
    <main>
      <h1>Our club</h1>
      <p>The call is in its phase <output>{phase}</output>.</p>
      {/* React 19 sets properties of custom elements, and hears their events by `on` and their name */}
      <group-call invite={invite} name='Guest' onphase={event => { setPhase(event.detail) }} />
    </main>
  )
}

createRoot(document.getElementById('root')).render(<Club invite={location.hash} />)
