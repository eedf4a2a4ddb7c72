import { html } from 'lit'
import type { TemplateResult } from 'lit'

/** The same picture as the page's icon; an element in another page has no file of it */
export function logo (): TemplateResult {
  return html`<svg class="logo" viewBox="0 0 512 512" aria-hidden="true">
    <rect width="512" height="512" rx="112" fill="#2450d8"/>
    <path d="M256 132 148 336M256 132l108 204M148 336h216" stroke="#fff" stroke-width="20" stroke-linecap="round"/>
    <g fill="#fff"><circle cx="256" cy="132" r="56"/><circle cx="148" cy="336" r="56"/><circle cx="364" cy="336" r="56"/></g>
    <path d="M256 112v40M236 122v20M276 122v20" stroke="#2450d8" stroke-width="12" stroke-linecap="round"/>
  </svg>`
}
