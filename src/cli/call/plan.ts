import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { getPreset } from '../../../bootstrap/index.ts'
import { defaultKeyPath } from '../../../keys/index.ts'
import { checkName, createGroup, openMicrophone, parseAudioSpec, parseInvite } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { checkListenAddress } from '../hosts.ts'
import { parseAddress, parseIceServer } from '../options.ts'
import { quote } from '../words.ts'
import type { Identity } from '../../../keys/index.ts'
import type { AudioSpec, Group, Invite } from '../../index.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** A group that nobody gave a name */
const GROUP_NAME = 'call'

/** What stands behind `groupcall call`, as commander gives it */
export interface CallOptions {
  audio: string
  speakers?: boolean
  record?: string
  name?: string
  group?: string
  key?: string
  passphraseFile?: string
  bootstrap?: string[]
  network?: string
  iceServer?: string[]
  listen?: string[]
  mdns: boolean
  muted?: boolean
  seconds?: number
  json?: boolean
  statusInterval?: number
}

/** A call that can be made: everything that was given has been looked at */
export interface CallPlan {
  invite?: Invite
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
  seconds?: number
  /** The group of the invite, or a new one */
  groupFor(identity: Identity): Group
}

/**
 * Looks at everything the user gave before anything is done: nothing is on disk
 * or on the network when this throws
 *
 * @throws {UsageError}
 * @throws {InviteError}
 * @throws {AudioFileError}
 * @throws {InvalidParametersError}
 * @throws {UnknownNetworkError}
 */
export async function planCall (link: string | undefined, options: CallOptions): Promise<CallPlan> {
  const invite = link == null ? undefined : parseInvite(link)

  if (invite != null && options.group != null) {
    throw new UsageError('--group names a new group, and the invite has one already: leave out one of them')
  }

  const name = options.name == null ? undefined : checkName(options.name, '--name: a person')
  const groupName = checkName(options.group ?? GROUP_NAME, '--group: a group')
  const bootstrap = (options.bootstrap ?? []).map(text => parseAddress(text, '--bootstrap'))
  const iceServers = (options.iceServer ?? []).map(parseIceServer)
  const audio = parseAudioSpec(options.audio)

  checkTerminal(audio)
  await Promise.all([checkSound(audio), checkDirectory(options.record), ...(options.listen ?? []).map(checkListenAddress)])

  return {
    invite,
    network: chooseNetwork(invite, options.network),
    audio,
    speakers: options.speakers ?? audio.kind === 'mic',
    record: options.record,
    name,
    keyFile: options.key ?? defaultKeyPath(),
    bootstrap,
    iceServers,
    listen: options.listen,
    mdns: options.mdns,
    muted: options.muted === true,
    seconds: options.seconds,
    groupFor: identity => invite?.group ?? createGroup({ name: groupName, owner: identity })
  }
}

function chooseNetwork (invite: Invite | undefined, asked: string | undefined): string {
  const network = asked ?? invite?.network ?? 'local'
  getPreset(network)

  if (invite != null && asked != null && asked !== invite.network) {
    throw new UsageError(`--network ${quote(asked)} is not the network of the invite, ${quote(invite.network)}: leave it out`)
  }

  return network
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
