import { expect } from 'aegir/chai'
import { describeInLab, Lab } from './index.ts'
import { namespaces } from './leftovers.ts'
import { shell } from './shell.ts'
import type { LabHost } from './index.ts'
import type { Running } from '../../cli/fixtures/run.ts'

/** A UDP socket on a host of the lab */
class Probe {
  private readonly command: Running
  private readonly bound: Promise<{ port: number }>
  sent = 0

  constructor (host: LabHost) {
    this.command = host.run([], { module: 'test/network/lab/udp-probe.ts', input: '' })
    this.bound = this.command.event(({ type }) => type === 'bound')
  }

  async port (): Promise<number> {
    return (await this.bound).port
  }

  send (host: string, port: number, text: string): void {
    this.sent = Date.now()
    this.command.child.stdin?.write(`send ${host} ${port} ${text}\n`)
  }

  async received (text: string): Promise<{ address: string, port: number, at: number }> {
    return this.command.event(event => event.text === text)
  }

  has (text: string): boolean {
    return this.command.events.some(event => event.text === text)
  }
}

describeInLab('the network lab', { delay: 50 }, scene => {
  it('delays packets', async () => {
    const [ada, ben] = await Promise.all(['ada', 'ben'].map(async name => scene.lab.host(name)))
    const probes = [new Probe(ada), new Probe(ben)]

    await probes[0].port()
    probes[0].send(ben.address, await probes[1].port(), 'late')

    const { at, address } = await probes[1].received('late')

    expect(address).to.equal(ada.address)
    expect(at - probes[0].sent).to.be.greaterThan(49)
  })

  for (const [kind, samePort, fromAnybody] of [['full-cone', true, true], ['port-restricted', true, false], ['symmetric', false, false]] as const) {
    it(`has a NAT that is ${kind}`, async () => {
      const router = await scene.lab.router(`${kind}-router`, kind)
      const hosts = await Promise.all(['first', 'second'].map(async name => scene.lab.host(`${kind}-${name}`)))
      const inside = new Probe(await scene.lab.host(`${kind}-inside`, { behind: router }))
      const outside = hosts.map(host => new Probe(host))
      const ports: number[] = []

      await inside.port()

      for (const i of [0, 1]) {
        inside.send(hosts[i].address, await outside[i].port(), `to-${i}`)
        const { address, port } = await outside[i].received(`to-${i}`)
        expect(address).to.equal(router.address)
        ports.push(port)
      }

      expect(ports[0] === ports[1]).to.equal(samePort)

      // the first may answer; a third socket, which nothing was sent to, only through a full cone
      const stranger = new Probe(hosts[0])
      await stranger.port()
      stranger.send(router.address, ports[0], 'from-a-stranger')
      outside[0].send(router.address, ports[0], 'answer')
      await inside.received('answer')
      fromAnybody ? await inside.received('from-a-stranger') : expect(inside.has('from-a-stranger')).to.equal(false)
    })
  }

  it('drops packets, and stops dropping them', async () => {
    const [ada, ben] = await Promise.all(['dropping', 'other'].map(async name => scene.lab.host(name)))
    const probes = [new Probe(ada), new Probe(ben)]
    const port = await probes[1].port()
    const heal = ada.drop({ address: ben.address, protocol: 'udp' })

    await probes[0].port()
    probes[0].send(ben.address, port, 'lost')
    probes[0].send(ada.address, await probes[0].port(), 'to-myself')
    await probes[0].received('to-myself')
    heal()
    probes[0].send(ben.address, port, 'not-lost')
    await probes[1].received('not-lost')
    expect(probes[1].has('lost')).to.equal(false)
  })

  it('removes what a killed process has left, and nothing of others', async () => {
    const dead = 'groupcall-4194305-0-dead'
    const alive = `groupcall-${process.ppid}-0-alive`

    for (const name of [dead, alive]) {
      shell(`ip netns add ${name}`)
    }

    try {
      const other = new Lab()
      expect(namespaces()).to.include(alive).and.not.include(dead)
      await other.stop()
    } finally {
      shell(`ip netns del ${alive}`)
    }
  })

  it('leaves nothing behind', async () => {
    const own = (): string[] => namespaces(`groupcall-${process.pid}-`)
    const before = own()
    const lab = new Lab()
    const router = await lab.router('router', 'port-restricted')
    const command = (await lab.host('host', { behind: router })).run([], { module: 'test/network/lab/udp-probe.ts', input: '' })

    await command.event(({ type }) => type === 'bound')
    await lab.stop()
    await command.result
    expect(own()).to.deep.equal(before)
  })
})
