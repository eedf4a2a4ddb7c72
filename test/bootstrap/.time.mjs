const t0 = performance.now()
const { createBootstrapPeer } = await import('../../bootstrap/index.ts')
const t1 = performance.now()
console.log('import', Math.round(t1 - t0))
for (let i = 0; i < 4; i++) {
const t = performance.now()
const p = await createBootstrapPeer({ host: process.argv[2], port: 0, wsPort: 0, webrtcPort: 0, stunPort: 0 })
console.log('create', Math.round(performance.now() - t))
if (i == 0) console.log(p.addresses(), p.stunUrl, p.statistics())
const ts = performance.now()
await p.stop(); await p.stop()
console.log('stop', Math.round(performance.now() - ts), p.addresses())
}
process.exit()
