/**
 * @packageDocumentation
 *
 * Defines `<group-call>`: load this file in any page to use it there
 */

import { GroupCallElement } from './group-call-element.ts'

// a page may load it twice
if (customElements.get('group-call') == null) {
  customElements.define('group-call', GroupCallElement)
}

declare global {
  interface HTMLElementTagNameMap {
    'group-call': GroupCallElement
  }
}

export { GroupCallElement }
export type { GroupCallElementEvents } from './group-call-element.ts'
export type { CallStatus } from '../model/call-status.ts'
export type { InviteReach } from '../model/invite-base.ts'
export type { KeyAction, KeyBindings } from '../model/key-bindings.ts'
export type { CallScreenState, ChatMessage, DevicesState, DeviceState, Ending, FiltersState, GroupState, InviteChoice, LobbyState, MatrixCell, MatrixState, MembersState, MemberState, NotificationsState, ParticipantState, PassphraseState, PersonState, Phase, PreferencesState, Problem, ProcessingState, ProgressState, SelfState } from '../model/state.ts'
