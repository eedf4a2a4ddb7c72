import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { endingOf } from '../../src/app/session/ending.ts'
import { Invitation } from '../../src/app/session/invitation.ts'
import { KeptGroup } from '../../src/app/session/kept-group.ts'
import * as engine from '../../src/index.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group } from '../../src/index.ts'

const { changeRoster, createGroup, createInvite, createTicket, readGroup, saveGroup, JoinRefusedError, RemovedError } = engine

describe('what the page keeps of a group', () => {
  let path: string
  let owner: Identity
  let member: Identity
  let group: Group
  let joined: Group
  let renewed: Group
  const errors: Error[] = []

  before(async () => {
    path = await mkdtemp(join(tmpdir(), 'groupcall-keeper-'))
    const stranger = await createIdentity();
    [owner, member] = [await createIdentity(), await createIdentity()]
    group = createGroup({ name: 'board', owner, membersOnly: true })
    joined = await changeRoster(group, owner, { add: [member.publicKey, stranger.publicKey] })
    renewed = await changeRoster(joined, owner, { remove: [stranger.publicKey] })
  })

  afterEach(async () => {
    await rm(path, { recursive: true, force: true })
    expect(errors).to.deep.equal([])
  })

  it('is more than an old link contains, for a member, even if the link has expired', async () => {
    await keep(renewed)
    const keeper = await open(createInvite(group, { expires: 1 }), member)

    expect(keeper.group.epoch).to.equal(1)
    expect(keeper.group.secret).to.deep.equal(renewed.secret)
    expect(keeper.group.roster).to.deep.equal(renewed.roster)
  })

  it('doesn\'t help a person who isn\'t on the roster: their link has expired', async () => {
    await keep(group)

    await expect(open(createInvite(group, { expires: 1 }), member)).to.eventually.be.rejected().with.property('code', 'expired')
    await expect(open('not an invite', member)).to.eventually.be.rejected().with.property('code', 'not-an-invite')
  })

  it('is not taken from a link that is made to look like it', async () => {
    await keep(renewed)

    await expect(open(createInvite({ ...group, roster: undefined }), member)).to.eventually.be.rejectedWith(/isn't the group that is stored/)
  })

  it('is written when the call says that it has changed, and keeps the tickets', async () => {
    const keeper = await open(createInvite(group, { addresses: ['/ip4/127.0.0.1/tcp/4802/ws'] }), owner)
    const [first, second] = [createTicket(), createTicket()]

    expect(await readGroup(path, group.id)).to.equal(undefined)
    keeper.keep()
    keeper.addTicket(first)
    keeper.addTicket(second)
    keeper.keep(joined)
    keeper.removeTicket(first)
    keeper.keep(renewed)
    expect(keeper.tickets).to.deep.equal([second])
    await keeper.settled()

    const again = await open(createInvite(group), owner)
    expect(again.tickets.map(({ secret }) => secret)).to.deep.equal([second.secret])
    expect(again.group.roster).to.deep.equal(renewed.roster)
    expect(again.addresses.map(String)).to.deep.equal(['/ip4/127.0.0.1/tcp/4802/ws'])
  })

  async function keep (group: Group): Promise<void> {
    await saveGroup(path, { group, network: 'local', addresses: [], tickets: [] })
  }

  async function open (link: string, { publicKey }: Identity): Promise<KeptGroup> {
    return KeptGroup.open({ engine, link, path, publicKey, onError: err => { errors.push(err) } })
  }
})

describe('an invite for others', () => {
  it('stays the same while it is shown, contains a ticket for one person, and none after that is used', () => {
    const invitation = new Invitation()
    const ticket = createTicket()
    const before = Date.now()

    invitation.choose({ lifetime: 1_000, once: true }, () => ticket)
    const { expires } = invitation
    expect(expires).to.be.within(before + 1_000, Date.now() + 1_000)
    expect(invitation.expires).to.equal(expires)
    expect(invitation.ticket).to.equal(ticket.secret)

    invitation.forget(createTicket())
    expect(invitation.choice).to.deep.equal({ lifetime: 1_000, once: true })
    invitation.forget(ticket)
    expect(invitation).to.include({ expires: undefined, ticket: undefined })
    expect(invitation.choice).to.deep.equal({ once: false })
  })
})

describe('why a call is over', () => {
  for (const [err, reason] of [
    [undefined, 'left'],
    [new RemovedError(), 'removed'],
    [new JoinRefusedError('not-a-member'), 'outside'],
    [new JoinRefusedError('expired'), 'invite'],
    [new JoinRefusedError('ended'), 'refused'],
    [new Error('no network'), 'failed']
  ] as const) {
    it(`is ${reason} after ${err?.name ?? 'no error'}`, () => {
      expect(endingOf(err).reason).to.equal(reason)
    })
  }
})
