import { membersEn } from './members-en.ts'
import { pageEn } from './page-en.ts'

/** All texts of the call's screens */
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
    hint: 'You only enter it once, and it isn\'t stored.',
    label: 'Passphrase',
    open: 'Open',
    working: 'Opening…',
    wrong: 'Wrong passphrase. Try again.',
    cancel: 'Cancel'
  },
  lobby: {
    title: (group: string) => `Join ${group}`,
    looking: 'Checking who is in the call…',
    empty: 'Nobody is in the call yet. Join, and invite others.',
    present: (count: number) => count === 1 ? '1 person is in the call' : `${count} people are in the call`,
    full: 'The call is full: 8 people are in it. Wait until someone leaves.',
    problem: 'Can\'t connect. Check your connection, or ask a member for a new invite.',
    bandwidth: (kbps: number) => `Needs ${kbps} kbit/s up and ${kbps} kbit/s down`,
    warning: (count: number) => `${count} people, including you: on slow connections, voices may break up.`,
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
      frame: 'The page around this call doesn\'t let it use the microphone. You can listen for now. To talk, its owner must add allow="microphone" to the <iframe>.',
      policy: 'The host of this page forbids the microphone (Permissions-Policy). You can listen for now.',
      denied: 'The microphone is blocked. You can listen for now. To talk, allow it in the browser\'s address bar.',
      none: 'No microphone found. You can listen for now. To talk, plug one in.',
      busy: 'Another program is using the microphone. You can listen for now. To talk, close that program.',
      unsupported: 'This page can\'t use a microphone. You can listen for now. To talk, open the page over https or from localhost.',
      lost: 'The microphone was disconnected. You can listen for now.',
      chosen: 'You\'re only listening.',
      failed: 'The microphone couldn\'t be opened. You can listen for now.'
    }
  },
  speaker: { label: 'Speakers', default: 'Default speakers', unnamed: (index: number) => `Speakers ${index}` },
  joining: {
    title: 'Joining…',
    steps: { network: 'Entering the network', finding: 'Looking for members', dialling: 'Asking to join', waiting: 'Waiting for an owner of the group to let you in', connecting: 'Connecting voices', done: 'Connected' },
    problem: 'Can\'t reach anyone yet. Still trying… Check your connection, or ask a member for a new invite.',
    cancel: 'Cancel'
  },
  call: {
    alone: 'You\'re the only one here. Invite others: they can join at any time.',
    participants: 'In the call',
    tapToHear: 'Tap to hear the others',
    unheard: 'You\'re muted, so nobody hears you.',
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
    handRaised: 'Hand raised',
    volume: (name: string) => `Volume of ${name}`,
    silence: (name: string) => `Mute ${name} for me`,
    connection: (quality: string) => `Connection: ${quality}`,
    qualities: { good: 'good', fair: 'fair', poor: 'poor', lost: 'lost' },
    unlinked: 'no direct connection yet…',
    states: { new: 'connecting…', connecting: 'connecting…', connected: 'connected', reconnecting: 'reconnecting…', closed: 'connecting…' },
    roundTripTime: 'Round trip',
    jitter: 'Jitter',
    loss: 'Loss',
    route: 'Route',
    routes: { direct: 'direct', relayed: 'through a relay server', carried: 'through a member' },
    unknown: 'not measured yet',
    verify: 'Verify',
    verified: 'Verified',
    new: 'new to you',
    knownAs: (name: string) => `known to you as ${name}`,
    through: (name: string) => `through ${name}`,
    held: 'on hold: their key has changed'
  },
  verify: {
    title: 'Verify',
    hint: (name: string) => `${name} sees the same number, unless someone is intercepting your call. Compare all of it over a channel that you trust: in person, or in another call.`,
    key: 'Key',
    same: 'The numbers are the same',
    done: (name: string) => `You have verified ${name}. This browser remembers it.`,
    undo: 'No longer sure'
  },
  changedKey: {
    title: (name: string) => `${name}: is it really them?`,
    what: (name: string) => `Someone has joined as ${name}, but with a different key. It may be a new device, or someone else with this name. You won't hear each other until you decide.`,
    wasVerified: 'You had verified the old key.',
    oldKey: 'Old key',
    newKey: 'New key',
    todo: (name: string) => `Ask ${name} some other way whether they see this number:`,
    lost: 'The old key was lost or stolen: don\'t accept it again',
    trust: 'I have checked: talk to them',
    leave: 'Leave'
  },
  problems: {
    IceGatheringTimeoutError: 'connecting takes longer than usual. Still trying…',
    LinkFailedError: 'can\'t connect. Trying again…',
    'LinkFailedError:blocked': 'can\'t connect, maybe because of a firewall. Trying again…',
    'LinkFailedError:refused': 'can\'t connect, because this browser has too many connections. Close other calls, or restart the browser.',
    InvalidSdpError: 'received an invalid connection request, and ignored it.',
    CertificateMismatchError: 'someone is intercepting this connection! It was closed. Compare the safety code before you say anything.',
    UnstoredNotice: 'This browser can\'t store anything more for this site, so it forgets this group and the people in it when you close the page. Leave private browsing, allow the site to store data, or free up space on this device.',
    VisitNotice: 'This browser can\'t store anything for this site, so you have a new key, for this visit only. The others won\'t recognize you by it. To keep your key, leave private browsing, or allow the site to store data.',
    TwoRostersError: 'Two owners changed the members of this group at the same time, and only one change counts, for everyone. Check the members, and make the missing change again. If nobody made it, someone else has an owner\'s key: remove that owner, or make a new group if it is the founder\'s key.',
    SeparateCallError: 'There is another call of this group. Together you would be too many, so both calls stay separate.',
    'VersionNotice:newer-version': 'You need a newer version of groupcall to talk to this person. Reload this page, or ask which page they use.',
    'VersionNotice:older-version': 'This person needs a newer version of groupcall to talk to you. Ask them to update it, or to reload their page.',
    TakeoverNotice: 'You were in this call on another device or in another tab. That session has left, and you are here now.',
    UnrelatedRosterError: 'Others have a member list that doesn\'t continue yours. You missed too many changes, or someone gave you a false one. Ask an owner for a new invite, forget this group, and join again.'
  },
  toolbar: {
    label: 'Call',
    mute: 'Mute',
    unmute: 'Unmute',
    deafen: 'Deafen',
    undeafen: 'Undeafen',
    chat: 'Chat',
    unread: (count: number) => `${count} unread`,
    react: 'React',
    invite: 'Invite',
    settings: 'Settings',
    safety: 'Safety code',
    help: 'Help',
    leave: 'Leave'
  },
  chat: { title: 'Chat', message: 'Message', send: 'Send', empty: 'No messages yet.', close: 'Close chat' },
  react: { title: 'React', raise: 'Raise hand', lower: 'Lower hand' },
  invite: {
    title: 'Invite others',
    hint: 'Anyone with this link can join. Send it over a channel that you trust.',
    link: 'Invite link',
    copy: 'Copy link',
    copied: 'Copied',
    share: 'Share…',
    code: 'The link as a QR code',
    reach: {
      network: 'Only people on your network can open this link, because this page is served there.',
      insecure: 'People who open this link can\'t join: browsers allow calls only on https pages.',
      bare: 'This page is on your own device, so nobody else can open it. Others paste this invite into their own groupcall page, or run groupcall call with it. For a link that opens in any browser, put this page on an https server and enter its address as "page" in config.json.'
    }
  },
  settings: {
    title: 'Settings',
    echoCancellation: 'Cancel echo',
    noiseSuppression: 'Suppress noise',
    autoGainControl: 'Keep my volume even',
    sounds: 'Sounds when people join, leave, knock or write',
    notifications: 'Notifications while you\'re in another tab',
    notificationsBlocked: 'Notifications are blocked. To get them, allow them in the browser\'s address bar.'
  },
  safety: {
    title: 'Safety code',
    hint: 'Read all of it out to each other. If everybody sees the same number, nobody is intercepting the call. It changes when someone joins or leaves.',
    alone: 'The code appears as soon as someone else is in the call.'
  },
  matrix: {
    title: 'Who hears whom',
    row: 'hears',
    states: { new: 'connecting', connecting: 'connecting', connected: 'yes', carried: 'through a member', reconnecting: 'reconnecting', closed: 'no', unknown: 'unknown' }
  },
  help: {
    title: 'Keys',
    keys: { mute: 'Mute or unmute', talk: 'Hold to talk while muted', hush: 'Hold to mute for a moment', deafen: 'Hear nobody, or hear them again', hand: 'Raise or lower your hand', react: 'React', chat: 'Chat', leave: 'Leave', help: 'This help' },
    space: 'Space',
    hint: 'To change a key, click it, then press the new one.',
    press: 'Press a key…',
    reset: 'Use the default keys'
  },
  close: 'Close',
  ended: {
    titles: { left: 'You left the call', full: 'The call is full', replaced: 'You joined from somewhere else', refused: 'You weren\'t let in', removed: 'You were removed from this group', outside: 'You weren\'t let in', outdated: 'Your version is too old', ahead: 'Their version is too old', invite: 'This invite can\'t be used', locked: 'Your key is locked', unloaded: 'Loading failed', insecure: 'This page isn\'t secure', failed: 'The call was interrupted' },
    hints: {
      left: 'You can join again at any time.',
      full: '8 people are in it. Wait until someone leaves, then join again.',
      replaced: 'The same identity joined this call in another tab or on another machine.',
      refused: 'Ask a member for a new invite.',
      removed: 'An owner removed you, and the call goes on without you. If that was a mistake, ask an owner: if you join again, they see you knock.',
      outside: 'You aren\'t on this group\'s roster, and no owner in the call let you in. Ask an owner to add your key, or to be in the call when you join again.',
      outdated: 'The others have a newer version of groupcall. Reload this page, or ask them which page they use.',
      ahead: 'The others have an older version of groupcall. Ask them to update it, or to reload their page.',
      invite: 'Ask the person who sent it for a new one.',
      locked: 'You can\'t join without its passphrase.',
      unloaded: 'Check your connection, then try again.',
      insecure: 'Browsers allow calls only on pages that are served over https, or by your own computer at localhost. Open this page at an address that begins with https://.',
      failed: 'Check your connection, then try again.'
    },
    invites: {
      'not-an-invite': 'This isn\'t an invite. Copy the whole link that you were sent.',
      'other-link': 'There\'s no invite in this link. Either everything after the # is missing, or it belongs to another program. Copy the whole link again.',
      'cut-short': 'This invite is cut short. Copy the whole link again, including everything after the #.',
      damaged: 'This invite has a typo, or another program changed it. Copy the whole link again. Capitals matter.',
      'newer-version': 'This invite was created by a newer version of this program. Reload this page, or ask for a link to a newer one.',
      expired: 'This invite has expired. Ask the person who sent it for a new one.'
    },
    again: 'Join again'
  },
  says: {
    joined: (name: string) => `${name} joined`,
    knocks: (name: string) => `${name} wants to be let in`,
    left: (name: string) => `${name} left`,
    muted: (name: string) => `${name} is muted`,
    unmuted: (name: string) => `${name} is no longer muted`,
    reconnecting: (name: string) => `The connection to ${name} is lost, reconnecting`,
    back: (name: string) => `${name} is connected again`,
    message: (name: string, text: string) => `${name} writes: ${text}`,
    raised: (name: string) => `${name} raised their hand`,
    lowered: (name: string) => `${name} lowered their hand`,
    reacts: (name: string, reaction: string) => `${name} reacts: ${reaction}`,
    youRaised: 'Your hand is raised',
    youLowered: 'Your hand is lowered',
    youMuted: 'You are muted',
    youUnmuted: 'Others hear you',
    deafened: 'You hear nobody',
    undeafened: 'You hear the others',
    inCall: 'You are in the call',
    full: 'The call is full'
  }
}
