import { createBootstrapPeer } from '../../../bootstrap/index.ts'
import { loadOrCreateIdentity } from '../../../keys/index.ts'
import { createInvite, inviteAddresses } from '../../index.ts'
import { appDirectory, pageLink } from '../app-directory.ts'
import { createGroupSync } from '../call/group-sync.ts'
import { planCall } from '../call/plan.ts'
import { readTarget } from '../call/read-target.ts'
import { messageOf, UsageError } from '../errors.ts'
import { passphraseSource } from '../passphrase.ts'
import { listenForStop, within } from '../stopping.ts'
import { howToJoin, outputTerminal } from '../terminal/how-to-join.ts'
import { countRows, DEFAULT_COLUMNS } from '../terminal/wrap.ts'
import type { CallOptions } from '../call/plan.ts'

/** Rows around the link to the page of this machine */
const OTHER_ROWS = 6

/** ms to close: a remote peer may hang */
const STOP_LIMIT = 1_500

/** ms within which a browser that can't start fails; a browser that ends later was closed */
const LAUNCH_LIMIT = 10_000

/** Options of a call in the terminal: the browser has its own microphone, speakers and key */
const TERMINAL_ONLY: Record<string, string> = {
  audio: '--audio',
  speakers: '--speakers',
  record: '--record',
  report: '--report',
  muted: '--muted',
  trust: '--trust',
  seconds: '--seconds',
  bell: '--bell',
  json: '--json',
  listen: '--listen',
  name: '--name',
  admit: '--admit',
  admitAll: '--admit-all',
  iceServer: '--ice-server',
  relayOnly: '--relay-only'
}

/**
 * `groupcall call [INVITE|GROUP|-] --open`: a call in the browser, which enters the
 * network through a bootstrap peer of this process. That also serves the page.
 *
 * @param argument - an invite, the name of a stored group, or - for an invite on standard input; a new group by default
 * @param options - as commander parses them
 * @param given - names of the options that the user passed
 * @returns the exit code
 */
export async function openCall (argument: string | undefined, options: CallOptions, given: string[]): Promise<number> {
  const clash = given.find(name => TERMINAL_ONLY[name] != null)
  const directory = appDirectory()

  if (clash != null) {
    const option = clash === 'speakers' && options.speakers === false ? '--no-speakers' : TERMINAL_ONLY[clash]

    throw new UsageError(`--open lets you talk in the browser, so ${option} has no effect here: leave out one of them`)
  }

  if (directory == null) {
    throw new UsageError('--open needs the page, which hasn\'t been built: run npm run build')
  }

  // until then, Ctrl-C ends the process
  const target = await readTarget(argument, options)
  const stop = listenForStop()
  const plan = await planCall(target, options)
  const passphrase = await passphraseSource({ file: options.passphraseFile })
  const identity = await loadOrCreateIdentity(plan.keyFile, { passphrase, onWarning: message => { process.stderr.write(`groupcall: ${message}\n`) } })
  const entries = [...plan.bootstrap, ...plan.known?.addresses ?? []]

  try {
    const peer = await createBootstrapPeer({
      network: plan.network,
      port: 0,
      wsPort: 0,
      webrtcPort: 0,
      stunPort: 0,
      bootstrap: entries.map(address => address.toString()),
      page: { directory, port: 0, inviteUrl: plan.pageUrl },
      signal: stop.signal
    })
    const fresh = plan.groupFor(identity)
    const group = await createGroupSync(plan, fresh, { onProblem: showProblem, onAlarm: () => {} })?.open() ?? fresh
    const invite = createInvite(group, { addresses: inviteAddresses(peer.node.getMultiaddrs(), entries), network: plan.network, expires: plan.invite?.expires, ticket: plan.invite?.ticket })
    const page = pageLink(peer.pageUrl ?? '', invite)

    const below = countRows(page, process.stdout.columns ?? DEFAULT_COLUMNS) + OTHER_ROWS

    process.stdout.write(`${howToJoin({ invite, pageUrl: plan.pageUrl, intro: 'Others join your call with:', below }, outputTerminal())}\n\n`)
    process.stdout.write(`The call is in your browser, with a link that works only on this machine:\n\n${page}\n\n`)
    process.stdout.write('Leave this running while you talk. Press Ctrl-C to stop it.\n')
    await openBrowser(page)
    await stop.requested()
    await within(STOP_LIMIT, Promise.resolve(peer.stop()))
  } catch (err) {
    // stopping it while it starts isn't a failure
    if (!stop.signal.aborted) {
      throw err
    }
  }

  return 0
}

function showProblem (error: Error): void {
  process.stderr.write(`groupcall: ${messageOf(error)}\n`)
}

/** Opens the link. If that fails, the user can open it by hand */
async function openBrowser (url: string): Promise<void> {
  if (process.env.GROUPCALL_BROWSER === 'none') {
    return
  }

  const began = performance.now()
  const fail = (why: string): void => { process.stderr.write(`groupcall: can't start a browser (${why}): open the link yourself\n`) }

  try {
    const { default: open } = await import('open')
    const child = await open(url)
    const onExit = (code: number | null): void => {
      if (code !== 0 && code != null && performance.now() - began < LAUNCH_LIMIT) {
        fail(`exit code ${code}`)
      }
    }

    child.once('error', err => { fail(messageOf(err)) })

    // on some systems it waits for the program that starts the browser
    if (child.exitCode == null) {
      child.once('exit', onExit)
    } else {
      onExit(child.exitCode)
    }
  } catch (err) {
    fail(messageOf(err))
  }
}
