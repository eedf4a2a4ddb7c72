import { expect } from 'aegir/chai'
import { level } from '../../src/media/index.ts'
import { leaveAll, untilCall, untilHeard } from '../fixtures/calls.ts'
import { AUDIBLE, untilFrame } from '../fixtures/heard.ts'
import { createMixedScene } from './fixtures/scene.ts'
import type { MixedCall } from './fixtures/mixed-call.ts'
import type { Participant } from '../../src/index.ts'
import type { TestCall } from '../fixtures/calls.ts'

/** Of 10 ms each, in which something is heard */
const FRAMES = 50

describe('a page that meets a known name with another key', () => {
  const scene = createMixedScene()

  /** Ada's page knows Ben; somebody else comes as Ben, while Chloe talks */
  async function meetAnother (): Promise<{ call: MixedCall, another: TestCall, chloe: TestCall }> {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben', 'chloe'] })
    const [ada] = call.browsers
    const [ben, chloe] = call.nodes
    await ada.hears(2)
    await leaveAll([ben])
    await ada.until(({ participants }) => participants.length === 1)
    const another = await call.addNode('ben')
    await ada.until(({ participants }) => participants.some(({ heldFor, linkState }) => heldFor != null && linkState === 'connected'))

    return { call, another, chloe }
  }

  it(`asks first, and neither hears the other until it is answered${scene.skipped}`, async () => {
    const { call, another, chloe } = await meetAnother()
    const [ada] = call.browsers
    const [ben] = call.nodes
    const { self } = await ada.state()
    const heard = (): Participant => another.call.participants.find(({ publicKey }) => publicKey === self.publicKey) as Participant
    const dialog = ada.page.getByRole('alertdialog', { name: 'Is this really ben?' })

    await dialog.getByText(ben.identity.publicKey.slice(0, 8)).waitFor()
    await dialog.getByText(another.identity.publicKey.slice(0, 8)).waitFor()

    // typing decides nothing, and no key closes it
    for (const key of ['Enter', ' ', 'm', 'm', 'c', '?', 'Escape', 'Escape', 'Escape']) {
      await ada.page.keyboard.press(key)
    }

    // as a browser does that insists on closing it
    await dialog.evaluate((element: HTMLDialogElement) => { element.close() })
    await dialog.waitFor()
    expect(await dialog.evaluate(element => element.matches(':modal'))).to.be.true()
    expect(await ada.page.getByRole('dialog').count()).to.equal(0)
    expect(await ada.page.evaluate(() => {
      let element = document.activeElement

      while (element?.shadowRoot?.activeElement != null) {
        element = element.shadowRoot.activeElement
      }

      return element?.closest('dialog')?.getAttribute('role')
    })).to.equal('alertdialog')

    // while Chloe is heard on both sides
    const levels = [0]
    const stop = heard().audio?.listen(frame => { levels.push(level(frame)) })
    const ofChloe = another.call.participants.find(({ publicKey }) => publicKey === chloe.identity.publicKey)
    let frames = 0
    await untilHeard(another.call, ofChloe as Participant)
    await untilFrame(ofChloe?.audio?.track as MediaStreamTrack, frame => level(frame) > AUDIBLE && ++frames === FRAMES)
    stop?.()
    expect(Math.max(...levels)).to.be.lessThan(AUDIBLE)
    const { participants } = await ada.state()
    expect(participants.find(({ publicKey }) => publicKey === another.identity.publicKey)).to.include({ level: 0, speaking: false, standing: 'changed-key' })

    await dialog.getByRole('button', { name: 'I checked: it\'s them' }).focus()
    await ada.page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await Promise.all([untilHeard(another.call, heard()), ada.hears(2)])

    // and is not asked again
    await ada.reload()
    await ada.until(({ participants }) => participants.length === 2 && participants.every(({ heldFor, linkState, standing }) => heldFor == null && linkState === 'connected' && standing === 'known'))
  })

  it(`leaves, if that is the answer${scene.skipped}`, async () => {
    const { call, another } = await meetAnother()
    const [ada] = call.browsers
    await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
    await ada.until(({ phase, ending }) => phase === 'ended' && ending?.reason === 'left')
    await untilCall(another.call, 'participant:leave', () => another.call.participants.length === 1)
  })

  it(`no longer accepts a key that the user says was lost${scene.skipped}`, async () => {
    const { call, another } = await meetAnother()
    const [ada] = call.browsers
    const [{ identity }] = call.nodes
    await ada.page.getByRole('checkbox', { name: /lost or stolen/ }).check()
    await ada.page.getByRole('button', { name: 'I checked: it\'s them' }).click()
    await ada.until(({ participants }) => participants.every(({ heldFor }) => heldFor == null))
    await leaveAll([another])

    // the person with the old key joins
    await call.addNode('ben', { identity })
    await ada.until(({ participants }) => participants.some(({ heldFor }) => heldFor != null))
  })
})
