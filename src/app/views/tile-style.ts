import { css } from 'lit'

/** Styles that the user's own tile shares with the others. `--level` is the loudness of the voice, from 0 to 1 */
export const tileStyle = css`
  :host { display: block; min-width: 0; height: 100%; container-type: size; }
  article {
    position: relative; height: 100%; padding: 0.375rem; border-radius: var(--gc-radius); overflow: hidden;
    display: grid; grid-template-columns: minmax(0, 1fr); align-content: center; justify-items: center; gap: clamp(0.25rem, 5cqmin, 1.25rem); text-align: center;
    background: light-dark(oklch(0.93 0.02 var(--hue)), oklch(0.26 0.03 var(--hue)));
    outline: 3px solid transparent; outline-offset: -3px; transition: outline-color 100ms;
  }
  article.speaking { outline-color: var(--gc-voice); }
  .picture { position: relative; isolation: isolate; }
  .picture .avatar { inline-size: clamp(2.25rem, 38cqmin, 9rem); font-size: clamp(1rem, 14cqmin, 3.5rem); }
  .speaking .avatar { box-shadow: 0 0 0 3px var(--gc-voice); }
  /* is scaled, because that draws nothing again: a shadow would be drawn for each frame, of each person who speaks */
  .speaking .picture::before {
    content: ''; position: absolute; inset: -3px; z-index: -1; border-radius: 50%; background: color-mix(in srgb, var(--gc-voice) 40%, transparent);
    scale: calc(1 + 0.25 * var(--level)); transition: scale 120ms linear; will-change: scale;
  }
  .badge {
    position: absolute; inset: auto -0.25rem -0.25rem auto; width: clamp(1.25rem, 13cqmin, 2.5rem); aspect-ratio: 1; border-radius: 50%;
    display: grid; place-content: center; background: var(--gc-surface); color: var(--gc-danger);
  }
  .badge svg { width: clamp(0.8rem, 8cqmin, 1.5rem); height: auto; }
  .words { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; min-width: 0; max-width: min(100%, 16rem); line-height: 1.3; }
  .name { display: flex; gap: 0.25rem; align-items: center; max-width: 100%; font-weight: 600; font-size: clamp(0.9rem, 3cqmin, 1.375rem); }
  .name bdi { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .name svg { width: 1rem; height: 1rem; color: var(--gc-good); }
  /* always one line, so that nothing moves when it changes */
  .state { height: 1.4em; max-width: 100%; font-size: 0.85rem; color: var(--gc-soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .corner { position: absolute; inset: 0.375rem auto auto 0.375rem; display: flex; gap: 0.25rem; }
  .corner > span { display: grid; place-content: center; min-width: 1.75rem; height: 1.75rem; border-radius: 999px; background: var(--gc-surface); line-height: 1; }
  .corner svg { width: 1.125rem; height: 1.125rem; }

  /* a low tile has its words beside the picture */
  @container (max-height: 6.25rem) {
    article { grid-template-columns: auto minmax(0, auto); justify-content: center; align-items: center; gap: 0.5rem; text-align: start; }
    .words { justify-items: start; }
  }
  @container (max-width: 8rem) {
    .state { font-size: 0.75rem; }
  }
  @media (prefers-reduced-motion: reduce) {
    .speaking .avatar { box-shadow: 0 0 0 4px var(--gc-voice); }
    .speaking .picture::before { content: none; }
  }
`
