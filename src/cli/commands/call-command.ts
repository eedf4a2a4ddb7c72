import { loadOrCreateIdentity, openSessionCounter, shortKey } from '../../../keys/index.ts'
import { defaultContactsPath, openContacts, REACTIONS } from '../../index.ts'
import { JsonView } from '../call/json-view.ts'
import { planCall } from '../call/plan.ts'
import { readTarget } from '../call/read-target.ts'
import { passphraseSource } from '../passphrase.ts'
import { listenForStop } from '../stopping.ts'
import { listenForKeys } from '../terminal/key-presses.ts'
import type { Group } from '../../index.ts'
import type { CallRunner } from '../call/call-runner.ts'
import type { CallOptions } from '../call/plan.ts'
import type { TerminalView } from '../call/terminal-view.ts'
import type { Stop } from '../stopping.ts'

const BELL = '\u0007'

/**
 * `groupcall call [INVITE|GROUP|-]`
 *
 * @returns the exit code
 */
export async function call (argument: string | undefined, options: CallOptions): Promise<number> {
  const began = performance.now()
  // until then, Ctrl-C ends the process
  const target = await readTarget(argument, options)
  const stop = listenForStop()
  const plan = await planCall(target, options)
  // before a new key is written beside contacts that can't be used
  const contacts = await openContacts(defaultContactsPath(plan.keyFile))
  const passphrase = await passphraseSource({ file: options.passphraseFile })
  const warnings: string[] = []
  const identity = await loadOrCreateIdentity(plan.keyFile, { passphrase, onWarning: message => { warnings.push(message) } })

  const view = options.json === true ? new JsonView(options.statusInterval) : await createTerminalView(plan.groupFor(identity), options.bell === true)
  const sessions = openSessionCounter(plan.keyFile, identity.publicKey, {
    onProblem: ({ name, message }) => { view.show({ type: 'problem', error: name, message }) }
  })
  let stopKeys = (): void => {}

  try {
    view.show({ type: 'identity', publicKey: identity.publicKey, shortKey: shortKey(identity.publicKey), file: plan.keyFile })
    warnings.forEach(message => { view.show({ type: 'problem', error: 'KeyFileWarning', message }) })

    // libp2p takes longer to load than all before it: the user sees the first line at once
    const { CallRunner } = await import('../call/call-runner.ts')
    const session = new CallRunner({ plan, identity, sessions, contacts, view, stop, began })

    if (options.json !== true && plan.audio.kind !== 'raw') {
      stopKeys = listenForKeys(keysOf(session, view as TerminalView, stop))
    }

    await session.run()
  } finally {
    stopKeys()
    view.close()
  }

  return 0
}

/** What each key does, while there is a person to press it */
function keysOf (session: CallRunner, view: TerminalView, stop: Stop): Parameters<typeof listenForKeys>[0] {
  return {
    m: () => { session.toggleMute() },
    t: () => {
      if (view.asking != null) {
        session.trust(view.asking)
      }
    },
    q: () => { stop.request('quit') },
    a: () => { session.answerKnock(true) },
    d: () => { session.answerKnock(false) },
    r: () => { session.toggleHand() },
    ...Object.fromEntries(REACTIONS.map((_, index) => [`${index + 1}`, () => { session.react(index) }])),
    n: () => { session.toggleNoiseSuppression() },
    i: () => { session.nextDevice('input') },
    o: () => { session.nextDevice('output') },
    w: () => { session.explain() },
    h: () => { view.toggleHelp() },
    interrupt: () => { process.emit('SIGINT') }
  }
}

/** Loaded only when there is a person to show the table to */
async function createTerminalView ({ name }: Group, bell: boolean): Promise<TerminalView> {
  const { TerminalView } = await import('../call/terminal-view.ts')

  return new TerminalView({ groupName: name, ring: bell && process.stdout.isTTY ? () => { process.stdout.write(BELL) } : undefined })
}
