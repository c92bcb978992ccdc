/** The closed chat: one button that tells the true state. Plain DOM, so that it costs a page next to nothing. */
import launcherTexts from '../texts/launcher.json'
import {texts} from '../texts'
import type {Texts} from '../texts'
import {adopt, palette} from './sheet'

export type Lang = keyof typeof launcherTexts
type LauncherTexts = Texts<(typeof launcherTexts)['sk']>

export const langOf = (wanted: string): Lang => {
  const short = wanted.slice(0, 2).toLowerCase()
  return short in launcherTexts ? (short as Lang) : 'sk'
}

const CSS = `${palette}
:host { position: fixed; right: 16px; bottom: 16px; z-index: var(--podpora-layer, 2147483000); font: 15px/1.35 var(--font); }
:host([hidden]) { display: none; }
button {
  display: flex; align-items: center; gap: 12px; min-height: 56px; max-width: min(320px, calc(100vw - 32px));
  padding: 8px 20px 8px 8px; border: 1px solid var(--line); border-radius: 28px; cursor: pointer; text-align: left;
  font: inherit; color: var(--ink); background: var(--surface);
  box-shadow: 0 1px 2px rgb(16 24 40 / .08), 0 6px 20px rgb(16 24 40 / .14); transition: box-shadow .15s, transform .15s;
}
button:hover { box-shadow: 0 2px 4px rgb(16 24 40 / .1), 0 10px 28px rgb(16 24 40 / .2); transform: translateY(-1px); }
button:focus-visible { outline: 3px solid var(--accent-ink); outline-offset: 3px; }
.mark { position: relative; flex: none; display: grid; place-items: center; width: 40px; height: 40px; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
.mark svg { width: 22px; height: 22px; }
.unread { position: absolute; top: -4px; right: -4px; min-width: 20px; box-sizing: border-box; padding: 0 5px; border-radius: 10px; font-size: 12px; line-height: 20px; font-weight: 700; text-align: center; color: #fff; background: #b42318; box-shadow: 0 0 0 2px var(--surface); }
strong { display: block; font-weight: 600; }
.state { display: flex; gap: 7px; font-size: 13px; line-height: 1.3; color: var(--quiet); }
.state::before { content: ""; flex: none; width: 9px; height: 9px; margin-top: 4px; border-radius: 50%; background: var(--edge); }
.state[data-available="true"] { color: var(--ok-ink); font-weight: 600; }
.state[data-available="true"]::before { background: var(--ok); }
.state[data-available="false"]::before { background: var(--warn); }
:host([open]) button { display: none; }
@media (prefers-reduced-motion: reduce) { button { transition: none; } button:hover { transform: none; } }
@media (forced-colors: active) { .state::before { forced-color-adjust: none; } .unread { border: 1px solid; } }
`

const ICON =
  'M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 3.7a.85.85 0 0 1-1.4-.66V16A2.5 2.5 0 0 1 4 13.5z'

export class Launcher {
  readonly button: HTMLButtonElement
  readonly #state: HTMLElement
  readonly #unread: HTMLElement
  readonly #t: LauncherTexts

  constructor(root: ShadowRoot, lang: Lang) {
    this.#t = texts(launcherTexts[lang] as (typeof launcherTexts)['sk'], lang)
    adopt(root, CSS)
    this.#unread = element('span', 'unread')
    this.#unread.hidden = true
    this.#state = element('span', 'state')
    this.#state.dataset.testid = 'availability'
    this.#state.textContent = this.#t('unknown')
    const words = element('span')
    words.append(Object.assign(element('strong'), {textContent: this.#t('help')}), this.#state)
    const mark = element('span', 'mark')
    mark.append(icon(), this.#unread)
    this.button = document.createElement('button')
    this.button.type = 'button'
    this.button.dataset.testid = 'launcher'
    this.button.setAttribute('aria-haspopup', 'dialog')
    this.button.append(mark, words)
    root.append(this.button)
  }

  /** Shows whether a person is there; null when that is not known. */
  available(available: boolean | null): void {
    this.#state.textContent = this.#t(
      available === null ? 'unknown' : available ? 'available' : 'unavailable',
    )
    if (available === null) delete this.#state.dataset.available
    else this.#state.dataset.available = String(available)
  }

  unread(count: number): void {
    this.#unread.hidden = count === 0
    this.#unread.textContent = count > 99 ? '99+' : String(count)
    this.#unread.setAttribute('aria-label', this.#t('unread', {count}))
    this.#unread.setAttribute('role', 'img')
  }

  failed(): void {
    this.#state.textContent = this.#t('failed')
    delete this.#state.dataset.available
  }
}

function element(tag: 'span' | 'strong', name = ''): HTMLElement {
  const made = document.createElement(tag)
  if (name) made.className = name
  return made
}

function icon(): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', ICON)
  path.setAttribute('fill', 'currentColor')
  svg.append(path)
  return svg
}
