import { expect } from 'aegir/chai'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { accessibilityProblems, overflow, servePage, untilState } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { CallScreenState } from '../../src/app/model/state.ts'
import type { Page } from 'playwright-core'

describe('a members-only group in the page', () => {
  const skipped = needsChromium()
  const errors: string[] = []
  let peer: BootstrapPeer
  let ada: TestBrowser
  let ben: TestBrowser
  let owner: Page
  /** Lets everyone in who the owner lets in */
  let link: string

  before(async () => {
    peer = await servePage()
  })

  after(async () => {
    await peer?.stop()
  })

  // Ada is the owner of a new group, and alone in its call
  beforeEach(async () => {
    [ada, ben] = await Promise.all([launchChromium({ voice: 'ada' }), launchChromium({ voice: 'ben' })])
    owner = await open(ada, peer.pageUrl ?? '')
    await owner.getByLabel('Your name').fill('Ada')
    await owner.getByLabel('Group name').fill('board')
    await owner.getByLabel('Members only').check()
    await owner.getByRole('button', { name: 'Create group' }).click()
    await untilState(owner, ({ phase }) => phase === 'lobby')
    await owner.getByRole('button', { name: 'Join' }).click()
    await untilState(owner, ({ phase }) => phase === 'call')
    link = await invite(owner)
  })

  afterEach(async () => {
    await Promise.all([ada?.close(), ben?.close()])
    expect(errors.splice(0)).to.deep.equal([])
  })

  it(`shows its owner who knocks, works by keyboard, and takes nobody's focus${skipped}`, async () => {
    const member = await knock(link, 'Ben')
    await owner.getByRole('button', { name: 'Chat', exact: true }).click()
    await owner.getByLabel('Message').focus()
    await untilState(owner, ({ knocks }) => knocks.length === 1)
    const { self } = await stateOf(member)
    await owner.getByRole('alert').filter({ hasText: `Ben (key ${self.publicKey.slice(0, 8)}) wants to join` }).waitFor()
    await member.getByText(`your key, ${self.publicKey.slice(0, 8)}`).waitFor()
    await owner.keyboard.type('on')
    expect(await owner.getByLabel('Message').inputValue()).to.equal('on')
    expect(await problemsOf(owner)).to.deep.equal([])

    await owner.getByRole('button', { name: 'Let in: Ben' }).focus()
    await owner.keyboard.press('Enter')
    await untilHeard(owner, 'Ben')
    await untilHeard(member, 'Ada')
    await untilState(owner, ({ knocks, members }) => knocks.length === 0 && members?.people.length === 2)
  })

  it(`tells a person who isn't admitted, and removes a person who gives up from the screen${skipped}`, async () => {
    const stranger = await knock(link, 'Eve')
    await untilState(owner, ({ knocks }) => knocks.length === 1)
    await stranger.getByText('The owner sees your name').waitFor()
    await stranger.getByRole('button', { name: 'Cancel' }).click()
    await untilState(owner, ({ knocks }) => knocks.length === 0)

    await stranger.getByRole('button', { name: 'Rejoin' }).click()
    await untilState(stranger, ({ phase }) => phase === 'lobby')
    await stranger.getByText('This group is for members only').waitFor()
    await stranger.getByRole('button', { name: 'Join' }).click()
    await owner.getByRole('button', { name: 'Not now: Eve' }).click()
    await stranger.getByText('no owner let you in').waitFor()
  })

  it(`admits one person with a one-time link, and the next person knocks${skipped}`, async () => {
    const once = await invite(owner, { once: true })
    const first = await knock(once, 'Cleo')
    await untilHeard(first, 'Ada')
    await untilState(owner, ({ members }) => members?.people.length === 2)
    await first.getByRole('button', { name: 'Leave' }).click()

    const second = await knock(once, 'Dan')
    await untilState(owner, ({ knocks }) => knocks.some(({ name }) => name === 'Dan'))
    await owner.getByRole('button', { name: 'Not now: Dan' }).click()
    await second.getByText('no owner let you in').waitFor()
  })

  it(`shows the members: an owner adds a member by key, and appoints an owner${skipped}`, async () => {
    const member = await letIn('Ben')
    await owner.getByRole('button', { name: '2 members' }).click()
    await owner.getByLabel('Public key').fill('no key')
    await owner.keyboard.press('Enter')
    await owner.getByText('This isn\'t a public key').waitFor()
    await owner.getByLabel('Public key').fill(`${'5f3b9a41'.repeat(7)}5f3b9a42`)
    await owner.keyboard.press('Enter')
    await untilState(owner, ({ members }) => members?.people.length === 3)
    await untilState(member, ({ members }) => members?.people.length === 3)
    await owner.getByRole('button', { name: 'Make owner: Ben' }).click()
    await owner.getByText('Make Ben an owner?').waitFor()
    await owner.keyboard.press('Tab')
    await owner.keyboard.press('Enter')
    await untilState(member, ({ members }) => members?.owner === true)
    expect(await problemsOf(owner)).to.deep.equal([])
    await owner.keyboard.press('Escape')
    await owner.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it(`tells a removed member, and goes on${skipped}`, async () => {
    const member = await letIn('Ben')
    const before = await owner.evaluate(() => location.hash)
    await owner.getByRole('button', { name: '2 members' }).click()
    await owner.getByRole('button', { name: 'Remove: Ben' }).click()
    await owner.getByText('Remove Ben?').waitFor()
    await owner.getByRole('button', { name: 'Remove Ben' }).click()
    await member.getByRole('heading', { name: 'You were removed from this group' }).waitFor()
    await untilState(owner, ({ phase, participants, members }) => phase === 'call' && participants.length === 0 && members?.people.length === 1)
    await owner.keyboard.press('Escape')
    expect(await problemsOf(member)).to.deep.equal([])

    // the address has the first secret still, and the group another one
    await owner.reload()
    await untilState(owner, ({ phase, members }) => phase === 'call' && members?.people.length === 1)
    expect(await owner.evaluate(() => location.hash)).to.equal(before)
    const renewed = await knock(await invite(owner), 'Finn')
    await owner.getByRole('button', { name: 'Let in: Finn' }).click()
    await untilHeard(renewed, 'Ada')
  })

  it(`is on the start screen, and asks before it is left${skipped}`, async () => {
    await showGroups()
    expect(await problemsOf(owner)).to.deep.equal([])
    await owner.getByRole('button', { name: 'Leave board' }).click()
    await owner.getByText('Everyone else stays in it').waitFor()
    await owner.getByText('You\'re the only owner.').waitFor()
    expect(await problemsOf(owner)).to.deep.equal([])
    await owner.getByRole('button', { name: 'Stay' }).click()
    await confirmLeaving()
    await owner.reload()
    await owner.getByLabel('Your name').waitFor()
    expect(await owner.getByRole('link', { name: 'board' }).count()).to.equal(0)
  })

  it(`moves over what was remembered as a link, and leaves what cannot be moved${skipped}`, async () => {
    const unusable = { name: 'cut', fragment: 'A'.repeat(40) }
    await leaveGroup()
    await owner.evaluate(groups => { localStorage.setItem('groupcall-groups', groups) }, JSON.stringify([{ name: 'board', fragment: link.split('#')[1] }, unusable]))

    for (const time of ['moved', 'still there']) {
      await owner.reload()
      await owner.getByRole('link', { name: 'board Members only' }).waitFor()
      expect(await owner.evaluate(() => localStorage.getItem('groupcall-groups')), time).to.equal(JSON.stringify([unusable]))
    }
  })

  /** Resolves when a person with the link is in the call */
  async function letIn (name: string): Promise<Page> {
    const page = await knock(link, name)
    await owner.getByRole('button', { name: `Let in: ${name}` }).click()
    await untilState(page, ({ participants }) => participants.some(({ linkState }) => linkState === 'connected'))

    return page
  }

  /** From the call to the start screen */
  async function showGroups (): Promise<void> {
    await owner.getByRole('button', { name: 'Leave' }).click()
    await owner.getByRole('link', { name: 'All groups' }).click()
    await owner.getByRole('link', { name: 'board Members only' }).waitFor()
  }

  async function confirmLeaving (): Promise<void> {
    await owner.getByRole('button', { name: 'Leave board' }).click()
    await owner.getByRole('button', { name: 'Leave group' }).click()
    await owner.getByRole('link', { name: 'board' }).waitFor({ state: 'detached' })
  }

  async function leaveGroup (): Promise<void> {
    await showGroups()
    await confirmLeaving()
  }

  async function knock (to: string, name: string): Promise<Page> {
    const page = await open(ben, to)
    await page.getByLabel('Your name').fill(name)
    await page.keyboard.press('Enter')
    // a person outside the group sees only the member that answered
    await untilState(page, ({ lobby }) => lobby.participants.length > 0)
    await page.getByRole('button', { name: 'Join' }).click()

    return page
  }

  async function open (browser: TestBrowser, url: string): Promise<Page> {
    const page = await (await createProfile(browser, [])).newPage()
    page.on('pageerror', err => { errors.push(err.message) })
    await page.goto(url)

    return page
  }
})

/** The link that the owner's panel shows */
async function invite (page: Page, { once = false } = {}): Promise<string> {
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.getByText('People with this link have to knock').waitFor()
  const field = page.getByLabel('Invite link')

  if (once) {
    await page.getByLabel('Link expires').selectOption({ label: 'In 24 hours' })
    await page.getByLabel('Let one person in without knocking').check()
    await untilState(page, ({ group }) => group.choice.once)
    await page.getByText('The first person to use this link gets right in').waitFor()
  }

  const link = await field.inputValue()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  // a page on localhost makes invites that name no page
  return `${new URL('/', page.url()).href}#${link.split('#')[1]}`
}

async function untilHeard (page: Page, name: string): Promise<void> {
  await untilState(page, ({ participants }) => participants.some(person => person.name === name && person.level > 0.01))
}

async function stateOf (page: Page): Promise<CallScreenState> {
  const state = await page.evaluate(() => document.querySelector('gc-page')?.shadowRoot?.querySelector('group-call')?.state)

  return state as CallScreenState
}

/** What is wrong with a screen for those who do not see it, or have a narrow one */
async function problemsOf (page: Page): Promise<string[]> {
  const wide = await overflow(page)

  return [...await accessibilityProblems(page), ...(wide > 0 ? [`${wide} px too wide`] : [])]
}
