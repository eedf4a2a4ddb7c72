import { TypedEventEmitter } from 'main-event'
import { Chat } from './chat.ts'
import { Devices } from './devices.ts'
import { endingOf } from './ending.ts'
import { GroupKeeper } from './group-keeper.ts'
import { Invitation } from './invitation.ts'
import { keepOrder } from './keep-order.ts'
import { keptIdentity } from './kept-identity.ts'
import { loadEngine } from './load-engine.ts'
import { Matrix } from './matrix.ts'
import { makeMembersState } from './members-state.ts'
import { makeParticipantState } from './participant-state.ts'
import { People } from './people.ts'
import { TwoRostersError } from './two-rosters-error.ts'
import { Unlocking } from './unlocking.ts'
import { Voice } from './voice.ts'
import type { Engine } from './load-engine.ts'
import type { Identity } from '../../../keys/index.ts'
import type { CallPeer, GroupCall, JoinProgress, Lobby, Participant } from '../../index.ts'
import type { CallScreenActions, CallScreenState, Ending, InviteChoice, LobbyState, MembersChange, PersonState, Phase, Problem, ProcessingState, ProgressState } from '../model/state.ts'

/** ms between two pictures of the levels */
const LEVEL_INTERVAL = 100

/** While libp2p is on its way */
const NO_BANDWIDTH = { uploadKbps: 0, downloadKbps: 0, totalKbps: 0, participantCount: 1, warning: false }

/** Problems that are shown at once: the newest */
const MAX_PROBLEMS = 3

export interface CallSessionInit {
  /** The link, or what stands behind its `#` */
  invite: string
  /** What the person is called */
  name: string
  /** Multiaddrs of peers to enter the network by, besides those in the invite */
  bootstrap: string[]
  iceServers?: RTCIceServer[]
  /** Where invites for others lead: an address of a page */
  inviteBase: string
  /** Where the identity is kept, see `defaultKeyPath` */
  identityPath?: string
}

export interface CallSessionEvents {
  /** The state is another one */
  change: CustomEvent<void>
  'participant:join': CustomEvent<Participant>
  'participant:leave': CustomEvent<Participant>
  phase: CustomEvent<Phase>
}

/**
 * One person's way through a call in a page: the lobby, the call and its end. Makes
 * plain data of it for the views, and does what they are told to do.
 */
export class CallSession extends TypedEventEmitter<CallSessionEvents> implements CallScreenActions {
  private readonly init: CallSessionInit
  private readonly devices = new Devices(() => { this.change() })
  private readonly chat = new Chat()
  private readonly matrix = new Matrix()
  private readonly voice: Voice
  private readonly unlocking = new Unlocking(() => { this.onUnlocking() })
  private readonly stopped = new AbortController()
  private phase: Phase = 'loading'
  private engine?: Engine
  private identity?: Identity
  private people?: People
  private peer?: CallPeer
  private keeper?: GroupKeeper
  private readonly invitation = new Invitation()
  private shownKnocks: PersonState[] = []
  private lobby?: Lobby
  private call?: GroupCall
  private progress: ProgressState[] = []
  private problems: Problem[] = []
  private nextProblem = 1
  private ending?: Ending
  private failure?: Error
  private levelTimer?: ReturnType<typeof setInterval>
  private changing = false

  constructor (init: CallSessionInit) {
    super()

    this.init = init
    this.voice = new Voice({ devices: this.devices, onChange: () => { this.change() } })
    this.onPageHide = this.onPageHide.bind(this)
  }

