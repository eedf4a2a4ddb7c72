/** Texts about members-only groups */
export const membersEn = {
  open: (count: number) => count === 1 ? '1 member' : `${count} members`,
  title: 'Members',
  list: 'Everybody on the roster',
  outsider: 'Only members can join this group\'s calls. When you join, an owner in the call sees your name and key, and decides whether to let you in.',
  waiting: (key: string) => `The owner sees your name and your key, ${key}. You can keep waiting, or cancel.`,
  owner: 'Owner',
  you: 'you',
  present: 'in the call',
  absent: 'not in the call',
  unnamed: (key: string) => `the member with key ${key}`,
  makeOwner: 'Make owner',
  makeOwnerOf: (name: string) => `Make ${name} an owner`,
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name}`,
  askOwner: (name: string) => `Make ${name} an owner? Owners let people in, remove them, and appoint other owners. Another owner can undo it only by removing ${name}.`,
  askRemove: (name: string) => `Remove ${name}? They leave the call at once, and the group gets new keys.`,
  keep: 'Go back',
  key: 'Public key',
  keyHint: '64 digits, from 0 to 9 and a to f. Everybody finds theirs on the start page, under “Your identity”.',
  addKey: 'Add',
  added: (key: string) => `${key} may join now.`,
  problems: {
    key: 'This isn\'t a public key: a key has 64 digits, from 0 to 9 and a to f.',
    known: 'This key is already on the roster.',
    full: 'The roster is full: a group has at most 256 members. Remove someone first.',
    owners: 'There are already 8 owners, which is the limit.'
  },
  knocks: {
    label: 'People who want to be let in',
    asks: (name: string, key: string) => `${name}, key ${key}, wants to be let in`,
    hint: 'Anyone can use this name: compare the key if you aren\'t sure.',
    admit: 'Let in',
    deny: 'Not now'
  },
  invite: {
    hint: 'Anyone with this link has to knock, and an owner in the call decides.',
    onceHint: 'The first person with this link gets in without asking, while the owner who created it is in the call. After that, people who have it have to knock.',
    lifetime: 'How long the link works',
    lifetimes: { never: 'Forever', hour: '1 hour', day: '24 hours', week: '7 days' },
    once: 'Lets in one person without asking'
  }
}
