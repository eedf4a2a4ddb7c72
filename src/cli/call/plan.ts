import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { defaultKeyPath, isPublicKey } from '../../../keys/index.ts'
import { checkName, createGroup, defaultGroupsPath, getPreset, openMicrophone, parseAudioSpec } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { checkListenAddress } from '../hosts.ts'
import { parseAddress, parseIceServer } from '../options.ts'
import { quote } from '../words.ts'
import { chooseTarget } from './target.ts'
import type { CallTarget } from './target.ts'
import type { Identity } from '../../../keys/index.ts'
import type { AudioSpec, Group, Invite, StoredGroup } from '../../index.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** A group that nobody gave a name */
const GROUP_NAME = 'call'

/** What stands behind `groupcall call`, as commander gives it */
export interface CallOptions {
  audio: string
  inviteFile?: string
  speakers?: boolean
  record?: string
  name?: string
  group?: string
  store?: boolean
  admit?: string[]
  admitAll?: boolean
  key?: string
  passphraseFile?: string
  bootstrap?: string[]
  network?: string
  iceServer?: string[]
  listen?: string[]
  mdns: boolean
  muted?: boolean
  trust?: string[]
  seconds?: number
  json?: boolean
  statusInterval?: number
}

/** A call that can be made: everything that was given has been looked at */
export interface CallPlan {
  invite?: Invite
  /** The group and the ways to it, of an invite or of one that is kept; absent for a new group */
  known?: StoredGroup
  /** Where the group is kept; absent when it is to be forgotten after the call */
  groupsPath?: string
  /** Who is let in without asking, as public keys, and whether everybody is */
  admit: string[]
  admitAll: boolean
  network: string
  audio: AudioSpec
  speakers: boolean
  record?: string
  name?: string
  keyFile: string
  bootstrap: Multiaddr[]
  iceServers: RTCIceServer[]
  listen?: string[]
  mdns: boolean
  muted: boolean
  /** Public keys that are accepted under whatever name */
  trust: string[]
  seconds?: number
  /** The group that is known, or a new one */
  groupFor(identity: Identity): Group
}

/**
 * Looks at everything the user gave before anything is done: nothing is on disk
 * or on the network when this throws
 *
 * @throws {UsageError}
 * @throws {InviteError}
 * @throws {GroupNameError}
 * @throws {GroupFileError}
 * @throws {AudioFileError}
 * @throws {InvalidParametersError}
 * @throws {UnknownNetworkError}
 */
export async function planCall (target: string | undefined, options: CallOptions): Promise<CallPlan> {
  const keyFile = options.key ?? defaultKeyPath()
  const groupsPath = defaultGroupsPath(keyFile)
  const bootstrap = (options.bootstrap ?? []).map(text => parseAddress(text, '--bootstrap'))
  const { invite, known } = await chooseTarget(target, options.group, groupsPath, bootstrap)
  const name = options.name == null ? undefined : checkName(options.name, '--name: a person')
  const groupName = checkName(options.group ?? GROUP_NAME, '--group: a group')
  const iceServers = (options.iceServer ?? []).map(parseIceServer)
  const audio = parseAudioSpec(options.audio)
  const trust = (options.trust ?? []).map(text => parseKey('--trust', text, 'the warning shows it'))

  checkTerminal(audio)
  await Promise.all([checkSound(audio), checkDirectory(options.record), ...(options.listen ?? []).map(checkListenAddress)])

  return {
    invite,
    known,
    groupsPath: options.store !== false && (known != null || options.group != null) ? groupsPath : undefined,
    admit: chooseAdmitted(options, known),
    admitAll: options.admitAll === true,
    network: chooseNetwork({ invite, known }, options.network),
    audio,
    speakers: options.speakers ?? audio.kind === 'mic',
    record: options.record,
    name,
    keyFile,
    bootstrap,
    iceServers,
    listen: options.listen,
    mdns: options.mdns,
    muted: options.muted === true,
    trust,
    seconds: options.seconds,
    groupFor: identity => known?.group ?? createGroup({ name: groupName, owner: identity })
  }
}

function chooseNetwork ({ invite, known }: CallTarget, asked: string | undefined): string {
  const network = asked ?? known?.network ?? 'local'
  getPreset(network)

  if (known != null && asked != null && asked !== known.network) {
    throw new UsageError(`--network ${quote(asked)} is not the network of the ${invite == null ? 'group' : 'invite'}, ${quote(known.network)}: leave it out`)
  }

  return network
}

function chooseAdmitted ({ admit = [], admitAll }: CallOptions, known?: StoredGroup): string[] {
  if ((admit.length > 0 || admitAll === true) && known?.group.roster == null) {
    throw new UsageError(`${admitAll === true ? '--admit-all' : '--admit'} lets people into the call of a group with members only, and this is none: leave it out`)
  }

  return admit.map(text => parseKey('--admit', text, 'groupcall key show prints it'))
}

/** The whole key: somebody else can make one that begins with the same digits */
function parseKey (option: string, text: string, where: string): string {
  const publicKey = text.trim().toLowerCase()

  if (!isPublicKey(publicKey)) {
    throw new UsageError(`${option} ${quote(text)} is no public key: it has 64 digits, 0 to 9 and a to f, as ${where}`)
  }

  return publicKey
}

function checkTerminal (audio: AudioSpec): void {
  if (audio.kind === 'raw' && process.stdin.isTTY) {
    throw new UsageError('--audio - reads raw sound (16-bit, 48 kHz, mono) from standard input, and that is a terminal: pipe something into it')
  }
}

/** A file is read twice so that its sound begins when the call does */
async function checkSound (audio: AudioSpec): Promise<void> {
  if (audio.kind === 'wav') {
    const microphone = await openMicrophone(audio)
    await microphone.stop()
  }
}

/** It is made when the first participant is heard, so the folders above it decide */
async function checkDirectory (directory?: string): Promise<void> {
  if (directory == null) {
    return
  }

  if (directory.trim() === '') {
    throw new UsageError('--record "" names no folder: give one for the recordings')
  }

  for (let path = resolve(directory); ; path = dirname(path)) {
    try {
      if (!(await stat(path)).isDirectory()) {
        throw new UsageError(`--record ${quote(directory)}: ${quote(path)} is no folder: name another one for the recordings`)
      }

      await access(path, constants.W_OK)

      return
    } catch (err: any) {
      if (err.code === 'ENOENT' && dirname(path) !== path) {
        continue
      }

      if (err instanceof UsageError) {
        throw err
      }

      if (err.code === 'ENOTDIR') {
        throw new UsageError(`--record ${quote(directory)}: a file is in its way: name another folder for the recordings`)
      }

      throw new UsageError(`--record ${quote(directory)} cannot be written (${err.code}): name another folder for the recordings`)
    }
  }
}
