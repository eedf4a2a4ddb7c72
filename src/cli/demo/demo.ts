import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appDirectory, pageLink } from '../app-directory.ts'
import { messageOf } from '../errors.ts'
import { Child } from './child.ts'
import { makeReport } from './demo-report.ts'
import { speechFile, VOICES } from './demo-voices.ts'
import { allTogether, createMember, nextMember } from './member.ts'
import type { ChildEnd, ChildInit } from './child.ts'
import type { DemoReport } from './demo-report.ts'
import type { DemoView } from './demo-view.ts'
import type { Member } from './member.ts'
import type { CallEvent } from '../call/events.ts'
import type { Stop } from '../stopping.ts'

/** ms for everybody to be connected; then the demo has failed */
const TOGETHER_LIMIT = 60_000

/** ms between two pictures of the levels */
const DRAW_INTERVAL = 200

/** TCP for Node, and what browsers can dial */
const LISTEN = ['tcp/0', 'tcp/0/ws', 'udp/0/webrtc-direct']

export interface DemoInit {
  participants: number
  /** Seconds to talk once everybody is connected; by default until it is stopped */
  seconds?: number
  /** IP address to listen on; all by default */
  host?: string
  view: DemoView
  stop: Stop
}

/** Runs a bootstrap peer and some participants, each in a separate process */
export class Demo {
  private readonly init: DemoInit
  private readonly children: Child[] = []
  private readonly members: Member[]
  private readonly over = Promise.withResolvers<void>()
  private folder?: string
  private redraw?: ReturnType<typeof setInterval>
  private timers: Array<ReturnType<typeof setTimeout>> = []
  private together = false
  private stopping = false
  private broken = false

  constructor (init: DemoInit) {
    this.init = init
    this.members = VOICES.slice(0, init.participants).map(createMember)
  }

  /** Whether it ended because something failed */
  get failed (): boolean {
    return this.broken
  }

  /** Resolves when every process has ended */
  async run (): Promise<DemoReport> {
    const { stop, view } = this.init

    void stop.requested().then(() => { this.over.resolve() })
    let states: string[] = []

    try {
      this.start().catch(err => { this.fail(messageOf(err)) })
      await this.over.promise
    } finally {
      states = this.members.map(({ state }) => state)
      view.members(this.members)
      await this.close()
    }

    return makeReport(this.members, states)
  }

  private async start (): Promise<void> {
    const { view } = this.init

    view.step('starting a bootstrap peer')
    this.timers.push(setTimeout(() => { this.fail('some participants didn\'t connect to each other in time') }, TOGETHER_LIMIT))

    const folder = mkdtemp(join(tmpdir(), 'groupcall-demo-')).then(folder => { this.folder = folder })
    const entering = this.startBootstrapPeer()
    // while the bootstrap peer starts
    const { createDemoInvite } = await import('./demo-invite.ts')
    const { addresses, pageUrl } = await entering
    const invite = await createDemoInvite(addresses)

    await folder

    if (this.stopping) {
      return
    }

    view.step(`starting ${this.members.length} participants, each in a separate process`)
    this.members.forEach((_, index) => { this.startMember(index, invite) })
    view.invite(invite, pageUrl == null ? undefined : pageLink(pageUrl, invite))
    this.redraw = setInterval(() => { view.members(this.members) }, DRAW_INTERVAL)
  }

  private async startBootstrapPeer (): Promise<{ addresses: string[], pageUrl?: string }> {
    const { host, view } = this.init
    const page = appDirectory() != null

    if (!page) {
      view.step('no browser can join, because the web page hasn\'t been built: run npm run build')
    }

    return new Promise((resolve, reject) => {
      let entered = false

      this.startChild({
        name: 'The bootstrap peer',
        args: ['bootstrap', '--json', '--port', '0', '--ws-port', '0', '--webrtc-port', '0', '--stun-port', '0', ...(page ? ['--page-port', '0'] : []), ...(host == null ? [] : ['--host', host])],
        onEvent: event => {
          if (event.type === 'bootstrap') {
            entered = true
            resolve(event)
          }
        },
        onDeath: end => {
          if (entered) {
            // members that have met no longer need it
            this.fail(endWords(end))
          } else {
            reject(new Error(endWords(end)))
          }
        }
      })
    })
  }

  private startMember (index: number, invite: string): void {
    const { host } = this.init
    const { name } = this.members[index]

    this.startChild({
      name,
      args: [
        'call', '-', '--json', '--name', name, '--audio', speechFile(name), '--key', join(this.folder ?? '', `${name}.json`),
        '--no-mdns', '--no-store', '--no-speakers', '--status-interval', String(DRAW_INTERVAL),
        ...(host == null ? [] : LISTEN.flatMap(rest => ['--listen', `/${host.includes(':') ? 'ip6' : 'ip4'}/${host}/${rest}`]))
      ],
      input: invite,
      onEvent: (event: CallEvent) => { this.onEvent(index, event) },
      onDeath: end => {
        this.members[index] = { ...this.members[index], state: 'died' }
        this.fail(endWords(end))
      }
    })
  }

  private startChild ({ onDeath, ...init }: Omit<ChildInit, 'onEnd'> & { onDeath(end: ChildEnd): void }): void {
    this.children.push(new Child({
      ...init,
      onEnd: end => {
        if (!end.asked) {
          onDeath(end)
        }
      }
    }))
  }

  private onEvent (index: number, event: CallEvent): void {
    const { seconds, view } = this.init
    const before = this.members[index]

    this.members[index] = nextMember(before, event)

    if (event.type === 'progress' && event.problem != null) {
      view.problem(`${before.name}: ${event.problem}`)
    }

    if (!this.together && allTogether(this.members)) {
      this.together = true
      this.timers.forEach(timer => { clearTimeout(timer) })
      view.step('everybody is connected to everybody')

      if (seconds != null) {
        this.timers.push(setTimeout(() => { this.over.resolve() }, seconds * 1_000))
      }
    }
  }

  /** Ends the demo if it makes a report; otherwise the others go on talking */
  private fail (problem: string): void {
    if (this.stopping) {
      return
    }

    this.init.view.problem(problem)

    if (this.init.seconds != null || !this.together) {
      this.broken = true
      this.over.resolve()
    }
  }

  private async close (): Promise<void> {
    this.stopping = true
    clearInterval(this.redraw)
    this.timers.forEach(timer => { clearTimeout(timer) })

    // the bootstrap peer last, so that everybody can say goodbye
    const [bootstrap, ...participants] = this.children

    await Promise.all(participants.map(async child => child.stop()))
    await bootstrap?.stop()

    if (this.folder != null) {
      await rm(this.folder, { recursive: true, force: true })
    }
  }
}

function endWords ({ name, code, signal, lastLine }: ChildEnd): string {
  const why = lastLine?.replace(/^groupcall: /, '') ?? (signal == null ? `exit code ${code}` : `ended by ${signal}`)

  return `${name} ended early: ${why}`
}
