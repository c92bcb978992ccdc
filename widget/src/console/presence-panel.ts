/** The operator's own presence, slots, and the indicator exactly as customers see it. */
import {css, html, nothing} from 'lit'
import {DeskElement, define} from './element'
import {icon} from './icons'
import type {IconName} from './icons'
import {whyIndicator, whyNot} from './reasons'
import type {Floor} from '../protocol-operator'
import type {Declared} from './state'
import {shared} from './styles'
import {t} from './texts'

export class PresencePanel extends DeskElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 10px;
        padding: 12px 14px;
        border-bottom: 1px solid var(--line);
      }
      .indicator {
        display: flex;
        gap: 10px;
        align-items: center;
        padding: 8px 12px;
        border-radius: var(--radius);
        background: var(--raised);
      }
      .indicator[data-available='true'] {
        background: var(--ok-soft);
      }
      .dot {
        width: 12px;
        height: 12px;
        border: 3px solid var(--line-strong);
        border-radius: 50%;
        flex: none;
      }
      [data-available='true'] .dot {
        border-color: var(--ok);
        background: var(--ok);
      }
      .indicator strong {
        display: block;
        line-height: 1.25;
      }
      [data-available='true'] strong {
        color: var(--ok);
      }
      .row {
        display: grid;
        grid-template-columns: 1fr 1fr 1fr;
        gap: 6px;
      }
      .row.two {
        grid-template-columns: 1fr 1fr;
      }
      .row button {
        flex-direction: column;
        gap: 2px;
        padding: 6px 4px;
        font-size: var(--small);
        line-height: 1.2;
      }
      .row.two button {
        flex-direction: row;
        gap: 6px;
      }
      [aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 650;
      }
      [aria-pressed='true'].go {
        border-color: var(--ok);
        background: var(--ok-soft);
        color: var(--ok);
      }
      [aria-pressed='true'].busy {
        border-color: var(--note-line);
        background: var(--note);
        color: var(--note-ink);
      }
      @media (max-width: 860px) and (min-width: 641px) {
        .row.two button {
          flex-direction: column;
          gap: 2px;
        }
      }
      .slots {
        white-space: nowrap;
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .pips {
        display: flex;
        gap: 3px;
      }
      .pip {
        width: 16px;
        height: 8px;
        border: 1.5px solid var(--line-strong);
        border-radius: 4px;
      }
      .pip.used {
        border-color: var(--accent);
        background: var(--accent);
      }
      .missed {
        display: grid;
        gap: 8px;
        padding: 10px 12px;
        border-radius: var(--radius);
        background: var(--note);
        color: var(--note-ink);
      }
    `,
  ]

  override render() {
    const floor = this.desk.floor
    if (!floor) return nothing
    const {me} = floor
    return html`${this.#indicator(floor)} ${this.desk.missed ? this.#missed() : nothing}
      <h2 class="hidden-text">${t('presence.title')}</h2>
      <div class="row" role="group" aria-label=${t('presence.title')}>
        ${this.#status(me, 'available', 'check', 'go')} ${this.#status(me, 'away', 'away', 'busy')}
        ${this.#status(me, 'offline', 'off', '')}
      </div>
      <div class="row two">
        ${this.#toggle('phone', me.on_phone, {on_phone: !me.on_phone}, 'phone')}
        ${this.#toggle('email', me.on_email, {on_email: !me.on_email}, 'mail')}
      </div>
      ${this.#slots(me)}
      <p class="small soft" aria-live="polite" data-testid="presence-why">${this.#canOrNot(me)}</p>`
  }

  #indicator(floor: Floor) {
    // Without the server nobody here knows what customers see, so nothing is claimed.
    const known = this.desk.link === 'live'
    const [seen, why] = known ? shown(floor) : [t('indicator.unknown'), t('indicator.why.unknown')]
    const available = known ? String(floor.available) : 'unknown'
    return html`<div class="indicator" data-testid="indicator" data-available=${available}>
      <span class="dot"></span>
      <div>
        <span class="small soft">${t('indicator.label')}</span>
        <strong>${seen}</strong>
        <span class="small soft">${why}</span>
      </div>
    </div>`
  }

  #missed() {
    return html`<div class="missed" role="alert">
      <span>${t('presence.missed')}</span>
      <button class="primary" @click=${() => this.actions.presence({status: 'available'})}>
        ${t('presence.back')} <kbd>d</kbd>
      </button>
    </div>`
  }

  #status(me: Floor['me'], status: Declared['status'], shape: IconName, tone: string) {
    return html`<button
      class=${tone}
      aria-pressed=${String(me.status === status)}
      data-testid="presence-${status}"
      @click=${() => this.actions.presence({status})}
    >
      ${icon(shape)} ${t(`presence.${status}`)}
    </button>`
  }

  #toggle(name: 'phone' | 'email', on: boolean, change: Partial<Declared>, shape: IconName) {
    return html`<button
      class="busy"
      aria-pressed=${String(on)}
      data-testid="presence-${name}"
      @click=${() => this.actions.presence(change)}
    >
      ${icon(shape)} ${t(`presence.${name}`)}
    </button>`
  }

  #slots({used, slots}: Floor['me']) {
    const pips = Array.from({length: slots}, (_, at) => at < used)
    return html`<div class="slots small" data-testid="slots">
      <span class="soft">${t('presence.slots')}</span>
      <span class="pips" aria-hidden="true">
        ${pips.map(taken => html`<span class="pip ${taken ? 'used' : ''}"></span>`)}
      </span>
      <strong class="number">${t('presence.slots.value', {used, slots})}</strong>
    </div>`
  }

  #canOrNot(me: Floor['me']): string {
    if (me.status === 'offline') return t('presence.start')
    return me.why.length ? t('presence.cannot', {why: whyNot(me)}) : t('presence.can')
  }
}

const shown = (floor: Floor): [seen: string, why: string] => [
  floor.available ? t('indicator.on') : t('indicator.off'),
  whyIndicator(floor),
]

define('console-presence', PresencePanel)
