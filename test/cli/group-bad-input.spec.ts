import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createIdentity, saveIdentity } from '../../keys/index.ts'
import { changeRoster, createGroup, createInvite, encodeGroupFile, groupIdOf, groupPath, saveGroup } from '../../src/index.ts'
import { stored } from '../group/fixtures/stored.ts'
import { expectRefused } from './fixtures/refused.ts'
import type { RefusedCase } from './fixtures/refused.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group } from '../../src/index.ts'

const AUDIO = ['--audio', 'none']

describe('bad input of groups', () => {
  let directory: string
  let ada: Identity
  let ben: Identity
  let cleo: Identity
  let invites: Record<string, string>
  let twin: Group

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    const groups = join(directory, 'home', 'groups')
    ;[ada, ben, cleo] = await Promise.all([1, 2, 3].map(async () => createIdentity()))
    await saveIdentity(join(directory, 'home', 'identity.json'), ada)
    await saveIdentity(join(directory, 'locked', 'identity.json'), ada, { passphrase: 'correct horse', workFactor: 2 })

    const friends = await changeRoster(createGroup({ name: 'friends', owner: ada, membersOnly: true }), ada, { add: [ben.publicKey] })
    const square = createGroup({ name: 'square', owner: ada })
    const bens = createGroup({ name: 'bens', owner: ben, membersOnly: true })
    const invited = { ...friends, id: new Uint8Array(32).fill(7), name: 'invited', roster: { version: 3, owners: [{ publicKey: ada.publicKey, since: 0 }], members: [] } }
    twin = createGroup({ name: 'twins', owner: ada })

    for (const group of [friends, square, bens, invited, twin, createGroup({ name: 'Twins', owner: ada })]) {
      await saveGroup(groups, stored(group))
    }

    await saveGroup(join(directory, 'locked', 'groups'), stored(friends))
    invites = {
      other: createInvite({ ...createGroup({ name: 'friends', owner: ada }), id: friends.id }),
      elsewhere: createInvite(friends, { network: 'amino' }),
      ofBroken: createInvite(square)
    }

    // a home in which each file is broken in another way
    const broken = join(directory, 'broken', 'groups')
    const text = encodeGroupFile(stored(square))
    await mkdir(broken, { recursive: true })
    await writeFile(groupPath(broken, square.id), text.slice(0, -40))
    await mkdir(join(directory, 'newer', 'groups'), { recursive: true })
    await writeFile(groupPath(join(directory, 'newer', 'groups'), square.id), text.replace('"version": 1', '"version": 9'))
  })

  after(async () => {
    await rm(directory, { recursive: true, force: true })
  })

  const cases = (): RefusedCase[] => [
    { args: ['group', 'nw'], says: /unknown command 'nw'/ },
    { args: ['group', 'new'], says: /missing required argument 'name'/ },
    { args: ['group', 'new', ' '], says: /name of 1 to 64 bytes/ },
    { args: ['group', 'new', 'a\nb'], says: /characters that can't be shown/ },
    { args: ['group', 'new', 'FRIENDS'], says: /you already have a group "FRIENDS": .*groupcall call FRIENDS/ },
    { args: ['group', 'new', 'other', '--bootstrap', 'example.org'], says: /--bootstrap "example\.org" isn't an address/ },
    { args: ['group', 'new', 'other', '--network', 'mars'], says: /choose one of local, amino/ },
    { args: ['group', 'show', 'foes'], says: /There is no group "foes" here: .*group list/ },
    { args: ['group', 'show', 'twins'], says: /2 groups are called "twins": write the beginning of the id/ },
    { args: ['group', 'show', 'square', '--key', 'broken/identity.json'], says: /broken\/groups\/[0-9a-f]{16}\.json: the file is cut short: restore a copy of it/ },
    { args: ['group', 'show', 'square', '--key', 'newer/identity.json'], says: /has a newer format \(9\).*update groupcall/ },
    { args: ['group', 'invite', 'square', '--expires', 'soon'], says: /--expires "soon" isn't a valid time: .*90m, 24h or 7d/ },
    { args: ['group', 'invite', 'square', '--once'], says: /--once is for members-only groups/ },
    { args: ['group', 'invite', 'bens', '--once'], says: /only its owners can do/ },
    { args: ['group', 'invite', 'square', '--bootstrap', '/ip4/192.0.2.1'], says: /has no port/ },
    { args: ['group', 'add', 'square', cleo.publicKey], says: /Everyone with an invite is in this group/ },
    { args: ['group', 'add', 'bens', cleo.publicKey], says: /Only an owner can change/ },
    { args: ['group', 'add', 'friends', 'Cleo'], says: /"Cleo" isn't anybody's key: write its 64 digits/ },
    { args: ['group', 'add', 'friends', cleo.publicKey.slice(0, 63)], says: /isn't anybody's key/ },
    { args: ['group', 'add', 'friends', '0'.repeat(64)], says: /isn't a public key/ },
    { args: ['group', 'add', 'friends', ben.publicKey], says: /is in the group already/ },
    { args: ['group', 'add', 'friends', ada.publicKey, '--owner'], says: /is an owner already/ },
    { args: ['group', 'add', 'invited', cleo.publicKey], says: /newest roster of this group is not known here: join a call/ },
    { args: ['group', 'add', 'friends'], says: /missing required argument 'key'/ },
    { args: ['group', 'add', 'friends', cleo.publicKey, '--key', 'locked/identity.json'], says: /the key is encrypted: .*--passphrase-file/ },
    { args: ['group', 'remove', 'friends', cleo.publicKey], says: /isn't in the group/ },
    { args: ['group', 'remove', 'friends', ada.publicKey], says: /The last owner can't be removed/ },
    { args: ['group', 'leave', 'friends'], says: /you can't be asked .*--yes/ },
    { args: ['group', 'leave', 'foes', '--yes'], says: /There is no group "foes"/ },
    { args: ['call', 'foes', ...AUDIO], says: /"foes" is neither one of your groups .*nor an invite/ },
    { args: ['call', 'twins', ...AUDIO], says: /2 groups are called "twins"/ },
    { args: ['call', 'friends', '--group', 'others', ...AUDIO], says: /--group names a new group, but "friends" already has a name/ },
    { args: ['call', '--group', 'Friends', ...AUDIO], says: /you already have a group "Friends"/ },
    { args: ['call', 'friends', '--network', 'amino', ...AUDIO], says: /isn't the network of the group, "local"/ },
    { args: ['call', groupIdOf(twin).slice(0, 8), '--admit-all', ...AUDIO], says: /--admit-all admits people to the call of a members-only group/ },
    { args: ['call', 'friends', '--admit', 'ben', ...AUDIO], says: /--admit "ben" isn't a public key/ },
    { args: ['call', '--admit', ben.publicKey, ...AUDIO], says: /--admit admits people to/ },
    { args: ['call', invites.other, ...AUDIO], says: /isn't the group that is stored under the same id: ask for a new invite/ },
    { args: ['call', invites.ofBroken, '--key', 'broken/identity.json', ...AUDIO], says: /cut short: restore a copy of it/ },
    { args: ['call', invites.elsewhere, '--network', 'local', ...AUDIO], says: /isn't the network of the invite, "amino"/ }
  ]

  it('gets one line that says what to do, and exit code 2, and changes nothing', async function () {
    await expectRefused(cases(), directory)
  })
})
