/** The bar above the desk: parts, connection, sound, keys, who is signed in. */
import {css, html, nothing} from 'lit'
import {permission} from './alerts'
import type {Tone} from './alerts'
import {DeskElement, define} from './element'
import {icon} from './icons'
import type {Tab} from './state'
import {shared} from './styles'
import {t} from './texts'

export class TopBar extends DeskElement {
  static override properties = {
    ...DeskElement.properties,
    tone: {attribute: false},
    heard: {state: true},
  }
  declare tone: Tone
  /** What the last test of the sound said; null before any. */
  declare heard: boolean | null

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 52px;
        padding: 6px 14px;
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-right: 10px;
        font-weight: 700;
      }
      .mark {
        display: grid;
        place-items: center;
        width: 30px;
        height: 30px;
        border-radius: 9px;
        background: var(--accent);
        color: var(--on-accent);
      }
      nav {
        display: flex;
        gap: 2px;
      }
      nav button {
        border-color: transparent;
        background: none;
      }
      nav [aria-current='page'] {
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 650;
      }
      .space {
        flex: 1;
      }
      .link-state {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        white-space: nowrap;
      }
      .link-state i {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--ok);
      }
      .link-state:not([data-link='live']) {
        color: var(--bad);
        font-weight: 650;
      }
      .link-state:not([data-link='live']) i {
        border-radius: 1px;
        background: var(--bad);
      }
      .ok {
        color: var(--ok);
      }
      .blocked {
        border-color: var(--note-line);
        background: var(--note);
        color: var(--note-ink);
      }
      .me {
        max-width: 18ch;
      }
      @media (max-width: 1100px) {
        .word,
        .me {
          display: none;
        }
      }
      @media (max-width: 640px) {
        nav,
        .name {
          display: none;
        }
      }
    `,
  ]

  constructor() {
    super()
    this.heard = null
  }

  override render() {
    const {desk} = this
    return html`<span class="brand"
        ><span class="mark">${icon('talk')}</span><span class="name">${t('app.name')}</span></span
      >
      <nav aria-label=${t('nav.main')}>${this.#tab('talks')} ${this.#tab('tickets')}</nav>
      <span class="space"></span>
      <span class="link-state small" role="status" data-testid="link-state" data-link=${desk.link}>
        <i></i>${t(`link.short.${desk.link}`)}
      </span>
      ${this.#sound()} ${this.#notify()}
      <button class="plain" aria-label=${t('nav.help')} title="${t('nav.help')} (?)" @click=${this.#help}>
        ${icon('keys')}
      </button>
      <span class="me cut small">${desk.floor?.me.name ?? ''}</span>
      <button
        class="plain"
        aria-label=${t('signout')}
        title=${t('signout')}
        data-testid="signout"
        @click=${this.#out}
      >
        ${icon('out')}
      </button>`
  }

  #tab(tab: Tab) {
    return html`<button
      aria-current=${this.desk.tab === tab ? 'page' : 'false'}
      data-testid="${tab}-tab"
      @click=${() => {
        this.actions.show(tab)
      }}
    >
      ${icon(tab === 'talks' ? 'talk' : 'ticket', 16)} ${t(`nav.${tab}`)}
    </button>`
  }

  #sound() {
    const words = this.heard === null ? t('sound.test') : this.heard ? t('sound.ok') : t('sound.blocked')
    return html`<button
      class="plain ${this.heard === false ? 'blocked' : ''}"
      aria-label=${words}
      title=${words}
      data-testid="sound-test"
      @click=${async () => {
        this.heard = await this.tone.play()
      }}
    >
      <span class=${this.heard ? 'ok' : ''}>${icon('sound')}</span>
      <span class="word small" role="status">${this.heard === false ? t('sound.test') : words}</span>
    </button>`
  }

  #notify() {
    if (permission() !== 'default') return nothing
    return html`<button
      class="plain"
      aria-label=${t('sound.notify')}
      title=${t('sound.notify')}
      @click=${async () => {
        await Notification.requestPermission()
        this.requestUpdate()
      }}
    >
      ${icon('bell')}
    </button>`
  }

  #help = (): void => {
    this.dispatchEvent(new CustomEvent('help', {bubbles: true, composed: true}))
  }

  #out = (): void => {
    this.dispatchEvent(new CustomEvent('sign-out', {bubbles: true, composed: true}))
  }
}

define('console-top-bar', TopBar)
