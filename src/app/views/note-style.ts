import { css } from 'lit'

/** A notice with a button beside it, on a colour of its own */
export const noteStyle = css`
  .note { display: flex; gap: 0.75rem; align-items: center; justify-content: space-between; padding: 0.5rem 0.75rem; }
  .note button { background: var(--gc-surface); flex: none; }
`
