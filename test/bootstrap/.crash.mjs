import { spawn } from 'node:child_process'
import { createLibp2p } from 'libp2p'
import { webRTCDirect } from '@libp2p/webrtc'
import { noise } from '@chainsafe/libp2p-noise'
import { multiaddr } from '@multiformats/multiaddr'
const s = spawn(process.execPath, ['--expose-gc', '.crash-server.mjs'])
s.stderr.pipe(process.stderr)
s.on('exit', (c, sig) => { console.log('server exit', c, sig) })
const line = async () => new Promise(r => s.stdout.once('data', d => r(d.toString().trim())))
const addr = await line(); console.log(addr)
const c = await createLibp2p({ transports: [webRTCDirect({ rtcConfiguration: { iceServers: [] } })], connectionEncrypters: [noise()] })
if (process.argv[2]) { await c.dial(multiaddr(addr)); console.log('dialled'); }
s.stdin.write('x'); console.log(await line())
await new Promise(r => setTimeout(r, 500))
for (let i = 0; i < 3; i++) { try { await c.dial(multiaddr(addr), { signal: AbortSignal.timeout(3000) }); console.log('?? connected') } catch (e) { console.log('dial failed', e.name) } }
s.kill('SIGKILL'); process.exit()
