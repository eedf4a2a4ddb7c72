import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { defaultKeyPath, isPublicKey } from '../../../keys/index.ts'
import { checkAudio, checkName, createGroup, defaultGroupsPath, getPreset, parseAudioSpec } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { checkListenAddress } from '../hosts.ts'
import { parseAddress, parseIceServers, parsePageUrl } from '../options.ts'
import { quote } from '../words.ts'
import { chooseDevices } from './choose-devices.ts'
import { checkReportFile } from './report-file.ts'
import { chooseTarget } from './target.ts'
import type { CallTarget } from './target.ts'
import type { Identity } from '../../../keys/index.ts'
import type { AudioSpec, Group, Invite, StoredGroup, VoiceFilters } from '../../index.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** The name of a new group by default */
const GROUP_NAME = 'call'

/** The options of `groupcall call`, as commander parses them */
export interface CallOptions {
  audio: string
  inviteFile?: string
  speakers?: boolean
  input?: string
  output?: string
  noiseSuppression?: boolean
  voiceActivation?: number
  bitrate?: number
  record?: string
  report?: string
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
  relayOnly?: boolean
  listen?: string[]
  mdns: boolean
  muted?: boolean
  carry?: boolean
  notCarried?: boolean
  trust?: string[]
  seconds?: number
  bell?: boolean
  json?: boolean
  statusInterval?: number
  pageUrl?: string
}

/** A call to make, from validated options */
export interface CallPlan {
  invite?: Invite
  /** The group and its addresses, from an invite or a stored group; absent for a new group */
  known?: StoredGroup
  /** Where groups are stored; absent if this one isn't to be stored */
  groupsPath?: string
  /** Public keys to admit without asking, and whether to admit everybody */
  admit: string[]
  admitAll: boolean
  network: string
  audio: AudioSpec
  filters: VoiceFilters
  /** kbit/s of the user's voice, to each of the others */
  bitrateKbps?: number
  speakers: boolean
  /** Id of the speakers; the system's default without it */
  output?: string
  record?: string
  /** Where to save a report at the end */
  report?: string
  name?: string
  keyFile: string
  bootstrap: Multiaddr[]
  /** Undefined for those of the bootstrap peers alone, empty for none */
  iceServers?: RTCIceServer[]
  /** Hide the addresses of this machine */
  relayOnly: boolean
  listen?: string[]
  mdns: boolean
  muted: boolean
  /** Whether to carry others, and to be carried */
  carry: boolean
  carried: boolean
  /** Public keys to accept under any name */
  trust: string[]
  seconds?: number
  /** The page that invites link to */
  pageUrl?: string
  /** Returns the known group, or a new one */
  groupFor(identity: Identity): Group
}

/**
 * Validates everything that the user passed. When this throws, nothing has been written
 * or sent yet.
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
  const pageUrl = parsePageUrl(options.pageUrl)
  const iceServers = parseIceServers(options.iceServer)
  const audio = parseAudioSpec(options.audio)
  const trust = (options.trust ?? []).map(text => parseKey('--trust', text, 'the warning shows it'))

  checkRelayOnly(options)
  checkDevices(options, audio)
  checkTerminal(audio)
  const [devices] = await Promise.all([chooseDevices(options), checkAudio(audio), checkDirectory(options.record), checkReportFile(options.report), ...(options.listen ?? []).map(checkListenAddress)])

  return {
    invite,
    known,
    groupsPath: options.store !== false && (known != null || options.group != null) ? groupsPath : undefined,
    admit: chooseAdmitted(options, known),
    admitAll: options.admitAll === true,
    network: chooseNetwork({ invite, known }, options.network),
    audio: audio.kind === 'mic' ? { ...audio, device: devices.input } : audio,
    speakers: options.speakers ?? (audio.kind === 'mic' || options.output != null),
    output: devices.output,
    bitrateKbps: options.bitrate,
    filters: { noiseSuppression: options.noiseSuppression, activation: options.voiceActivation },
    record: options.record,
    report: options.report,
    name,
    keyFile,
    bootstrap,
    iceServers,
    relayOnly: options.relayOnly === true,
    listen: options.listen,
    mdns: options.mdns && options.relayOnly !== true,
    muted: options.muted === true,
    carry: options.carry !== false,
    carried: options.notCarried !== true,
    trust,
    seconds: options.seconds,
    pageUrl,
    groupFor: identity => known?.group ?? createGroup({ name: groupName, owner: identity })
  }
}

/**
 * Returns the network of the target, or the one that the user asks for
 *
 * @throws {UsageError} if they differ
 * @throws {UnknownNetworkError}
 */
