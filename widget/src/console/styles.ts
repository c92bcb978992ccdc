/** The console's look: tokens for light and dark, and what every element shares. */
import {css} from 'lit'

/** Tokens stand on the outermost element and are inherited through every shadow root. */
export const tokens = css`
  :host {
    color-scheme: light dark;
    --podpora-accent: #1f5fbf;
    --podpora-ok: #14794a;
    --podpora-warn: #b45309;
    --accent: var(--podpora-accent);
    --on-accent: #fff;
    --accent-soft: #e8f0fb;
    --ok: var(--podpora-ok);
    --ok-soft: #e3f4ea;
    --warn: var(--podpora-warn);
    --bad: #b3261e;
    --bad-soft: #fbe9e7;
    --ground: #f3f5f8;
    --surface: #fff;
    --raised: #f7f9fb;
    --line: #dde3ea;
    --line-strong: #8693a3;
    --ink: #17202b;
    --ink-soft: #4f5d6d;
    --note: #fff4d6;
    --note-line: #b7791f;
    --note-ink: #6b4300;
    --customer: #eef1f5;
    --mine: #dfeafa;
    --shadow: 0 1px 2px rgb(16 24 40 / 6%), 0 4px 16px rgb(16 24 40 / 8%);
    --radius: 10px;
    --text: 14px;
    --small: 12.5px;
    font:
      var(--text) / 1.45 system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Noto Sans',
      sans-serif;
    color: var(--ink);
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --accent: #8ab4f8;
      --on-accent: #0d1a2e;
      --accent-soft: #1d2c45;
      --ok: #6bd39b;
      --ok-soft: #14301f;
      --warn: #f0b264;
      --bad: #ff9d94;
      --bad-soft: #3d1b18;
      --ground: #0f141a;
      --surface: #171d25;
      --raised: #1d2530;
      --line: #2b3542;
      --line-strong: #6f7f92;
      --ink: #e7ecf2;
      --ink-soft: #a5b2c1;
      --note: #33270d;
      --note-line: #d9a441;
      --note-ink: #f5d590;
      --customer: #222b36;
      --mine: #1c3050;
      --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 6px 20px rgb(0 0 0 / 40%);
    }
  }
`

export const shared = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2 {
    font-size: var(--small);
    font-weight: 650;
    letter-spacing: 0.01em;
    color: var(--ink-soft);
  }
  .soft {
    color: var(--ink-soft);
  }
  .small {
    font-size: var(--small);
  }
  .cut {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-width: 0;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 34px;
    padding: 5px 12px;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--surface);
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    border-color: var(--line-strong);
    background: var(--raised);
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--accent) 88%, var(--ink));
  }
  button.plain {
    border-color: transparent;
    background: none;
  }
  button.plain:hover:not(:disabled) {
    background: var(--raised);
  }
  button.link {
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  a {
    color: var(--accent);
    text-underline-offset: 2px;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  svg {
    flex: none;
  }
  kbd {
    display: inline-block;
    min-width: 20px;
    padding: 0 5px;
    border: 1px solid var(--line);
    border-bottom-width: 2px;
    border-radius: 5px;
    background: var(--raised);
    color: var(--ink-soft);
    font:
      600 11px / 17px ui-monospace,
      SFMono-Regular,
      Menlo,
      monospace;
    text-align: center;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 0 8px;
    border-radius: 999px;
    background: color-mix(in srgb, var(--ink-soft) 12%, transparent);
    color: var(--ink-soft);
    font-size: 12px;
    font-weight: 600;
    line-height: 20px;
    white-space: nowrap;
  }
  .badge.ok {
    background: var(--ok-soft);
    color: var(--ok);
  }
  .badge.warn {
    background: var(--note);
    color: var(--note-ink);
  }
  .badge.bad {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .badge.accent {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  dialog {
    max-width: min(640px, calc(100vw - 32px));
    padding: 20px 24px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--surface);
    color: var(--ink);
    box-shadow: var(--shadow);
  }
  dialog::backdrop {
    background: rgb(10 15 22 / 55%);
  }
  @media (pointer: coarse) {
    button:not(.link) {
      min-height: 40px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`
