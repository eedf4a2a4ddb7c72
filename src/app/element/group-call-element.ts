import { css, html, LitElement, nothing } from 'lit'
import { Attention } from '../attention/attention.ts'
import { callStatus } from '../model/call-status.ts'
import { fitName } from '../model/fit-name.ts'
import { chooseInviteBase } from '../model/invite-base.ts'
import { CallFlow } from '../session/call-flow.ts'
import { textFor } from '../text/index.ts'
import '../views/call-screen.ts'
import './name-form.ts'
import type { GroupCall, Participant } from '../../index.ts'
import type { CallStatus } from '../model/call-status.ts'
import type { CallScreenState, Phase } from '../model/state.ts'
import type { CallSettings } from '../session/call-settings.ts'
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/** Properties that a call's session takes at any time */
const SETTINGS = ['name', 'bootstrap', 'base', 'identity', 'iceServers', 'relayOnly'] as const

/** Events of the element; all of them bubble, and leave shadow roots */
export interface GroupCallElementEvents {
  /** loading, passphrase, lobby, joining, call or ended */
  phase: CustomEvent<Phase>
  'participant-join': CustomEvent<Pick<Participant, 'publicKey' | 'name'>>
  'participant-leave': CustomEvent<Pick<Participant, 'publicKey' | 'name'>>
  /** The user has chosen a name */
  name: CustomEvent<string>
  /** Something has changed that a page may show in its title or icon */
  status: CustomEvent<CallStatus>
}

/**
 * A group call in any page: the lobby, the call and its end. A call survives that the page
 * moves the element, or changes its attributes; it ends when the page removes the element,
 * or sets another `invite`.
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

  /** Of the element itself; what is inside has style sheets of its own */
  static styles = css`
    :host { display: block; height: 32rem; }
    :host([hidden]) { display: none; }
  `

  /** The invite's link, or its fragment, the part after the `#` */
  declare invite: string | null
  /** The user's name; the user is asked if it is missing. Another name is announced to the others in the call */
  declare name: string | null
  /** Multiaddrs of bootstrap peers, separated by spaces; invites often contain some. A change applies to the next join */
  declare bootstrap: string | null
  /** URL of the page that invites for others open; this page by default, unless others can't open it */
  declare base: string | null
  /** Name under which the identity is stored in this browser. A change applies to the next join */
  declare identity: string | null
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
  private readonly attention = new Attention()
  /** The last event `status`, as JSON */
  private toldStatus?: string
  /** Runs from a removal on: a page that only moves the element connects it again in the same turn */
  private removal?: ReturnType<typeof setTimeout>

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
    clearTimeout(this.removal)
    this.startSession()
  }

  /** `moveBefore()` calls it instead of the other two: nothing ends */
  connectedMoveCallback (): void {}

  disconnectedCallback (): void {
    super.disconnectedCallback()
    this.removal = setTimeout(() => { this.stopSession() })
  }

  willUpdate (changed: PropertyValues): void {
    if (changed.has('invite') && this.hasUpdated) {
      this.stopSession()
    }

    if (this.session == null) {
      this.startSession()
    } else if (SETTINGS.some(name => changed.has(name))) {
      this.session.configure(this.settings)
    }

    if (changed.has('state')) {
      this.attention.update(changed.get('state') as CallScreenState | undefined, this.state, this.session?.actions, textFor(this.language))
      this.tellStatus()
    }
  }

  render (): TemplateResult | typeof nothing {
    const text = textFor(this.language)

    if ((this.invite ?? '') !== '' && this.session == null && this.chosenName === '') {
      return html`<gc-name-form .text=${text} .invite=${this.invite ?? ''} theme=${this.theme} @name=${this.onName}></gc-name-form>`
    }

    return this.session == null || this.state == null
      ? nothing
      : html`<gc-call-screen .state=${this.state} .actions=${this.session.actions} .text=${text} theme=${this.theme}></gc-call-screen>`
  }

  private get language (): string {
    return this.closest<HTMLElement>('[lang]')?.lang ?? navigator.language
  }

  /** Empty if nobody could see it */
  private get chosenName (): string {
    return fitName(this.name ?? '')
  }

  /** What the attributes and properties say. A call goes on under its last name when the page removes that */
  private get settings (): CallSettings {
    return {
      name: this.chosenName === '' ? this.state?.self.name ?? '' : this.chosenName,
      bootstrap: (this.bootstrap ?? '').split(/\s+/).filter(address => address !== ''),
      iceServers: this.iceServers,
      relayOnly: this.relayOnly,
      inviteBase: chooseInviteBase(this.base ?? '', location.href),
      identityPath: this.identity == null || this.identity === '' ? undefined : this.identity
    }
  }

  private startSession (): void {
    const invite = this.invite ?? ''

    if (!this.isConnected || this.session != null || invite === '' || this.chosenName === '') {
      return
    }

    const session = new CallFlow({ invite, settings: this.settings })
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

    session.addEventListener('outdated', () => {
      if (this.session === session) {
        this.stopSession()
        this.startSession()
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

  private tellStatus (): void {
    const status = this.state == null ? undefined : callStatus(this.state)
    const told = JSON.stringify(status)

    if (status != null && this.toldStatus !== told) {
      this.tell('status', status)
    }

    this.toldStatus = told
  }

  private onName ({ detail }: CustomEvent<string>): void {
    this.name = detail
    this.tell('name', detail)
  }

  private tell (name: keyof GroupCallElementEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }
}
