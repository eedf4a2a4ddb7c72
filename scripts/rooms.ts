/** A folder with one concern */
export interface Room {
  /** Its folder */
  room: string
  /** What is in it, in a few words */
  about: string
}

/** The rooms of the library, and which others each may import: `test/rooms.spec.ts` sees to it */
export const ROOMS: Array<Room & { uses: string[] }> = [
  { room: 'keys', about: 'identities', uses: [] },
  { room: 'src/network', about: 'what every peer needs', uses: ['keys'] },
  { room: 'bootstrap', about: 'the bootstrap peer', uses: ['keys', 'src/network'] },
  { room: 'src/webrtc', about: 'WebRTC, by its names', uses: [] },
  { room: 'src/media', about: 'microphone and speakers', uses: ['src/webrtc'] },
  { room: 'src/group', about: 'groups and invites', uses: ['keys'] },
  { room: 'src/contacts', about: 'people you know', uses: ['keys', 'src/group'] },
  { room: 'src/discovery', about: 'finding each other', uses: ['keys', 'src/network', 'src/group'] },
  { room: 'src/link', about: 'one connection', uses: ['src/media', 'src/webrtc'] },
  { room: 'src/mesh', about: 'all links of a call', uses: ['src/link', 'src/media', 'src/webrtc'] },
  { room: 'src/signaling', about: 'sealed messages', uses: ['keys', 'src/network', 'src/group', 'src/link'] },
  { room: 'src/call', about: 'brings them together', uses: ['keys', 'bootstrap', 'src/network', 'src/webrtc', 'src/media', 'src/group', 'src/contacts', 'src/discovery', 'src/link', 'src/mesh', 'src/signaling'] }
]

/** The rooms that use what the package exports, and nothing else */
export const USERS: Room[] = [
  { room: 'src/app', about: 'the page and the element' },
  { room: 'src/cli', about: 'the command' },
  { room: 'src/react', about: 'hooks' }
]
