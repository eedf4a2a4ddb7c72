import { css } from 'lit'

/** Styles that the user's own tile shares with the others */
export const tileStyle = css`
  :host { display: block; min-width: 0; height: 100%; }
  article {
    background: var(--gc-surface); border-radius: var(--gc-radius); padding: 1rem; height: 100%;
    display: grid; gap: 0.625rem; align-content: start; outline: 3px solid transparent; outline-offset: -3px; transition: outline-color 100ms;
  }
  article.speaking { outline-color: var(--gc-good); }
  .who { display: flex; gap: 0.75rem; align-items: center; min-width: 0; position: relative; }
  .hand { position: absolute; inset-block-start: -0.25rem; inset-inline-start: 1.875rem; line-height: 1; }
  .avatar { width: 2.75rem; height: 2.75rem; border-radius: 50%; flex: none; display: grid; place-content: center; font-weight: 600; background: var(--gc-raised); }
  .names { min-width: 0; flex: 1; }
  .name { font-weight: 600; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
  .code { color: var(--gc-soft); font-size: 0.85rem; }
  /* always one line, so that nothing below moves when it changes */
  .state { color: var(--gc-soft); font-size: 0.9rem; height: 1.5em; line-height: 1.5; display: flex; gap: 0.375rem; align-items: center; white-space: nowrap; }
  .state svg { width: 1rem; height: 1rem; }
  .state span { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
`