  get state (): CallScreenState {
    const { call } = this
    const lobby = this.lobbyState
    const participants = call?.participants ?? []
    const count = (this.phase === 'lobby' ? lobby.participants.length : participants.length) + 1
    const name = call?.name ?? this.init.name
    const publicKey = this.identity?.publicKey ?? ''

    return {
      phase: this.phase,
      passphrase: this.unlocking.state,
      group: { name: this.keeper?.group.name ?? '', invite: this.makeInvite(), choice: this.invitation.choice },
      self: { name, publicKey, ...this.voice.state },
      kept: this.people?.kept ?? true,
      lobby,
      progress: this.progress,
      participants: participants.map(participant => makeParticipantState(participant, this.voice.volumeOf(participant.publicKey), this.people?.numberOf(participant.publicKey) ?? '')),
      members: this.keeper == null ? undefined : makeMembersState(this.keeper.group, { publicKey, name }, participants),
      knocks: this.knocks,
      devices: this.devices.state,
      messages: this.chat.messages,
      unread: this.chat.unread,
      matrix: this.matrix.update({ publicKey, name }, participants, performance.now()),
      safetyCode: participants.length === 0 ? '' : call?.safetyCode ?? '',
      soundBlocked: this.voice.blocked,
      bandwidth: this.engine?.estimateBandwidth(count) ?? NO_BANDWIDTH,
      problems: this.problems,
      ending: this.ending
    }
  }

  /** Who knocks again stays where it is on the screen: nobody lets in the wrong one */
  private get knocks (): PersonState[] {
    this.shownKnocks = keepOrder(this.shownKnocks, this.call?.knocks ?? [])

    return this.shownKnocks
  }

  private get lobbyState (): LobbyState {
    const { lobby } = this

    return lobby == null
      ? { looking: true, participants: [], full: false }
      : { looking: lobby.looking, participants: [...lobby.participants], full: lobby.full, problem: lobby.problem }
  }

  /** The one call, for who wants to do more with it than the screen does */
  get groupCall (): GroupCall | undefined {
    return this.call
  }

  /** Loads libp2p, enters the network and looks who is in the call */
  async start (): Promise<void> {
    window.addEventListener('pagehide', this.onPageHide)
    this.devices.start()

    try {
      const engine = await loadEngine()
      this.engine = engine
      const identityPath = this.init.identityPath ?? engine.defaultKeyPath()
      const { publicKey } = await keptIdentity(engine, identityPath)
      this.keeper = await GroupKeeper.open({
        engine,
        link: this.init.invite,
        path: engine.defaultGroupsPath(identityPath),
        publicKey,
        onError: err => { this.report(err) }
      })
      this.change()
      const identity = await this.openIdentity(engine, identityPath)
      this.peer = await engine.createCallPeer({
        identity,
        network: this.keeper.network,
        bootstrap: this.init.bootstrap,
        signal: this.stopped.signal
      })
      await this.voice.start(engine)
      await this.enterLobby()
    } catch (err: any) {
      if (!this.stopped.signal.aborted) {
        this.end(err)
      }
    }
  }

  /** Leaves the call and closes everything. Harmless when done twice */
  async stop (): Promise<void> {
    this.stopped.abort()
    this.unlocking.cancel()
    clearInterval(this.levelTimer)
    window.removeEventListener('pagehide', this.onPageHide)
    this.devices.stop()
    await Promise.all([this.call?.leave(), this.lobby?.stop(), this.people?.contacts.settled()])
    await this.voice.stop()
    await this.peer?.stop()
  }

  join (): void {
    if (this.phase === 'lobby' && this.lobby?.full !== true) {
      this.enterCall().catch(err => {
        // who has left in the meantime knows why it came to nothing
        if (this.call?.state !== 'leaving' && this.phase !== 'ended') {
          this.end(err)
        }
      })
    }
  }

  leave (): void {
    this.call?.leave().catch(err => { this.report(err) })
  }

  again (): void {
    if (this.phase === 'ended') {
      this.ending = undefined
      this.failure = undefined
      this.problems = []

      if (this.peer == null) {
        this.start().catch(err => { this.end(err) })
      } else {
        this.retryMicrophone()
        this.enterLobby().catch(err => { this.end(err) })
      }
    }
  }

  unlock (passphrase: string): void {
    this.unlocking.answer(passphrase)
  }

  cancelUnlock (): void {
    this.unlocking.cancel()
  }

  trust (publicKey: string, forgetOthers: boolean): void {
    this.call?.trust(publicKey, { forgetOthers })
    this.change()
  }

  setVerified (publicKey: string, verified: boolean): void {
    this.people?.contacts.verify(publicKey, verified)
  }

