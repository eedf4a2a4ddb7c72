import { css, html, nothing } from 'lit'
import { meter } from './meter.ts'
import { define, View } from './view.ts'
import type { DeviceState } from '../model/state.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

/** Chooses microphone and speakers, and shows the level, or why there is no microphone */
export class DevicesElement extends View {
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; gap: 0.75rem; min-width: 0; }
    .field { display: grid; gap: 0.25rem; min-width: 0; }
    .note { display: grid; gap: 0.5rem; justify-items: start; }
    .note button { background: var(--gc-surface); }
  `]

  render (): TemplateResult {
    const { devices, self } = this.state
    const { microphone, speaker } = this.text

    return html`
      <div class="field">
        <label for="microphone">${microphone.label}</label>
        ${this.renderChoice('microphone', devices.microphones, devices.microphone, microphone, id => { this.actions.chooseMicrophone(id) })}
      </div>
      ${self.listenOnly == null
        ? meter(microphone.level, self.level, devices.filters.activation)
        : html`<div class="note" role="status"><p>${microphone.problems[self.listenOnly]}</p><button @click=${() => { this.actions.retryMicrophone() }}>${microphone.retry}</button></div>`}
      ${devices.canChooseSpeaker
        ? html`<div class="field">
            <label for="speaker">${speaker.label}</label>
            ${this.renderChoice('speaker', devices.speakers, devices.speaker, speaker, id => { this.actions.chooseSpeaker(id) })}
          </div>`
        : nothing}
    `
  }

  private renderChoice (id: string, devices: DeviceState[], chosen: string, text: { default: string, unnamed(index: number): string }, choose: (id: string) => void): TemplateResult {
    const known = devices.filter(device => device.id !== 'default')

    return html`
      <select id=${id} @change=${(event: Event) => { choose((event.target as HTMLSelectElement).value) }}>
        <option value="" ?selected=${!known.some(device => device.id === chosen)}>${text.default}</option>
        ${known.map((device, index) => html`<option value=${device.id} ?selected=${device.id === chosen}>${device.label === '' ? text.unnamed(index + 1) : device.label}</option>`)}
      </select>
    `
  }
}

define('gc-devices', DevicesElement)