export function chooseNetwork ({ invite, known }: CallTarget, asked: string | undefined): string {
  const network = asked ?? known?.network ?? 'local'
  getPreset(network)

  if (known != null && asked != null && asked !== known.network) {
    throw new UsageError(`--network ${quote(asked)} isn't the network of the ${invite == null ? 'group' : 'invite'}, ${quote(known.network)}: leave it out`)
  }

  return network
}

function chooseAdmitted ({ admit = [], admitAll }: CallOptions, known?: StoredGroup): string[] {
  if ((admit.length > 0 || admitAll === true) && known?.group.roster == null) {
    throw new UsageError(`${admitAll === true ? '--admit-all' : '--admit'} admits people to the call of a members-only group, but this group is open: leave it out`)
  }

  return admit.map(text => parseKey('--admit', text, 'groupcall key show prints it'))
}

/** Parses a whole key, because anyone can create a key that begins with the same digits */
function parseKey (option: string, text: string, where: string): string {
  const publicKey = text.trim().toLowerCase()

  if (!isPublicKey(publicKey)) {
    throw new UsageError(`${option} ${quote(text)} isn't a public key: a key has 64 digits, 0 to 9 and a to f, as ${where}`)
  }

  return publicKey
}

function checkRelayOnly ({ bootstrap, listen, relayOnly }: CallOptions): void {
  if (relayOnly !== true) {
    return
  }

  if (bootstrap == null) {
    throw new UsageError('--relay-only needs a peer that may know your address, and that offers TURN: add --bootstrap ADDRESS')
  }

  if (listen != null) {
    throw new UsageError('--relay-only listens nowhere: leave --listen out')
  }
}

function checkDevices ({ input, output, speakers }: CallOptions, audio: AudioSpec): void {
  if (input != null && audio.kind !== 'mic') {
    throw new UsageError('--input names a microphone, but --audio sends something else: leave out one of them')
  }

  if (output != null && speakers === false) {
    throw new UsageError('--output names speakers, but --no-speakers plays nothing: leave out one of them')
  }
}

function checkTerminal (audio: AudioSpec): void {
  if (audio.kind === 'raw' && process.stdin.isTTY) {
    throw new UsageError('--audio - reads raw sound (16-bit, 48 kHz, mono) from standard input, which is a terminal: pipe something into it')
  }
}

/** The folder is created when the first participant is heard, so this checks the folders above it */
async function checkDirectory (directory?: string): Promise<void> {
  if (directory == null) {
    return
  }

  if (directory.trim() === '') {
    throw new UsageError('--record "" doesn\'t name a folder: name one for the recordings')
  }

  for (let path = resolve(directory); ; path = dirname(path)) {
    try {
      if (!(await stat(path)).isDirectory()) {
        throw new UsageError(`--record ${quote(directory)}: ${quote(path)} isn't a folder: name another folder for the recordings`)
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
        throw new UsageError(`--record ${quote(directory)}: a file is in the way: name another folder for the recordings`)
      }

      throw new UsageError(`--record ${quote(directory)} can't be written (${err.code ?? err.message}): name another folder for the recordings`)
    }
  }
}
