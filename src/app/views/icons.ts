import { html, svg } from 'lit'
import type { SVGTemplateResult, TemplateResult } from 'lit'

const PATHS = {
  microphone: svg`<path d="M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Z"/><path d="M6 11a6 6 0 0 0 12 0M12 17v4"/>`,
  muted: svg`<path d="M9 6a3 3 0 0 1 6 0v6m-.9 2.1A3 3 0 0 1 9 12V9"/><path d="M6 11a6 6 0 0 0 10.2 4.2M18 11a6 6 0 0 1-.3 1.9M12 17v4M4 4l16 16"/>`,
  ear: svg`<path d="M4 14v-2a8 8 0 0 1 16 0v2"/><path d="M4 14h3v6H5a1 1 0 0 1-1-1v-5Zm16 0h-3v6h2a1 1 0 0 0 1-1v-5Z"/>`,
  deaf: svg`<path d="M4 14v-2c0-1.4.36-2.7 1-3.9M9 4.6A8 8 0 0 1 20 12v2"/><path d="M4 14h3v6H5a1 1 0 0 1-1-1v-5Zm16 0h-3M4 4l16 16"/>`,
  volume: svg`<path d="M4 10v4h3l5 4V6l-5 4H4Z"/><path d="M15.5 9.5a4 4 0 0 1 0 5M18 7a7.5 7.5 0 0 1 0 10"/>`,
  silenced: svg`<path d="M4 10v4h3l5 4V6l-5 4H4Zm12-.5 5 5m0-5-5 5"/>`,
  chat: svg`<path d="M4 5h16v11H9l-5 4V5Z"/>`,
  react: svg`<circle cx="12" cy="12" r="9"/><path d="M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01"/>`,
  invite: svg`<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M18 8v6M15 11h6"/>`,
  settings: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>`,
  safety: svg`<path d="M12 3 5 6v6c0 4 3 7 7 9 4-2 7-5 7-9V6l-7-3Z"/><path d="m9 12 2 2 4-4"/>`,
  help: svg`<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.300c-.7.3-1 .9-1 1.7M12 17h.01"/>`,
  leave: svg`<path d="M3 14c5-5 13-5 18 0l-2.5 2.5-3.5-1.5v-2.5a11 11 0 0 0-6 0V15l-3.5 1.5L3 14Z"/>`,
  warning: svg`<path d="M12 4 2.5 20h19L12 4ZM12 10v4M12 17h.01"/>`,
  more: svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>`,
  people: svg`<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-3.5 2.5-6 6.5-6s6.5 2.5 6.5 6M16 4.8a3.5 3.5 0 0 1 0 6.400M18 14.5c2.200.8 3.5 2.8 3.5 5.5"/>`,
  matrix: svg`<circle cx="12" cy="5.5" r="2.5"/><circle cx="5" cy="18" r="2.5"/><circle cx="19" cy="18" r="2.5"/><path d="M10.8 7.700 6.200 15.8M13.200 7.700l4.600 8.100M7.5 18h9"/>`,
  signal: svg`<path d="M5 19v-3M12 19v-8M19 19V5"/>`,
  next: svg`<path d="m9 5 7 7-7 7"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`
}

export type IconName = keyof typeof PATHS

/** Icons are decoration: the text beside them says what they mean */
export function icon (name: IconName): TemplateResult {
  const path: SVGTemplateResult = PATHS[name]

  return html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`
}