  toggleMute (): void {
    this.voice.toggleMute()
  }

  holdToTalk (held: boolean): void {
    this.voice.holdToTalk(held)
  }

  toggleDeafen (): void {
    this.voice.toggleDeafen()
  }

  setVolume (publicKey: string, volume: number): void {
    this.voice.setVolume(publicKey, volume)
  }

  sendMessage (text: string): void {
    const trimmed = text.trim()

    if (this.call != null && this.identity != null && trimmed !== '') {
      this.call.sendMessage(trimmed)
      this.chat.add({ from: this.identity.publicKey, name: this.call.name, text: trimmed, own: true })
      this.change()
    }
  }

  readMessages (): void {
    this.chat.read()
    this.change()
  }

  chooseMicrophone (microphone: string): void {
    this.devices.choose({ microphone })
    this.voice.reopen().catch(err => { this.report(err) })
  }

  chooseSpeaker (speaker: string): void {
    this.devices.choose({ speaker })
    this.voice.useSpeaker()
  }

  setProcessing (processing: Partial<ProcessingState>): void {
    this.devices.choose({ processing: { ...this.devices.state.processing, ...processing } })
    this.voice.reopen().catch(err => { this.report(err) })
  }

  retryMicrophone (): void {
    this.voice.reopen().catch(err => { this.report(err) })
  }

  allowSound (): void {
    this.voice.allowSound()
  }

  dismissProblem (id: number): void {
    this.problems = this.problems.filter(problem => problem.id !== id)
    this.change()
  }

  admit (publicKey: string): void {
    this.call?.admit(publicKey).catch(err => { this.report(err) })
  }

  deny (publicKey: string): void {
    this.call?.deny(publicKey)
  }

  changeMembers (change: MembersChange): void {
    this.call?.changeRoster(change).catch(err => { this.report(err) })
  }

  chooseInvite (choice: InviteChoice): void {
    const { engine, keeper } = this

    if (engine != null && keeper != null) {
      this.invitation.choose(choice, expires => {
        const ticket = engine.createTicket(expires)
        keeper.addTicket(ticket)

        return ticket
      })
      this.change()
    }
  }

  /** And with it who is known to the person */
  private async openIdentity (engine: Engine, identityPath: string): Promise<Identity> {
    const identity = await this.unlocking.open(engine, identityPath)
    this.identity = identity
    this.people = await People.open({
      engine,
      publicKey: identity.publicKey,
      identityPath,
      onChange: () => { this.change() },
      onProblem: err => { this.report(err) }
    })

    return identity
  }

  private onUnlocking (): void {
    if (this.unlocking.state != null) {
      this.setPhase('passphrase')
    } else if (this.phase === 'passphrase') {
      this.setPhase('loading')
    }
  }

  private async enterLobby (): Promise<void> {
    const { peer, keeper } = this

    if (peer == null || keeper == null || this.stopped.signal.aborted) {
      return
    }

    keeper.keep()
    this.lobby = await peer.services.calls.look(keeper.group, { name: this.init.name, addresses: [...keeper.addresses], signal: this.stopped.signal })
    this.lobby.addEventListener('change', () => { this.change() })
    this.levelTimer ??= setInterval(() => { this.change() }, LEVEL_INTERVAL)
    this.setPhase('lobby')
  }

  private async enterCall (): Promise<void> {
    const { peer, keeper, lobby } = this

    if (peer == null || keeper == null) {
      return
    }

    this.progress = []
    this.chat.clear()
    this.voice.allowSound()
    this.setPhase('joining')
    const { calls } = peer.services
    const joining = calls.join(keeper.group, {
      microphone: async options => this.voice.handOver(options),
      name: this.init.name,
      muted: this.voice.state.muted,
      contacts: this.people?.contacts,
      addresses: [...keeper.addresses],
      ticket: keeper.ticket,
      expires: keeper.expires,
      tickets: () => keeper.tickets,
      iceServers: this.init.iceServers,
      signal: this.stopped.signal,
      onProgress: progress => { this.onProgress(progress) }
    })
    // it has told the join whom to ask; its own questions would be of a session that is over
    const left = lobby?.stop()
    // there from the first moment, so that no event is missed
    const call = calls.calls.at(-1)

    if (call != null) {
      this.call = call
      this.voice.useCall(call)
      this.listen(call)
    }

    await joining
    await left

    if (call?.state !== 'ended') {
      this.setPhase('call')
    }
  }

