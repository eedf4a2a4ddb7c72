import { css } from 'lit'

/** Styles of buttons, fields, cards and notes */
export const controls = css`
  h1, h2, h3 { margin: 0; line-height: 1.2; }
  h1 { text-wrap: balance; }
  h2 { font-size: 1.125rem; }
  h3 { font-size: 1rem; }
  p { margin: 0; }
  bdi { overflow-wrap: anywhere; }

  button, .button {
    font: inherit; color: var(--gc-text); background: var(--gc-raised);
    border: 1px solid transparent; border-radius: 999px; min-height: 2.75rem; padding: 0.5rem 1.125rem;
    display: inline-flex; align-items: center; justify-content: center; gap: 0.5rem;
    text-decoration: none; cursor: pointer;
  }
  button:hover, .button:hover { border-color: var(--gc-line); }
  button:active { background: var(--gc-hover); }
  button.primary:active, button.danger:active { filter: brightness(0.9); }
  button[disabled] { opacity: 0.6; cursor: default; }
  button.primary { background: var(--gc-accent); color: var(--gc-on-accent); font-weight: 600; }
  button.danger { background: var(--gc-danger); color: var(--gc-on-danger); }
  button.icon { width: 2.75rem; padding: 0; flex: none; }
  button[aria-pressed='true'] { background: var(--gc-text); color: var(--gc-back); }
  svg.icon { width: 1.25rem; height: 1.25rem; flex: none; }

  input, select, textarea {
    font: inherit; color: var(--gc-text); background: var(--gc-surface); accent-color: var(--gc-accent);
    border: 1px solid var(--gc-line); border-radius: 0.625rem; min-height: 2.75rem; padding: 0.5rem 0.75rem; max-width: 100%; width: 100%;
  }
  ::placeholder { color: var(--gc-soft); opacity: 1; }
  input[type='checkbox'] { width: 1.25rem; min-height: 1.25rem; height: 1.25rem; margin: 0; flex: none; }
  input[type='range'] { min-height: 1.5rem; padding: 0; border: none; background: none; }
  :is(button, .button, input, select, textarea, summary, a, dialog, [tabindex='0']):focus-visible { outline: 3px solid var(--gc-accent); outline-offset: 2px; }

  label.check { display: flex; align-items: center; gap: 0.75rem; min-height: 2.5rem; }
  .card { background: var(--gc-surface); border-radius: var(--gc-radius); padding: 1.25rem; display: grid; gap: 0.75rem; min-width: 0; }
  details.card { display: block; }
  .hint { color: var(--gc-soft); font-size: 0.9rem; }
  .problem { color: var(--gc-danger); }
  .details { color: var(--gc-soft); font-size: 0.85rem; overflow-wrap: anywhere; }
  .note { background: var(--gc-raised); border-radius: 0.625rem; padding: 0.75rem; }
  .banner { background: var(--gc-raised); color: var(--gc-text); }
  .code { font-family: ui-monospace, monospace; font-variant-numeric: tabular-nums; }
  .number { font-size: clamp(1.125rem, 5vw, 1.375rem); display: grid; grid-template-columns: repeat(3, max-content); gap: 0.375rem 1.25rem; justify-content: center; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  dialog {
    color: var(--gc-text); background: var(--gc-surface); border: 1px solid var(--gc-line); border-radius: var(--gc-radius);
    padding: 1.25rem; width: min(30rem, calc(100vw - 1.5rem)); max-height: calc(100dvh - 2rem); overflow: auto; overflow-wrap: break-word;
  }
  dialog > div { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.75rem; }
  dialog::backdrop { background: rgb(0 0 0 / 45%); }
  /* a sheet that thumbs reach */
  @media (max-width: 40rem) { dialog { width: 100vw; max-width: 100vw; margin-block-end: 0; border-width: 1px 0 0; border-end-start-radius: 0; border-end-end-radius: 0; padding-block-end: max(1.25rem, env(safe-area-inset-bottom)); } }
  dialog header { display: flex; align-items: center; justify-content: space-between; gap: 1rem; margin-block-end: 1rem; }
  dialog h2 { min-width: 0; overflow-wrap: anywhere; outline: none; }

  .meter { height: 0.5rem; border-radius: 999px; background: var(--gc-raised); overflow: hidden; position: relative; }
  .meter > span { display: block; height: 100%; background: var(--gc-good); transform-origin: left; transition: scale 80ms linear; will-change: scale; }
  .meter > i { position: absolute; inset-block: 0; width: 3px; background: var(--gc-text); }
  @media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
`
