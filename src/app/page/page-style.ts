import { css } from 'lit'

export const pageStyle = css`
  :host { display: block; min-height: 100dvh; --gc-height: 100dvh; }
  .start { max-width: 34rem; margin: 0 auto; padding: 2rem 1rem; display: grid; gap: 1.5rem; }
  .start header h1 { margin: 0; font-size: 2rem; letter-spacing: -0.02em; }
  .start header p { margin: 0.25rem 0 0; }
  .start main { display: grid; gap: 1.5rem; }
  .start footer { display: flex; flex-wrap: wrap; gap: 1rem; }
  .start footer label { display: grid; gap: 0.25rem; }
  .banner { margin: 0; padding: 0.5rem 1rem; text-align: center; }
  .back { position: absolute; inset-block-start: 0.5rem; inset-inline-start: 0.75rem; padding: 0.5rem; z-index: 1; color: var(--gc-accent); }
`
