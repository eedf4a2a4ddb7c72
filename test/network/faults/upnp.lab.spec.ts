import { expect } from 'aegir/chai'
import { until } from '../../fixtures/until.ts'
import { Gateway, missingGateway } from '../lab/gateway.ts'
import { describeInLab, figure, heardSince, Party, startBootstrap } from '../lab/index.ts'

/** What miniupnpd prints when somebody looks for a gateway */
const SEARCH = 'M-SEARCH'

const missing = missingGateway()

describeInLab(`one behind a router that opens ports by UPnP${missing == null ? '' : ` (skipped: ${missing})`}`, { delay: 20 }, scene => {
  before(function () {
    if (missing != null) {
      this.skip()
    }
  })

  it('is dialled directly, without a bootstrap peer, and closes the ports when it leaves', async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const router = await lab.router('home', 'port-restricted')
    const gateway = new Gateway(router, directory)
    const party = await Party.start(scene, { names: ['Ada'], bootstrap: [bootstrap], stun: true, place: async name => lab.host(name.toLowerCase(), { behind: name === 'Ada' ? router : undefined }) })
    const [ada] = party.of('Ada')
    const began = Date.now()
    const opened = (address: string): boolean => address.startsWith(`/ip4/${router.address}/tcp/`) && !address.includes('/ws')
    const { at, addresses } = await ada.command.event(({ type, addresses }) => type === 'status' && addresses.some(opened))
    figure('a router has opened a port after joining', at - began)
    expect(gateway.mappings).to.not.have.lengthOf(0)

    await bootstrap.command.kill()
    const ben = await party.add('Ben', { bootstrap: [], addresses: addresses.filter(opened) })
    const start = await ben.eventAfter(began, ({ type }) => type === 'start')
    figure('heard through a port that UPnP has opened', await heardSince(start, [ben], [ada]))

    ada.tell('leave')
    await until('the ports to be closed', () => gateway.mappings.length === 0, { interval: 200, seen: () => gateway.mappings })
  }).timeout(120_000)

  it('is not asked by a peer that has found its bootstrap peer in the same network', async () => {
    const { lab, directory } = scene
    const router = await lab.router('office', 'port-restricted')
    const gateway = new Gateway(router, directory)
    const bootstrap = await startBootstrap(await lab.host('server', { behind: router }))
    const party = await Party.start(scene, { names: ['Chloe', 'Dan'], bootstrap: [bootstrap], place: async name => lab.host(name.toLowerCase(), { behind: router }) })

    expect(party.voices).to.have.lengthOf(2)
    expect(gateway.log.filter(line => line.includes(SEARCH))).to.deep.equal([])
  }).timeout(120_000)
})
