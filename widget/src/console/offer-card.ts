/** Offers waiting for this operator, each with the time that is left to answer. */
import {css, html, nothing} from 'lit'
import type {Field} from '../protocol'
import type {Offer} from '../protocol-operator'
import {countdown} from './countdown'
import type {Countdown} from './countdown'
import {DeskElement, define} from './element'
import {fieldLabel, fieldValue, reasonText} from './reasons'
import {serverNow} from './state'
import {shared} from './styles'
import {t} from './texts'

const ROUND = 2 * Math.PI * 19

export class OfferCards extends DeskElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      article {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 10px;
        margin: 12px 14px;
        padding: 14px;
        border: 2px solid var(--accent);
        border-radius: 14px;
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      article.urgent {
        border-color: var(--bad);
      }
      .top {
        display: flex;
        gap: 12px;
        align-items: center;
      }
      .top > div:first-child {
        flex: 1;
        min-width: 0;
      }
      h3 {
        font-size: 16px;
        line-height: 1.25;
        overflow-wrap: anywhere;
      }
      .ring {
        position: relative;
        width: 46px;
        height: 46px;
        flex: none;
      }
      .ring span {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        font-weight: 700;
        font-size: 16px;
      }
      .ring circle {
        fill: none;
        stroke-width: 4;
        stroke: var(--line);
      }
      .ring circle.left {
        stroke: var(--accent);
        transition: stroke-dashoffset 1s linear;
      }
      .urgent .ring circle.left {
        stroke: var(--bad);
      }
      .badge {
        white-space: normal;
      }
      blockquote {
        margin: 0;
        padding: 6px 10px;
        border-left: 3px solid var(--line-strong);
        background: var(--raised);
        border-radius: 0 8px 8px 0;
        max-height: 5.8em;
        overflow: auto;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 2fr);
        gap: 4px 10px;
        font-size: var(--small);
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .answer {
        display: grid;
        grid-template-columns: 3fr 2fr;
        gap: 8px;
      }
      .answer button {
        min-width: 0;
        min-height: 40px;
      }
      .primary kbd {
        background: none;
        color: inherit;
        border-color: currentcolor;
      }
    `,
  ]

  override render() {
    const {offers} = this.desk
    return html`<div aria-live="assertive" class="hidden-text">
        ${offers.map(one => html`<p>${t('offer.from', {name: one.customer.name})}. ${one.last ?? ''}</p>`)}
      </div>
      ${offers.map(one => this.#offer(one))}`
  }

  #offer(one: Offer) {
    const left = countdown(one.expires_at, serverNow(this.desk))
    const busy = this.desk.accepting !== null
    return html`<article class=${left.urgent ? 'urgent' : ''} data-testid="offer" data-offer=${one.offer}>
      <div class="top">
        <div>
          <span class="small soft">${t('offer.title')}</span>
          <h3>${one.customer.name}</h3>
          <p class="small soft cut">${one.customer.email}</p>
        </div>
        ${ring(left)}
      </div>
      ${one.reason ? html`<span><span class="badge accent">${reasonText(one.reason)}</span></span>` : nothing}
      ${one.last ? html`<blockquote aria-label=${t('offer.last')}>${one.last}</blockquote>` : nothing}
      ${one.diagnostics.length ? facts(one) : nothing}
      <div class="answer">
        <button
          class="primary"
          data-testid="offer-accept"
          ?disabled=${busy}
          @click=${() => this.actions.accept(one.offer)}
        >
          ${this.desk.accepting === one.offer ? t('offer.accepting') : t('offer.accept')} <kbd>a</kbd>
        </button>
        <button data-testid="offer-decline" ?disabled=${busy} @click=${() => this.actions.decline(one.offer)}>
          ${t('offer.decline')}
        </button>
      </div>
    </article>`
  }
}

/** What helps to decide in twenty seconds; the rest waits in the customer's pane. */
const brief = ({name}: Field) => name !== 'page' && name !== 'screenshot'

const facts = (one: Offer) =>
  html`<dl>
    ${one.diagnostics.filter(brief).map(
      field =>
        html`<dt>${fieldLabel(field)}</dt>
          <dd>${fieldValue(field)}</dd>`,
    )}
  </dl>`

const ring = ({seconds, share}: Countdown) =>
  html`<div class="ring" role="timer" aria-label=${t('offer.left', {count: seconds})}>
    <svg viewBox="0 0 46 46" width="46" height="46" aria-hidden="true">
      <circle cx="23" cy="23" r="19" />
      <circle
        class="left"
        cx="23"
        cy="23"
        r="19"
        transform="rotate(-90 23 23)"
        stroke-linecap="round"
        stroke-dasharray=${ROUND}
        stroke-dashoffset=${ROUND * (1 - share)}
      />
    </svg>
    <span class="number" aria-hidden="true">${seconds}</span>
  </div>`

define('console-offers', OfferCards)
