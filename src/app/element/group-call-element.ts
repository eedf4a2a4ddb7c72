import { html, LitElement, nothing } from 'lit'
import { fitName } from '../model/fit-name.ts'
import { CallFlow } from '../session/call-flow.ts'
import { textFor } from '../text/index.ts'
import '../views/call-screen.ts'
import './name-form.ts'
import type { GroupCall, Participant } from '../../index.ts'
import type { CallScreenState, Phase } from '../model/state.ts'
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/** What the element tells the page around it; all bubble, and leave shadow roots */
export interface GroupCallElementEvents {
  /** loading, passphrase, lobby, joining, call or ended */
  phase: CustomEvent<Phase>
  'participant-join': CustomEvent<Pick<Participant, 'publicKey' | 'name'>>
  'participant-leave': CustomEvent<Pick<Participant, 'publicKey' | 'name'>>
  /** The person has chosen a name */
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
    state: { state: true }
  }

  /** The invite's link, or what stands behind its `#` */
  declare invite: string
  /** What the person is called; asked for when absent */
  declare name: string
  /** Multiaddrs to enter the network by, with spaces between; an invite often names some */
  declare bootstrap: string
  /** Where invites for others lead; this page when absent */
  declare base: string
  /** Under which name the identity is kept in this browser */
  declare identity: string
  /** light or dark; as the system has it when absent */
  declare theme: string
  /** Join without waiting in the lobby, for example after the page was loaded again */
  declare autojoin: boolean
  /** STUN and TURN servers */
  declare iceServers?: RTCIceServer[]
  /** What is on the screen, as plain data; absent while there is no invite or name */
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
  }

  /** The call itself, for who wants to do more with it than the screen does */
  get call (): GroupCall | undefined {
    return this.session?.groupCall
  }

  /** Join the call out of the lobby */
  join (): void {
    this.session?.actions.join()
  }

  /** Leave the call */
  leave (): void {
    this.session?.actions.leave()
  }

  /** Write to everybody in the call */
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
      inviteBase: this.base === '' ? location.href.replace(/#.*/, '') : this.base,
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
        // whoever is told looks at it
        this.state = session.state
        this.onPhase(detail)
      }
    })

    for (const [event, name] of [['participant:join', 'participant-join'], ['participant:leave', 'participant-leave']] as const) {
      session.addEventListener(event, ({ detail: { publicKey, name: personName } }) => { this.tell(name, { publicKey, name: personName }) })
    }

    session.start().catch(() => {
      // what went wrong is in its state
    })
  }

  private stopSession (): void {
    const { session } = this

    this.session = undefined
    this.state = undefined
    session?.stop().catch(() => {
      // nobody is there any more who could be told
    })
  }

  private onPhase (phase: Phase): void {
    this.tell('phase', phase)

    if (phase === 'lobby' && this.autojoin) {
      // once: who leaves a call wants to stay outside
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
