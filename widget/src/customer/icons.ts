/** The panel's icons: 24-unit outlines in the colour of the text. */
import {svg} from 'lit'
import type {TemplateResult} from 'lit'

const outline = (path: string): TemplateResult =>
  svg`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d=${path}></path></svg>`

export const icons = {
  back: outline('M15 5l-7 7 7 7'),
  close: outline('M6 6l12 12M18 6L6 18'),
  send: outline('M5 12h13M12.5 5.5L19 12l-6.5 6.5'),
  attach: outline(
    'M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8',
  ),
  search: outline('M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20 20l-4-4'),
  next: outline('M9 5l7 7-7 7'),
  article: outline('M7 3h7l5 5v11a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM14 3v5h5M9 13h6M9 17h4'),
  mail: outline('M4 6h16v12H4zM4 7l8 6 8-6'),
  phone: outline(
    'M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z',
  ),
  end: outline('M12 4v7M7.5 6.5a8 8 0 1 0 9 0'),
  tick: outline('M5 12.5l4.5 4.5L19 7.5'),
  assistant: outline(
    'M12 3v3M6 8h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM9 12v2M15 12v2',
  ),
  clock: outline('M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2'),
  ticket: outline('M4 7h16v4a2 2 0 0 0 0 3v4H4v-4a2 2 0 0 0 0-3zM10 11h5M10 14.5h3'),
  person: outline('M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM5 20a7 7 0 0 1 14 0'),
}
