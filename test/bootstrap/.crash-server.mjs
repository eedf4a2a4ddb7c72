import { createBootstrapPeer } from '../../bootstrap/index.ts'
const p = await createBootstrapPeer({ host: '127.0.0.1', port: 0, wsPort: 0, webrtcPort: 0, stunPort: 0 })
console.log(p.addresses()[2])
await new Promise(r => process.stdin.once('data', r))
await p.stop()
console.log('stopped')
globalThis.gc?.()
setInterval(() => {}, 1000)
