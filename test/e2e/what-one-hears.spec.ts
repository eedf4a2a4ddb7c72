import { expect } from 'aegir/chai'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('what the user hears', () => {
  const scene = createMixedScene()

  it(`has a volume for each person, can be silenced, and comes out of speakers chosen during the call${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben', 'chloe'] })
    const [browser] = call.browsers
    const { page } = browser
    const players = async (): Promise<Array<[number, boolean, string]>> => browser.probe(({ players }) => players.map(({ volume, muted, sinkId }) => [volume, muted, sinkId] as [number, boolean, string]))
    await expectEverybodyHeard(call)
    expect(await players()).to.deep.equal([[1, false, ''], [1, false, '']])

    await page.getByRole('button', { name: 'Options for ben' }).click()
    const slider = page.getByLabel('Volume of ben')
    await slider.fill('30')
    expect((await players()).map(([volume]) => volume).sort()).to.deep.equal([0.3, 1])
    expect((await browser.state()).participants.find(({ name }) => name === 'ben')?.volume).to.equal(0.3)
    await slider.press('ArrowLeft')
    expect((await players()).map(([volume]) => volume).sort()).to.deep.equal([0.29, 1])
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Deafen', exact: true }).click()
    expect((await players()).map(([, muted]) => muted)).to.deep.equal([true, true])
    await page.getByRole('button', { name: 'Undeafen' }).click()
    expect((await players()).map(([, muted]) => muted)).to.deep.equal([false, false])

    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByLabel('Speakers').selectOption({ label: 'Fake Audio Output 1' })
    const chosen = await page.getByLabel('Speakers').inputValue()
    await page.waitForFunction(id => (globalThis as any).probe.players.every(({ sinkId }: HTMLAudioElement) => sinkId === id), chosen)
    expect(chosen).to.not.equal('')
    expect(await browser.probe(({ players }) => players.every(({ paused, ended }) => !paused && !ended))).to.equal(true)
    await browser.hears(2)

    // a participant that joins later is heard there, and nowhere else before
    await call.addNode('dan')
    await page.waitForFunction(() => (globalThis as any).probe.playedOn.length > 2)
    await browser.hears(3)
    const [first, second, ...later] = await browser.probe(({ playedOn }) => playedOn)
    expect([first, second]).to.deep.equal(['', ''])
    // a link that is slow to connect is rebuilt, with another player
    expect(new Set(later)).to.deep.equal(new Set([chosen]))
    expect(new Set((await players()).map(([, , sink]) => sink))).to.deep.equal(new Set([chosen]))
  })

  it(`has a quality and a route for each person${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'] })
    const { page } = call.browsers[0]
    await call.browsers[0].until(({ participants: [other] }) => other?.roundTripTime != null && other.jitter != null && other.quality === 'good')
    await page.getByRole('article', { name: 'ben, key' }).getByText('Speaking').waitFor()
    await page.getByRole('button', { name: 'Options for ben' }).click()
    const dialog = page.getByRole('dialog', { name: 'ben' })
    await dialog.getByRole('heading', { name: 'Connection: good' }).waitFor()

    for (const fact of [/Round trip\s*\d+ ms/, /Jitter\s*\d+ ms/, /Packet loss\s*\d+\.\d %/, /Route\s*direct/]) {
      await dialog.getByText(fact).waitFor()
    }
  })
})
