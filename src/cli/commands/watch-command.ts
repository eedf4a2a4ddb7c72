import { loadOrCreateIdentity } from '../../../keys/index.ts'
import { checkName, createCallPeer, defaultGroupsPath, groupIdOf, loadGroup } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { keyFileOf } from '../groups/own.ts'
import { parseAddress } from '../options.ts'
import { passphraseSource } from '../passphrase.ts'
import { printJson } from '../print-json.ts'
import { listenForStop, within } from '../stopping.ts'
import { listenForKeys } from '../terminal/key-presses.ts'
import { GroupWatch } from '../watch/group-watch.ts'
import { missedLine, watchLine } from '../watch/watch-lines.ts'
import { call } from './call-command.ts'
import type { StoredGroup } from '../../index.ts'
import type { WatchEvent, WatchView } from '../watch/watch-events.ts'

const BELL = '\u0007'

/** ms between two rings of the terminal's bell */
const BELL_INTERVAL = 2_000

/** ms to close everything, so that the user doesn't have to wait */
const STOP_LIMIT = 600

export interface WatchOptions {
  audio: string
  bootstrap?: string[]
  doNotDisturb?: boolean
  json?: boolean
  key?: string
  listen?: string[]
  mdns: boolean
  name?: string
  passphraseFile?: string
}

/** Shows events, and counts missed calls */
class WatchLines implements WatchView {
  private readonly json: boolean
  private readonly missed: string[] = []

  constructor (json: boolean) {
    this.json = json
  }

  show (event: WatchEvent): void {
    if (event.type === 'missed') {
      this.missed.push(missedLine(event.group, event.call))
    }

    if (this.json) {
      printJson(event)
    } else {
      this.print(watchLine(event, process.stdout.isTTY))
    }
  }

  listMissed (): void {
    this.print(this.missed.length === 0 ? 'No missed calls' : this.missed.join('\n'))
  }

  private print (text?: string): void {
    if (text != null) {
      process.stdout.write(`${text}\n`)
    }
  }
}

/**
 * `groupcall watch GROUP…`
 *
 * @returns the exit code
 */
export async function watch (names: string[], options: WatchOptions): Promise<number> {
  const groups = await groupsToWatch(names, keyFileOf(options))
  const name = options.name == null ? undefined : checkName(options.name, '--name: a person')
  const bootstrap = (options.bootstrap ?? []).map(text => parseAddress(text, '--bootstrap'))
  const identity = await loadOrCreateIdentity(keyFileOf(options), { passphrase: await passphraseSource({ file: options.passphraseFile }) })
  const stop = listenForStop()
  const view = new WatchLines(options.json === true)
  const accepted = Promise.withResolvers<string>()
  const peer = await createCallPeer({ identity, network: groups[0].network, bootstrap, listen: options.listen, mdns: options.mdns, signal: stop.signal })
  let quiet = options.doNotDisturb === true
  const watches = groups.map(stored => new GroupWatch({ peer, stored, name, view, quiet }))
  const ringing = (): GroupWatch | undefined => watches.find(({ ringing }) => ringing)
  const bell = setInterval(() => {
    if (ringing() != null && process.stdout.isTTY) {
      process.stdout.write(BELL)
    }
  }, BELL_INTERVAL)
  const stopKeys = options.json === true
    ? () => {}
    : listenForKeys({
      a: () => {
        const watched = ringing()

        if (watched != null) {
          watched.answer(true)
          accepted.resolve(watched.id)
        }
      },
      d: () => { ringing()?.answer(false) },
      l: () => { view.listMissed() },
      n: () => {
        quiet = !quiet
        watches.forEach(watched => { watched.setQuiet(quiet) })
        view.show({ type: 'quiet', quiet })
      },
      q: () => { stop.request('quit') },
      interrupt: () => { process.emit('SIGINT') }
    })
  let id: string | undefined

  try {
    await Promise.all(watches.map(async watched => watched.start({ signal: stop.signal })))
    view.show({ type: 'watching', groups: groups.map(({ group }) => ({ id: groupIdOf(group), group: group.name })) })
    id = await Promise.race([accepted.promise, stop.requested().then(() => undefined)])
  } catch (err) {
    if (!stop.signal.aborted) {
      throw err
    }
  } finally {
    clearInterval(bell)
    stopKeys()
    await within(STOP_LIMIT, Promise.all(watches.map(async watched => watched.stop())))
    await within(STOP_LIMIT, Promise.resolve(peer.stop()))
  }

  return id == null ? 0 : call(id, options)
}

async function groupsToWatch (names: string[], keyFile: string): Promise<StoredGroup[]> {
  const groups = await Promise.all(names.map(async name => loadGroup(defaultGroupsPath(keyFile), name)))

  if (new Set(groups.map(({ network }) => network)).size > 1) {
    throw new UsageError('these groups meet in different networks: watch those of each network with a command of its own')
  }

  return groups
}
