import { html, LitElement, nothing } from 'lit'
import { fitName } from '../model/fit-name.ts'
import { chooseInviteBase } from '../model/invite-base.ts'
import { CallFlow } from '../session/call-flow.ts'
import { textFor } from '../text/index.ts'
import '../views/call-screen.ts'
import './name-form.ts'
import type { GroupCall, Participant } from '../../index.ts'
import type { CallScreenState, Phase } from '../model/state.ts'
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/** Events of the element; all of them bubble, and leave shadow roots */
export interface GroupCallElementEvents {
  /** loading, passphrase, lobby, joining, call or ended */
  phase: CustomEvent<Phase>
  'participant-join': CustomEvent<Pick<Participant, 'publicKey' | 'name'>>
  'participant-leave': CustomEvent<Pick<Participant, 'publicKey' | 'name'>>
  /** The user has chosen a name */
  name: CustomEvent<string>
}

/**
 * A group call in any page: the lobby, the call and its end.
 *
 * ```html
 * <script type="module" src="group-call.js"></script>
 * <group-call invite="groupcall://join#…" name="Ada"></group-call>
 * ```
 */
export class GroupCallElement extends LitElement {
  static properties: PropertyDeclarations = {
    invite: {},
    name: {},
    bootstrap: {},
    base: {},
    identity: {},
    theme: { reflect: true },
    autojoin: { type: Boolean },
    iceServers: { attribute: false },
    relayOnly: { type: Boolean, attribute: 'relay-only' },
    state: { state: true }
  }

  /** The invite's link, or its fragment, the part after the `#` */
  declare invite: string
  /** The user's name; the user is asked if it is missing */
  declare name: string
  /** Multiaddrs of bootstrap peers, separated by spaces; invites often contain some */
  declare bootstrap: string
  /** URL of the page that invites for others open; this page by default, unless others can't open it */
  declare base: string
  /** Name under which the identity is stored in this browser */
  declare identity: string
  /** light or dark; the system's theme by default */
  declare theme: string
  /** Joins without waiting in the lobby, for example after a reload */
  declare autojoin: boolean
  /** STUN and TURN servers */
  declare iceServers?: RTCIceServer[]
  /** Hide the addresses of this device from everybody but the bootstrap peers, one of which must offer TURN */
  declare relayOnly: boolean
  /** The screen's content as plain data; `undefined` until both the invite and the name are known */
  declare state?: CallScreenState

  private session?: CallFlow

  constructor () {
    super()

    this.invite = ''
    this.name = ''
    this.bootstrap = ''
    this.base = ''
    this.identity = ''
    this.theme = ''
    this.autojoin = false
    this.relayOnly = false
  }

  /** The call itself, for pages that do more with it than the screen */
  get call (): GroupCall | undefined {
    return this.session?.groupCall
  }

  /** Joins the call from the lobby */
  join (): void {
    this.session?.actions.join()
  }

  /** Leaves the call */
  leave (): void {
    this.session?.actions.leave()
  }

  /** Sends a chat message to everybody in the call */
  sendMessage (text: string): void {
    this.session?.actions.sendMessage(text)
  }

  connectedCallback (): void {
    super.connectedCallback()
    this.startSession()
  }

  disconnectedCallback (): void {
    super.disconnectedCallback()
    this.stopSession()
  }

  willUpdate (changed: PropertyValues): void {
    if (this.hasUpdated && ['invite', 'name', 'bootstrap', 'identity'].some(name => changed.has(name))) {
      this.stopSession()
      this.startSession()
    }
  }

  render (): TemplateResult | typeof nothing {
    const text = textFor(this.language)

    if (this.invite !== '' && this.name === '') {
      return html`<gc-name-form .text=${text} theme=${this.theme} @name=${this.onName}></gc-name-form>`
    }

    return this.session == null || this.state == null
      ? nothing
      : html`<gc-call-screen .state=${this.state} .actions=${this.session.actions} .text=${text} theme=${this.theme}></gc-call-screen>`
  }

  private get language (): string {
    return this.closest<HTMLElement>('[lang]')?.lang ?? navigator.language
  }

  private startSession (): void {
    if (!this.isConnected || this.session != null || this.invite === '' || this.name === '') {
      return
    }

    const session = new CallFlow({
      invite: this.invite,
      name: fitName(this.name),
      bootstrap: this.bootstrap.split(/\s+/).filter(address => address !== ''),
      iceServers: this.iceServers,
      relayOnly: this.relayOnly,
      inviteBase: chooseInviteBase(this.base, location.href),
      identityPath: this.identity === '' ? undefined : this.identity
    })
    this.session = session
    this.state = session.state
    session.addEventListener('change', () => {
      if (this.session === session) {
        this.state = session.state
      }
    })
    session.addEventListener('phase', ({ detail }) => {
      if (this.session === session) {
        // listeners read the state
        this.state = session.state
        this.onPhase(detail)
      }
    })

    for (const [event, name] of [['participant:join', 'participant-join'], ['participant:leave', 'participant-leave']] as const) {
      session.addEventListener(event, ({ detail: { publicKey, name: personName } }) => { this.tell(name, { publicKey, name: personName }) })
    }

    session.start().catch(() => {
      // the state contains the error
    })
  }

  private stopSession (): void {
    const { session } = this

    this.session = undefined
    this.state = undefined
    session?.stop().catch(() => {
      // there is nobody left to tell
    })
  }

  private onPhase (phase: Phase): void {
    this.tell('phase', phase)

    if (phase === 'lobby' && this.autojoin) {
      // only once: a user who leaves a call wants to stay out
      this.autojoin = false
      this.session?.actions.join()
    }
  }

  private onName ({ detail }: CustomEvent<string>): void {
    this.name = detail
    this.tell('name', detail)
  }

  private tell (name: keyof GroupCallElementEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }
}
