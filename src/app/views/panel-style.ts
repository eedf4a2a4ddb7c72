import { css } from 'lit'

/** Styles of what the panels show */
export const panelStyle = css`
  .done { display: flex; align-items: center; gap: 0.5rem; }
  .done svg { color: var(--gc-good); }
  .qr { justify-self: center; width: min(18rem, 100%); background: #fff; border-radius: 0.625rem; padding: 0.25rem; }
  .safety { font-size: clamp(1.25rem, 6vw, 1.75rem); display: grid; grid-template-columns: repeat(2, max-content); gap: 0.5rem 1.25rem; justify-content: center; }
  .reactions { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 0.5rem; }
  .reactions button { width: 100%; font-size: 1.375rem; }

  .menu { list-style: none; margin: 0; padding: 0; }
  .menu button { width: 100%; min-height: 3rem; justify-content: start; gap: 0.875rem; padding-inline: 0.75rem; border-radius: 0.625rem; background: none; }
  .menu button:hover { background: var(--gc-raised); }
  .menu svg { color: var(--gc-soft); }
  :host(:is([name='more'], [name='react'])) dialog { width: min(22rem, 100vw); margin-block-end: 5.5rem; padding: 0.75rem; }
  @media (max-width: 40rem) { :host(:is([name='more'], [name='react'])) dialog { width: 100vw; margin-block-end: 0; } }
  :host(:is([name='more'], [name='react'])) dialog::backdrop { background: rgb(0 0 0 / 15%); }
  :host([name='more']) header { display: none; }

  .who { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; }
  .who > div { flex: 1; min-width: 8rem; }
  .volume { display: flex; align-items: center; gap: 0.75rem; }
  .quality { display: flex; align-items: center; gap: 0.5rem; }
  .good svg { color: var(--gc-good); }
  .fair svg { color: var(--gc-fair); }
  :is(.poor, .lost) svg { color: var(--gc-danger); }
  dl { display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 1.25rem; margin: 0; }
  dt { color: var(--gc-soft); }
  dd { margin: 0; font-variant-numeric: tabular-nums; }

  .scroll { overflow: auto; }
  table { border-collapse: collapse; }
  th, td { padding: 0.375rem 0.625rem; text-align: start; font-weight: 400; border-block-end: 1px solid var(--gc-raised); max-width: 9rem; overflow-wrap: anywhere; }
  th { font-weight: 600; }
  th bdi { overflow-wrap: break-word; }
  td { text-align: center; }
  td:first-child { text-align: start; }
  @media (max-width: 40rem) {
    th, td { padding: 0.375rem 0.25rem; max-width: 6rem; }
    thead th { writing-mode: vertical-rl; rotate: 180deg; text-align: start; max-width: none; max-height: 8rem; overflow: hidden; border: none; }
  }
  td.bad { color: var(--gc-danger); font-weight: 600; }
`
