import { css } from 'lit'

/**
 * Colours and sizes, as custom properties. The system's theme is used unless the
 * attribute `theme` is set.
 */
export const tokens = css`
  :host {
    color-scheme: light dark;
    --gc-back: light-dark(#f6f7f9, #14171c);
    --gc-surface: light-dark(#ffffff, #1e232b);
    --gc-raised: light-dark(#eceff3, #2a313c);
    --gc-hover: light-dark(#dfe4ea, #3a4350);
    --gc-line: light-dark(#8a94a3, #6b7787);
    --gc-text: light-dark(#171b21, #eef1f5);
    --gc-soft: light-dark(#4d5765, #b3bdca);
    --gc-accent: light-dark(#2450d8, #9db6ff);
    --gc-on-accent: light-dark(#ffffff, #10204f);
    --gc-danger: light-dark(#b3261e, #ffb4ab);
    --gc-on-danger: light-dark(#ffffff, #5b0a06);
    --gc-good: light-dark(#136c34, #6fd694);
    --gc-voice: light-dark(#1c9550, #6fd694);
    --gc-fair: light-dark(#7a5300, #f0c05a);
    --gc-radius: 0.875rem;
    color: var(--gc-text);
    font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
    line-height: 1.45;
  }

  :host([theme='light']) { color-scheme: light; }
  :host([theme='dark']) { color-scheme: dark; }
  *, *::before, *::after { box-sizing: border-box; }
`
