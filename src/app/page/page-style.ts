import { css } from 'lit'

export const pageStyle = css`
  :host { display: block; min-height: 100dvh; }
  /* a call fills the window, below what else there is */
  .call { height: 100dvh; display: flex; flex-direction: column; }
  .call main { flex: 1; min-height: 0; }
  .call group-call { height: 100%; }
  .start { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 2rem; display: grid; gap: 1.25rem; }
  .start header { display: grid; gap: 0.5rem; }
  .start header h1 { font-size: clamp(1.625rem, 6vw, 2.25rem); letter-spacing: -0.02em; white-space: pre-line; }
  .start header p { max-width: 40rem; text-wrap: pretty; }
  .brand { display: flex; align-items: center; gap: 0.5rem; font-weight: 600; color: var(--gc-soft); }
  .brand img { width: 1.75rem; height: 1.75rem; }
  .start main { display: grid; gap: 1rem; }
  .start footer { display: flex; flex-wrap: wrap; gap: 1rem; }
  .start footer label { display: grid; gap: 0.25rem; }
  .banner { margin: 0; padding: 0.5rem 1rem; text-align: center; }
  .back { display: inline-flex; align-items: center; min-height: 2.75rem; padding-inline: 1rem; color: var(--gc-accent); }
`