  private listen (call: GroupCall): void {
    call.addEventListener('state', ({ detail }) => {
      if (detail === 'ended' && this.call === call) {
        this.end(this.failure)
      }
    })
    call.addEventListener('participant:join', ({ detail }) => {
      this.safeDispatchEvent('participant:join', { detail })
      this.change()
    })
    call.addEventListener('participant:leave', ({ detail }) => {
      this.voice.remove(detail)
      this.safeDispatchEvent('participant:leave', { detail })
      this.change()
    })
    call.addEventListener('identity:changed', ({ detail: { participant } }) => {
      // it may have been heard before it took this name
      this.voice.remove(participant)
      this.change()
    })
    call.addEventListener('track', ({ detail: { participant } }) => { this.voice.add(participant) })
    call.addEventListener('message', ({ detail: { participant: { publicKey, name }, text } }) => {
      this.chat.add({ from: publicKey, name, text, own: false })
      this.change()
    })
    call.addEventListener('problem', ({ detail: { participant, error } }) => {
      if (participant == null) {
        this.failure = error
      } else {
        this.report(error, participant.name)
      }
    })

    call.addEventListener('group', ({ detail }) => {
      this.keeper?.keep(detail)
      this.change()
    })
    call.addEventListener('ticket', ({ detail }) => {
      this.keeper?.removeTicket(detail)
      this.invitation.forget(detail)
      this.change()
    })
    call.addEventListener('alarm', () => { this.report(new TwoRostersError()) })

    for (const event of ['participant:update', 'quality', 'limit', 'microphone', 'knock', 'knock:end'] as const) {
      call.addEventListener(event, () => { this.change() })
    }
  }

  private onProgress ({ step, at, problem }: JoinProgress): void {
    this.progress = [...this.progress.filter(known => known.step !== step), { step, at, problem }]
    this.change()
  }

  /** The page goes: whoever is left shall know at once */
  private onPageHide (): void {
    this.call?.leave().catch(() => {
      // nobody is left to be told
    })
  }

  private end (err?: Error): void {
    this.call = undefined
    this.failure = undefined
    this.ending = endingOf(err)
    this.voice.leaveCall()
    this.setPhase('ended')
  }

  private report (err: Error, name = ''): void {
    const { name: error, message } = err
    const others = this.problems.filter(problem => problem.name !== name || problem.message !== message)
    this.problems = [...others, { id: this.nextProblem++, name, error, message }].slice(-MAX_PROBLEMS)
    this.change()
  }

  /** Names ways into the network, and members that can be dialled: they outlive a bootstrap peer */
  private makeInvite (): string {
    const { engine, invitation, keeper } = this

    if (engine == null || keeper == null) {
      return ''
    }

    // of those that can be dialled: a page cannot, and a relay's address is the relay's
    const members = (this.call?.participants ?? []).flatMap(({ addresses }) => addresses).filter(address => !address.toString().includes('/p2p-circuit'))
    const entries = [...this.init.bootstrap.map(engine.multiaddr), ...keeper.addresses]

    return engine.createInvite(keeper.group, {
      addresses: engine.inviteAddresses(entries, members),
      network: keeper.network,
      base: this.init.inviteBase,
      expires: invitation.expires,
      ticket: invitation.ticket
    })
  }

  private setPhase (phase: Phase): void {
    if (this.phase !== phase) {
      this.phase = phase
      this.safeDispatchEvent('phase', { detail: phase })
    }

    this.change()
  }

  /** However much changes at once, the views are told once */
  private change (): void {
    if (!this.changing) {
      this.changing = true
      queueMicrotask(() => {
        this.changing = false
        this.safeDispatchEvent('change')
      })
    }
  }
}
