/** Line icons drawn in the colour of the text; always beside words or an accessible name. */
import {svg, html} from 'lit'
import type {SVGTemplateResult, TemplateResult} from 'lit'

const PATHS = {
  check: svg`<path d="M4 10.5l4 4 8-9" />`,
  phone: svg`<path d="M6 3h2.6l1.3 3.6-1.8 1.3a10 10 0 0 0 4 4l1.3-1.8L17 11.4V14a2 2 0 0 1-2.2 2A13 13 0 0 1 4 5.200 2 2 0 0 1 6 3z" />`,
  mail: svg`<rect x="3" y="4.500" width="14" height="11" rx="2" /><path d="M3.500 6l6.500 5 6.500-5" />`,
  away: svg`<circle cx="10" cy="10" r="7" /><path d="M10 6v4.200l2.800 1.800" />`,
  off: svg`<path d="M10 3v6" /><path d="M6 5.300a6.500 6.500 0 1 0 8 0" />`,
  sound: svg`<path d="M4 8v4h2.500L11 15.500v-11L6.500 8z" /><path d="M13.500 7.500a3.500 3.500 0 0 1 0 5" />`,
  keys: svg`<rect x="2.500" y="5" width="15" height="10" rx="2" /><path d="M5.500 8.200h.01M8.500 8.200h.01M11.500 8.200h.01M14.500 8.200h.01M6.500 12h7" />`,
  out: svg`<path d="M8 4H5a1.500 1.500 0 0 0-1.500 1.500v9A1.500 1.500 0 0 0 5 16h3" /><path d="M12 6.500l3.500 3.500-3.500 3.500M15.500 10H8" />`,
  lock: svg`<rect x="4.500" y="9" width="11" height="7.500" rx="1.500" /><path d="M7 9V6.500a3 3 0 0 1 6 0V9" />`,
  person: svg`<circle cx="10" cy="7" r="3" /><path d="M4 16.500c.6-3 3-4.500 6-4.500s5.400 1.500 6 4.500" />`,
  bot: svg`<rect x="4" y="7" width="12" height="9" rx="2.500" /><path d="M10 4v3M7.500 11.500h.01M12.500 11.500h.01" />`,
  back: svg`<path d="M12 4.500L6.500 10l5.500 5.500" />`,
  more: svg`<path d="M5 10h.01M10 10h.01M15 10h.01" />`,
  down: svg`<path d="M5 8l5 5 5-5" />`,
  send: svg`<path d="M3.500 10L16.500 4l-4 12.500-3-5z" />`,
  shield: svg`<path d="M10 3l6 2v4.500c0 3.500-2.500 6-6 7.500-3.500-1.500-6-4-6-7.500V5z" /><path d="M7.300 10l2 2 3.400-4" />`,
  close: svg`<path d="M5 5l10 10M15 5L5 15" />`,
  copy: svg`<rect x="7" y="7" width="9" height="9" rx="1.500" /><path d="M13 7V5.500A1.500 1.500 0 0 0 11.500 4h-6A1.500 1.500 0 0 0 4 5.500v6A1.500 1.500 0 0 0 5.500 13H7" />`,
  bell: svg`<path d="M5 13.500V9a5 5 0 0 1 10 0v4.500l1 1H4z" /><path d="M8.500 16.500a1.500 1.500 0 0 0 3 0" />`,
  ticket: svg`<rect x="4" y="3.500" width="12" height="13" rx="1.500" /><path d="M7 7.500h6M7 10.500h6M7 13.500h3.500" />`,
  talk: svg`<path d="M3.500 5.500A1.500 1.500 0 0 1 5 4h10a1.500 1.500 0 0 1 1.500 1.500v6A1.500 1.500 0 0 1 15 13H9l-3.500 3v-3H5a1.500 1.500 0 0 1-1.500-1.500z" />`,
  search: svg`<circle cx="9" cy="9" r="5" /><path d="M13 13l4 4" />`,
} satisfies Record<string, SVGTemplateResult>

export type IconName = keyof typeof PATHS

export const icon = (name: IconName, size = 18): TemplateResult =>
  html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${PATHS[name]}
  </svg>`
