import { html, nothing } from 'lit'
import { avatar } from './avatar.ts'
import { icon } from './icons.ts'
import { shortKey } from './view.ts'
import type { CallScreenActions, ParticipantState } from '../model/state.ts'
import type { Text } from '../text/text.ts'
import type { TemplateResult } from 'lit'

export interface PersonPanelInit {
  participant: ParticipantState
  /** The person's name */
  name: string
  actions: CallScreenActions
  text: Text
  /** Shows how to verify the person */
  verify(): void
  /** Shows how the connection was until now */
  history(): void
}

/** Shows what there is to know about a person, and lets the user choose how loud they are */
export function personPanel ({ participant, name, actions, text, verify, history }: PersonPanelInit): TemplateResult {
  const { publicKey, silenced, volume } = participant
  const { tile } = text

  return html`
    <div class="who">
      ${avatar({ name, publicKey })}
      <div>
        <p class="hint">${text.verify.key} <span class="code" title=${publicKey}>${shortKey(publicKey)}</span></p>
        ${standing(participant, text)}
      </div>
      ${participant.heldFor == null ? html`<button aria-haspopup="dialog" @click=${verify}>${participant.verified ? tile.verified : tile.verify} <span class="hidden">${name}</span></button>` : nothing}
    </div>
    <label for="volume">${tile.volume(name)}</label>
    <div class="volume">
      <button class="icon" aria-pressed=${silenced} title=${tile.silence(name)} @click=${() => { actions.setSilenced(publicKey, !silenced) }}>${icon(silenced ? 'silenced' : 'volume')}<span class="hidden">${tile.silence(name)}</span></button>
      <input id="volume" type="range" min="0" max="100" .value=${String(Math.round(volume * 100))} @input=${({ target }: Event) => { actions.setVolume(publicKey, Number((target as HTMLInputElement).value) / 100) }}>
    </div>
    ${connection(participant, text)}
    <button aria-haspopup="dialog" @click=${history}>${text.quality.open}</button>
  `
}

/** How the person compares with the contacts; nothing for a known contact */
function standing ({ knownAs, standing, verified }: ParticipantState, { tile }: Text): TemplateResult {
  return html`
    ${verified ? html`<p class="done">${icon('safety')}<span>${tile.verified}</span></p>` : nothing}
    ${knownAs == null ? nothing : html`<p>${tile.knownAs(knownAs)}</p>`}
    ${standing === 'new' ? html`<p>${tile.new}</p>` : nothing}
  `
}

function connection ({ jitter, lossPercent, quality, roundTripTime, route }: ParticipantState, { tile }: Text): TemplateResult {
  const milliseconds = (value?: number): string => value == null ? tile.unknown : `${Math.round(value)} ms`
  const facts = [
    [tile.roundTripTime, milliseconds(roundTripTime)],
    [tile.jitter, milliseconds(jitter)],
    [tile.loss, `${lossPercent.toFixed(1)} %`],
    [tile.route, tile.routes[route]]
  ]

  return html`
    <h3 class="quality ${quality ?? 'unknown'}">${icon('signal')} ${tile.connection(quality == null ? tile.unknown : tile.qualities[quality])}</h3>
    <dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
  `
}
