import { membersEn } from './members-en.ts'
import { pageEn } from './page-en.ts'

/** Every word that the call's screens say */
export const en = {
  lang: 'en',
  page: pageEn,
  members: membersEn,
  nobody: 'Somebody',
  you: 'you',
  person: (name: string, key: string) => `${name}, key ${key}`,
  loading: 'Getting ready…',
  unlock: {
    title: 'Your key has a passphrase',
    hint: 'It is asked for once, and kept nowhere.',
    label: 'Passphrase',
    open: 'Open',
    working: 'Opening…',
    wrong: 'This passphrase does not open the key. Try again.',
    cancel: 'Cancel'
  },
  lobby: {
    title: (group: string) => `Join ${group}`,
    looking: 'Looking who is there…',
    empty: 'Nobody is in the call yet. Join, and invite others.',
    present: (count: number) => count === 1 ? '1 person is in the call' : `${count} people are in the call`,
    full: 'The call is full: 8 people are in it. Wait until somebody leaves.',
    problem: 'The network cannot be entered. Check your connection, or ask a member for a new invite.',
    bandwidth: (kbps: number) => `Needs ${kbps} kbit/s up and ${kbps} kbit/s down`,
    warning: (count: number) => `With you there are ${count}: voices may suffer on slow connections.`,
    join: 'Join',
    listenOnly: 'Join and listen'
  },
  microphone: {
    label: 'Microphone',
    default: 'Default microphone',
    unnamed: (index: number) => `Microphone ${index}`,
    level: 'How loud you are',
    retry: 'Try again',
    problems: {
      denied: 'The microphone is not allowed. Allow it in the address bar of the browser. You can listen meanwhile.',
      none: 'There is no microphone. Plug one in. You can listen meanwhile.',
      busy: 'Another program uses the microphone. Close it there. You can listen meanwhile.',
      unsupported: 'This page may not use a microphone: open it by https or from localhost. You can listen meanwhile.',
      lost: 'The microphone was taken away. You can listen meanwhile.',
      chosen: 'You are listening only.',
      failed: 'The microphone could not be opened. You can listen meanwhile.'
    }
  },
  speaker: { label: 'Speakers', default: 'Default speakers', unnamed: (index: number) => `Speakers ${index}` },
  joining: {
    title: 'Joining…',
    steps: { network: 'Entering the network', finding: 'Looking for members', dialling: 'Asking to be let in', waiting: 'Waiting for an owner of the group to let you in', connecting: 'Connecting voices', done: 'Connected' },
    problem: 'Nobody can be reached yet. The search goes on: check your connection, or ask a member for a new invite.',
    cancel: 'Cancel'
  },
  call: {
    alone: 'You are alone in the call. Invite others: they can join at any time.',
    participants: 'In the call',
    tapToHear: 'Tap to hear the others',
    matrixHint: 'Not everybody hears everybody',
    dismiss: 'Dismiss'
  },
  clock: {
    ahead: (duration: string) => `Your clock is ${duration} ahead of the others. Set it right, or others may not find you.`,
    behind: (duration: string) => `Your clock is ${duration} behind the others. Set it right, or others may not find you.`,
    days: (count: number) => `${count} days`,
    hours: (count: number) => `${count} h`,
    minutes: (count: number) => `${count} min`
  },
  tile: {
    muted: 'muted',
    listening: 'listens only',
    speaking: 'speaking',
    volume: (name: string) => `Volume of ${name}`,
    connection: (quality: string) => `Connection: ${quality}`,
    qualities: { good: 'good', fair: 'fair', poor: 'poor', lost: 'lost' },
    states: { new: 'connecting…', connecting: 'connecting…', connected: 'connected', reconnecting: 'reconnecting…', closed: 'gone' },
    roundTripTime: 'Round trip',
    jitter: 'Jitter',
    loss: 'Loss',
    route: 'Way',
    routes: { direct: 'direct', relayed: 'through a relay server', carried: 'carried by a member' },
    unknown: 'not measured yet',
    verify: 'Verify',
    verified: 'Verified',
    new: 'new to you',
    knownAs: (name: string) => `known to you as ${name}`,
    held: 'held: another key than you know'
  },
  verify: {
    title: 'Verify',
    hint: (name: string) => `${name} sees this number too, unless somebody is in between. Compare all of it by a way that you trust: meet, or call each other otherwise.`,
    key: 'Key',
    same: 'The numbers are the same',
    done: (name: string) => `You have verified ${name}. This browser remembers it.`,
    undo: 'Not sure any more'
  },
  changedKey: {
    title: (name: string) => `${name}: is it really them?`,
    what: (name: string) => `Somebody has joined as ${name}, but with another key than you know. It may be a new device, or somebody else under this name. You do not hear each other until you decide.`,
    wasVerified: 'You had verified the key that you know.',
    oldKey: 'The key that you know',
    newKey: 'The key now',
    todo: (name: string) => `Ask ${name} by another way whether they see this number:`,
    lost: 'The key that I know was lost or stolen: accept it no more',
    trust: 'I have checked: talk with them',
    leave: 'Leave'
  },
  problems: {
    IceGatheringTimeoutError: 'it takes long to find a way to connect. It goes on.',
    LinkFailedError: 'nothing gets through: a firewall may be in the way. It is tried again.',
    InvalidSdpError: 'what came to connect with was not valid, so it was dropped.',
    CertificateMismatchError: 'somebody is in between! The connection was closed: compare the safety code before you say anything.',
    SessionStoreError: 'This browser can\'t store anything for this site, so joining again may take longer. Leave private browsing, or allow the site to store data.',
    TwoRostersError: 'Owners of this group have changed its members at the same time, or somebody else has the key of one. Open the members, and compare them with each other.'
  },
  toolbar: {
    label: 'Call',
    mute: 'Mute',
    unmute: 'Unmute',
    deafen: 'Deafen',
    undeafen: 'Undeafen',
    chat: 'Chat',
    unread: (count: number) => `${count} unread`,
    invite: 'Invite',
    settings: 'Settings',
    safety: 'Safety code',
    help: 'Help',
    leave: 'Leave'
  },
  chat: { title: 'Chat', message: 'Message', send: 'Send', empty: 'Nothing was written yet.', close: 'Close chat' },
  invite: {
    title: 'Invite others',
    hint: 'Whoever has this link can join. Send it over a way that you trust.',
    link: 'Invite link',
    copy: 'Copy link',
    copied: 'Copied',
    code: 'The same as a QR code'
  },
  settings: {
    title: 'Settings',
    echoCancellation: 'Cancel echo',
    noiseSuppression: 'Suppress noise',
    autoGainControl: 'Keep my volume even'
  },
  safety: {
    title: 'Safety code',
    hint: 'Read all of it out to each other. If everybody sees the same number, nobody is in between. It changes when someone joins or leaves.',
    alone: 'There is a code as soon as somebody else is in the call.'
  },
  matrix: {
    title: 'Who hears whom',
    row: 'hears',
    states: { new: 'connecting', connecting: 'connecting', connected: 'yes', reconnecting: 'reconnecting', closed: 'no', unknown: 'not known' }
  },
  help: {
    title: 'Keys',
    keys: { mute: 'Mute or unmute', talk: 'Hold to talk while muted', deafen: 'Hear nobody, or hear them again', chat: 'Chat', leave: 'Leave', help: 'This help' },
    space: 'Space'
  },
  close: 'Close',
  ended: {
    titles: { left: 'You left the call', full: 'The call is full', replaced: 'You joined from somewhere else', refused: 'You were not let in', removed: 'You were taken off this group\'s roster', outside: 'You were not let in', invite: 'This invite cannot be used', locked: 'Your key is locked', unloaded: 'The program could not be loaded', failed: 'The call could not go on' },
    hints: {
      left: 'You can join again at any time.',
      full: '8 people are in it. Wait until somebody leaves, then join again.',
      replaced: 'The same identity joined this call in another tab or on another machine.',
      refused: 'Ask a member for a new invite.',
      removed: 'An owner did that, and the others talk on. Ask an owner if it was not meant: joining again lets you knock.',
      outside: 'You are not on the roster of this group, and no owner in the call has let you in. Ask an owner to add your key, or to be in the call when you join again.',
      invite: 'Ask whoever sent it for a new one.',
      locked: 'Without its passphrase you cannot join.',
      unloaded: 'Check your connection, then try again.',
      failed: 'Check your connection, then try again.'
    },
    invites: {
      'not-an-invite': 'It is no invite, or not of this program. Copy the whole link that somebody sent you.',
      'cut-short': 'It is cut short, or has a typing error. Copy the whole link again.',
      'newer-version': 'It was made by a newer version of this program. Load this page again, or ask where there is a newer one.',
      expired: 'It has expired. Ask whoever sent it for a new one.'
    },
    again: 'Join again'
  },
  says: {
    joined: (name: string) => `${name} joined`,
    left: (name: string) => `${name} left`,
    muted: (name: string) => `${name} is muted`,
    unmuted: (name: string) => `${name} is no longer muted`,
    reconnecting: (name: string) => `The connection to ${name} is lost, reconnecting`,
    back: (name: string) => `${name} is connected again`,
    message: (name: string, text: string) => `${name} writes: ${text}`,
    youMuted: 'You are muted',
    youUnmuted: 'Others hear you',
    deafened: 'You hear nobody',
    undeafened: 'You hear the others',
    inCall: 'You are in the call',
    full: 'The call is full'
  }
}
