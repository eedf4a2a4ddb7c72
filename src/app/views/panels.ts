import { html, nothing } from 'lit'
import { personName } from '../text/person-name.ts'
import { menu } from './menu.ts'
import { METER_FLOOR } from './meter.ts'
import { personPanel } from './person-panel.ts'
import { verifyPanel } from './verify-panel.ts'
import './devices-view.ts'
import './invite-options.ts'
import './keys-view.ts'
import './members.ts'
import type { CallScreenActions, CallScreenState, GroupState, MatrixCell, PersonState } from '../model/state.ts'
import type { MenuControl } from '../model/toolbar-fit.ts'
import type { Text } from '../text/text.ts'
import type { TemplateResult } from 'lit'

/** The panels that can be opened over the call */
export type PanelName = 'more' | 'settings' | 'react' | 'invite' | 'members' | 'safety' | 'matrix' | 'help' | 'person' | 'quality' | 'verify'

export interface PanelInit {
  state: CallScreenState
  actions: CallScreenActions
  text: Text
  theme: string
  /** Public key of the person that it is about */
  subject?: string
  /** The controls that aren't in the toolbar */
  menu: readonly MenuControl[]
  /** The invite as a QR code, once it is drawn */
  code?: TemplateResult
  copied: boolean
  copy(): void
  close(): void
  /** Shows another panel instead */
  open(name: PanelName): void
  /** Opens the chat */
  chat(): void
}

/** In dBFS: quieter than people who speak close to a microphone, louder than most rooms */
const THRESHOLD = -45

/** Symbols that fit into narrow cells; each has a text for screen readers, and in the legend */
const MARKS: Record<MatrixCell | 'unknown', string> = { new: '…', connecting: '…', connected: '✓', carried: '⇢', reconnecting: '↻', closed: '✕', unknown: '?' }

