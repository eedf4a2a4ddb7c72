import type { CallInit, CallPeer, CallState, Group, GroupCall } from '../index.ts'

export interface CallSource extends CallInit {
  /** A peer, or a function that creates it when the user joins; such a peer is stopped with the component */
  peer?: CallPeer | (() => Promise<CallPeer>)
  group?: Group
}

/** What a component shows of its call; replaced by another object when something changes */
export interface HeldCall {
  call?: GroupCall
  state: CallState
  /** Why the last join failed, or the call ended */
  error?: Error
}

/** Before a join, and on a server */
export const NO_CALL: HeldCall = { state: 'idle' }

/**
 * Holds the call of a component from join to leave. React may mount a component again as
 * soon as it has unmounted it (`<StrictMode>`): the call goes on if that happens in the
 * same turn of the event loop.
 */
export class CallHolder {
  /** Applies to the next join */
  source: CallSource = {}

  private readonly listeners = new Set<() => void>()
  private held = NO_CALL
  private peer?: Promise<CallPeer>
  private joining?: Promise<void>
  private aborted = new AbortController()
  private removal?: ReturnType<typeof setTimeout>

  /** For `useSyncExternalStore`, as is {@link current} */
  readonly subscribe = (listener: () => void): () => void => {
    this.listeners.add(listener)

    return () => { this.listeners.delete(listener) }
  }

  readonly current = (): HeldCall => this.held

  /** Joins, unless the call is joined or being joined. Never rejects: see {@link HeldCall.error} */
  readonly join = async (): Promise<void> => {
    this.joining ??= this.run().finally(() => { this.joining = undefined })
    await this.joining
  }

  /** Leaves the call, also while it is being joined; idempotent */
  readonly leave = async (): Promise<void> => {
    this.aborted.abort()
    await this.held.call?.leave()
  }

  mount (): void {
    clearTimeout(this.removal)
  }

  unmount (): void {
    this.removal = setTimeout(() => { this.stop().catch(() => {}) })
  }

  private async run (): Promise<void> {
    const { call, state } = this.held

    if (call != null && state !== 'ended') {
      return
    }

    const { signal } = this.aborted = new AbortController()
    this.hold({ state: 'joining' })

    try {
      const call = await this.createCall()
      await call.join({ signal })
    } catch (err: any) {
      // a user who leaves knows why
      this.hold({ ...this.held, state: 'ended', error: signal.aborted ? undefined : err })
    }
  }

  private async createCall (): Promise<GroupCall> {
    const { group, peer, ...init } = this.source

    if (group == null || peer == null) {
      throw new TypeError('useGroupCall needs a peer and a group before it can join')
    }

    const call = (await this.peerOf(peer)).services.calls.create(group, init)

    this.hold({ call, state: 'joining' })
    call.addEventListener('state', ({ detail: state }) => { this.update(call, { state }) })
    call.addEventListener('problem', ({ detail: { error, participant } }) => {
      // the others are about a single link
      if (participant == null) {
        this.update(call, { error })
      }
    })

    return call
  }

  private async peerOf (peer: CallPeer | (() => Promise<CallPeer>)): Promise<CallPeer> {
    if (typeof peer !== 'function') {
      return peer
    }

    this.peer ??= peer().catch(err => {
      this.peer = undefined

      throw err
    })

    return this.peer
  }

  private update (call: GroupCall, change: Partial<HeldCall>): void {
    if (this.held.call === call) {
      this.hold({ ...this.held, ...change })
    }
  }

  private hold (held: HeldCall): void {
    this.held = held
    this.listeners.forEach(listener => { listener() })
  }

  /** The component is gone for good */
  private async stop (): Promise<void> {
    await this.leave()
    await (await this.peer)?.stop()
    this.peer = undefined
  }
}
