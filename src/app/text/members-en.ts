/** What is said of groups in which only those may talk whom an owner lets in */
export const membersEn = {
  open: (count: number) => count === 1 ? '1 member' : `${count} members`,
  title: 'Members',
  list: 'Everybody on the roster',
  outsider: 'Only members may talk in this group. When you join, an owner who is in the call sees your name and key, and lets you in or not.',
  waiting: (key: string) => `The owner sees your name and your key, ${key}. You can go on waiting, or cancel.`,
  owner: 'Owner',
  you: 'you',
  present: 'in the call',
  absent: 'not in the call',
  unnamed: (key: string) => `the member with key ${key}`,
  makeOwner: 'Make owner',
  makeOwnerOf: (name: string) => `Make ${name} an owner`,
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name}`,
  askOwner: (name: string) => `Make ${name} an owner? Owners let people in, remove them, and name other owners. Another owner can undo it only by removing ${name}.`,
  askRemove: (name: string) => `Remove ${name}? Who is removed is out of the call at once, and the group gets new keys.`,
  keep: 'Go back',
  key: 'Public key',
  keyHint: '64 digits, from 0 to 9 and a to f. The start page shows everybody their own, under “Your identity”.',
  addKey: 'Add',
  added: (key: string) => `${key} may join now.`,
  problems: {
    key: 'This is no public key: it has 64 digits, from 0 to 9 and a to f.',
    known: 'This key is on the roster already.',
    full: 'The roster is full: a group has at most 256 members. Remove somebody first.',
    owners: 'There are 8 owners already, which is the most a group can have.'
  },
  knocks: {
    label: 'People who want to be let in',
    asks: (name: string, key: string) => `${name}, key ${key}, wants to be let in`,
    hint: 'Anybody can call themselves so: compare the key if you are not sure.',
    admit: 'Let in',
    deny: 'Not now'
  },
  invite: {
    hint: 'Whoever has this link knocks, and an owner in the call lets them in or not.',
    onceHint: 'The first one who has this link is let in without asking, while an owner who made it is in the call. After that it only lets people knock.',
    lifetime: 'How long the link can be used',
    lifetimes: { never: 'For ever', hour: '1 hour', day: '24 hours', week: '7 days' },
    once: 'Lets in one person without asking'
  }
}