/** Renders the content of a panel */
export const PANELS: Record<PanelName, (init: PanelInit) => TemplateResult> = {
  more: menu,

  person: ({ state, actions, text, subject, open }) => {
    const participant = state.participants.find(({ publicKey }) => publicKey === subject)

    return participant == null ? html`` : personPanel({ participant, name: personName(participant.name, text), actions, text, verify: () => { open('verify') }, history: () => { open('quality') } })
  },

  quality: ({ actions, text, theme, subject }) => {
    loadQualityView()

    return html`<gc-quality .actions=${actions} .text=${text} .subject=${subject} theme=${theme}></gc-quality>`
  },

  settings: ({ state, actions, text, theme }) => {
    const { filters, processing } = state.devices

    return html`
      <gc-devices .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-devices>
      ${(['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const).map(name => html`
        <label class="check">
          <input type="checkbox" .checked=${processing[name]} @change=${({ target }: Event) => { actions.setProcessing({ [name]: (target as HTMLInputElement).checked }) }}>
          ${text.settings[name]}
        </label>
      `)}
      <label class="check">
        <input type="checkbox" .checked=${filters.noiseSuppression} @change=${({ target }: Event) => { actions.setFilters({ noiseSuppression: (target as HTMLInputElement).checked }) }}>
        ${text.settings.strongSuppression}
      </label>
      <label class="check">
        <input type="checkbox" .checked=${filters.activation != null} @change=${({ target }: Event) => { actions.setFilters({ activation: (target as HTMLInputElement).checked ? THRESHOLD : null }) }}>
        ${text.settings.activation}
      </label>
      ${filters.activation == null
        ? nothing
        : html`
          <input type="range" aria-label=${text.settings.threshold} min=${METER_FLOOR} max="-10" .value=${`${filters.activation}`} @input=${({ target }: Event) => { actions.setFilters({ activation: Number((target as HTMLInputElement).value) }) }}>
          <p class="hint">${text.settings.activationHint}</p>`}
      <label class="check">
        <input type="checkbox" .checked=${state.preferences.sounds} @change=${({ target }: Event) => { actions.setPreferences({ sounds: (target as HTMLInputElement).checked }) }}>
        ${text.settings.sounds}
      </label>
      ${state.notifications === 'unsupported'
        ? nothing
        : html`<label class="check">
            <input type="checkbox" ?disabled=${state.notifications === 'blocked'} .checked=${state.notifications === 'on'} @change=${(event: Event) => { onNotifications(event, actions) }}>
            ${text.settings.notifications}
          </label>
          ${state.notifications === 'blocked' ? html`<p class="hint">${text.settings.notificationsBlocked}</p>` : nothing}`}
    `
  },

  react: ({ state: { reactions, self }, actions, text, close }) => html`
    <button @click=${() => {
      actions.setHand(!self.handRaised)
      close()
    }}>✋ ${self.handRaised ? text.react.lower : text.react.raise}</button>
    <div class="reactions">
      ${reactions.map(reaction => html`<button class="icon" @click=${() => {
        actions.react(reaction)
        close()
      }}>${reaction}</button>`)}
    </div>
  `,

  invite: ({ state, actions, text, theme, code, copied, copy }) => html`
    <gc-invite-options .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-invite-options>
    ${state.group.reach === 'everyone' ? nothing : html`<p class="hint" id="reach">${text.invite.reach[state.group.reach]}</p>`}
    <label for="link">${text.invite.link}</label>
    <input id="link" readonly aria-describedby=${state.group.reach === 'everyone' ? nothing : 'reach'} .value=${state.group.invite} @focus=${({ target }: Event) => { (target as HTMLInputElement).select() }}>
    <button class="primary" @click=${copy}>${copied ? text.invite.copied : text.invite.copy}</button>
    ${'share' in navigator ? html`<button @click=${() => { share(state.group) }}>${text.invite.share}</button>` : nothing}
    <p class="hidden" role="status">${copied ? text.invite.copied : nothing}</p>
    ${code == null ? nothing : html`<div class="qr" role="img" aria-label=${text.invite.code}>${code}</div>`}
  `,

  members: ({ state, actions, text, theme }) => html`<gc-members .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-members>`,

  safety: ({ state, text }) => state.safetyCode === ''
    ? html`<p>${text.safety.alone}</p>`
    : html`
      <p>${text.safety.hint}</p>
      <p class="code safety">${state.safetyCode.split(' ').map(group => html`<span>${group}</span> `)}</p>
    `,

  matrix: ({ state: { matrix }, text }) => {
    if (matrix.people.length < 2) {
      return html`<p>${text.matrix.alone}</p>`
    }

    const name = (person: PersonState): TemplateResult => html`<bdi>${personName(person.name, text)}</bdi>`
    const word = (cell?: MatrixCell): TemplateResult => html`<span aria-hidden="true">${MARKS[cell ?? 'unknown']}</span><span class="hidden">${text.matrix.states[cell ?? 'unknown']}</span>`
    const marks = [...new Map(matrix.cells.flatMap((row, index) => row.filter((_, column) => column !== index)).map(cell => [MARKS[cell ?? 'unknown'], text.matrix.states[cell ?? 'unknown']]))]

    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${text.matrix.title}>
        <table>
          <thead><tr><td>${text.matrix.row}</td>${matrix.people.map(person => html`<th scope="col">${name(person)}</th>`)}</tr></thead>
          <tbody>${matrix.people.map((person, row) => html`
            <tr><th scope="row">${name(person)}</th>${matrix.cells[row].map((cell, column) => html`<td class=${cell === 'connected' || cell === 'carried' || row === column || !matrix.worrying ? '' : 'bad'}>${row === column ? '–' : word(cell)}</td>`)}</tr>
          `)}</tbody>
        </table>
      </div>
      <p class="hint" aria-hidden="true">${marks.map(([mark, meaning]) => `${mark} ${meaning}`).join(' · ')}</p>
    `
  },

  verify: ({ state, actions, text, subject }) => {
    const participant = state.participants.find(({ publicKey }) => publicKey === subject)

    return participant == null ? html`` : verifyPanel({ participant, kept: state.kept, name: personName(participant.name, text), actions, text })
  },

  help: ({ state, actions, text, theme }) => html`<gc-keys .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-keys>`
}

/** Plots are for those who look for a fault: nobody else loads them. The element draws itself once it is defined */
function loadQualityView (): void {
  import('./quality-view.ts').catch(() => {
    // the page's host is down; the next picture tries again
  })
}

/** Ticked only once the browser has allowed it */
function onNotifications ({ target }: Event, actions: CallScreenActions): void {
  const box = target as HTMLInputElement
  const on = box.checked

  box.checked = false
  actions.setNotifications(on)
}

/** Opens the system's own dialog. Not all programs take a link that isn't to a page */
function share ({ invite, name, reach }: GroupState): void {
  navigator.share({ title: name, ...reach === 'bare' ? { text: invite } : { url: invite } }).catch(() => {
    // the user has closed it, or a frame has no permission: copying works
  })
}
