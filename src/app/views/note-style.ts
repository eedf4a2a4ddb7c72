import { css } from 'lit'

/** A notice on a colour of its own, with a button to hide it at its end, and one to act beside or below */
export const noteStyle = css`
  .note { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 0.5rem; align-items: center; padding: 0.375rem 0.375rem 0.375rem 0.75rem; }
  .note button { background: var(--gc-surface); }
  .note .icon { background: none; grid-area: 1 / -2; }
  .note .todo { justify-self: start; margin-block-end: 0.375rem; }
  @container (min-width: 34rem) {
    .note { grid-template-columns: minmax(0, 1fr) auto auto; }
    .note .todo { margin: 0; }
  }
`
