import { createBootstrapPeer } from '../../bootstrap/index.ts'
const p = await createBootstrapPeer({ host: '127.0.0.1', port: 0, wsPort: 0, webrtcPort: process.argv[2] ? 0 : false, stunPort: 0 })
await p.stop()
console.log('stopped')
