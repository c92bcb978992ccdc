/** The right of the desk: who the customer is, what is known of the problem, what was tried. */
import {css, html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import type {Attachment} from '../protocol'
import type {OperatorView} from '../protocol-operator'
import {diagnosticsStyles, diagnosticsTemplate} from './diagnostics'
import {DeskElement, define} from './element'
import {initials, moment} from './format'
import {icon} from './icons'
import {articleLink, shot} from './message'
import {reasonText} from './reasons'
import {shared} from './styles'
import {t} from './texts'

export class CustomerPane extends DeskElement {
  static override styles = [
    shared,
    diagnosticsStyles,
    css`
      :host {
        display: block;
        overflow-y: auto;
        background: var(--ground);
      }
      section {
        display: grid;
        gap: 10px;
        margin: 12px;
        padding: 14px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--surface);
      }
      .person {
        display: flex;
        gap: 12px;
        align-items: center;
      }
      .person > div {
        min-width: 0;
      }
      .face {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        flex: none;
        border-radius: 50%;
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 700;
      }
      h1 {
        font-size: 16px;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }
      .mail {
        display: block;
        overflow-wrap: anywhere;
      }
      .verified {
        display: flex;
        gap: 8px;
        padding: 8px 10px;
        border-radius: 8px;
        background: var(--ok-soft);
        font-size: var(--small);
      }
      .verified.not {
        background: var(--bad-soft);
      }
      .verified strong {
        display: block;
        color: var(--ok);
      }
      .verified svg {
        color: var(--ok);
      }
      .verified.not strong,
      .verified.not svg {
        color: var(--bad);
      }
      .tried li {
        display: flex;
        gap: 10px;
        align-items: baseline;
        justify-content: space-between;
        padding: 4px 0;
      }
      .tried li + li {
        border-top: 1px solid var(--line);
      }
      .empty {
        padding: 32px 24px;
        color: var(--ink-soft);
        text-align: center;
      }
      .close {
        display: none;
        position: absolute;
        top: 6px;
        right: 6px;
      }
      @media (min-width: 641px) and (max-width: 1199px) {
        .close {
          display: inline-flex;
        }
      }
    `,
  ]

  override render() {
    const {selected, talks} = this.desk
    const talk = selected ? talks[selected] : undefined
    const close = html`<button
      class="plain close"
      aria-label=${t('nav.close')}
      @click=${() => {
        this.actions.pane('talk')
      }}
    >
      ${icon('close')}
    </button>`
    if (!talk)
      return html`${close}
        <p class="empty small">${t('card.empty')}</p>`
    const {view} = talk
    const shots = shotsOf(view)
    return html`${close} ${this.#person(view)}
      <section data-testid="diagnostics-card" aria-label=${t('diagnostics.title')}>
        <h2>${t('diagnostics.title')}</h2>
        ${diagnosticsTemplate(view.diagnostics.filter(one => one.name !== 'screenshot' || !shots.length))}
        ${shots.map(one => shot(one, this.actions.picture))}
      </section>
      ${tried(view)}`
  }

  #person(view: OperatorView): TemplateResult {
    const {customer, reason, ticket} = view
    return html`<section data-testid="customer-card" aria-label=${t('card.title')}>
      <div class="person">
        <span class="face" aria-hidden="true">${initials(customer.name)}</span>
        <div>
          <h1>${customer.name}</h1>
          <span class="mail small soft">${customer.email}</span>
        </div>
      </div>
      ${this.#verified(customer)}
      <p class="small"><span class="soft">${t('card.id')}</span> ${customer.id}</p>
      ${
        reason
          ? html`<p>
              <span class="small soft">${t('card.reason')}</span><br /><strong>${reasonText(reason)}</strong>
            </p>`
          : nothing
      }
      ${
        ticket
          ? html`<p>
              <span class="small soft">${t('card.ticket')}</span><br />
              <button
                class="link"
                @click=${() => {
                  this.#toTicket(ticket.number)
                }}
              >
                ${t('card.ticket.value', ticket)}
              </button>
            </p>`
          : nothing
      }
    </section>`
  }

  #verified({verified, auth_time: since}: OperatorView['customer']): TemplateResult {
    if (!verified)
      return html`<p class="verified not">${icon('shield')}<strong>${t('card.unverified')}</strong></p>`
    return html`<div class="verified" data-testid="verified">
      ${icon('shield')}
      <p>
        <strong>${t('card.verified')}</strong> ${t('card.verified.how')}
        ${since ? t('card.verified.when', {when: moment(since * 1000, this.desk.now)}) : nothing}
      </p>
    </div>`
  }

  #toTicket(number: string): void {
    this.actions.show('tickets')
    void this.actions.readTicket(number)
  }
}

function tried(view: OperatorView): TemplateResult {
  return html`<section aria-label=${t('tried.title')}>
    <h2>${t('tried.title')}</h2>
    ${
      view.tried.length
        ? html`<ul class="tried">
            ${view.tried.map(
              one =>
                html`<li data-testid="tried-article" data-helped=${String(one.helped)}>
                  <span>${articleLink(`/help/${encodeURIComponent(one.slug)}`, one.title)}</span>
                  ${helped(one.helped)}
                </li>`,
            )}
          </ul>`
        : html`<p class="soft small">${t('tried.empty')}</p>`
    }
  </section>`
}

function helped(answer: boolean | null): TemplateResult {
  if (answer === null) return html`<span class="badge">${t('tried.unknown')}</span>`
  return answer
    ? html`<span class="badge ok">${icon('check', 12)} ${t('tried.yes')}</span>`
    : html`<span class="badge bad">${icon('close', 12)} ${t('tried.no')}</span>`
}

/** Every screenshot the customer sent, oldest first. */
const shotsOf = (view: OperatorView): Attachment[] =>
  view.frames.flatMap(one => (one.type === 'customer_said' && one.attachment ? [one.attachment] : []))

define('console-customer', CustomerPane)
