/** One filed request to the letter: its text, diagnostics, attachments and transcript. */
import {css, html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import {diagnosticsStyles, diagnosticsTemplate} from './diagnostics'
import {DeskElement, define} from './element'
import {dayOf, moment} from './format'
import {icon} from './icons'
import {rowTemplate, shot} from './message'
import type {TicketDetail} from './state'
import {shared} from './styles'
import {maybe, t} from './texts'
import {rows} from './transcript'
import {transcriptStyles} from './transcript-styles'

export class TicketDetailView extends DeskElement {
  static override properties = {...DeskElement.properties, unfolded: {state: true}}
  declare unfolded: ReadonlySet<string>

  static override styles = [
    shared,
    transcriptStyles,
    diagnosticsStyles,
    css`
      :host {
        display: block;
        background: var(--ground);
      }
      .page {
        display: grid;
        gap: 14px;
        max-width: 860px;
        margin: 0 auto;
        padding: 20px clamp(14px, 3%, 28px) 40px;
      }
      h1 {
        font-size: 20px;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }
      section {
        display: grid;
        gap: 10px;
        padding: 16px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--surface);
        min-width: 0;
      }
      .exact {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        font-size: 15px;
      }
      .meta {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }
      .empty {
        padding: 20vh 24px;
        color: var(--ink-soft);
        text-align: center;
      }
      .back {
        display: none;
        justify-self: start;
      }
      @media (max-width: 860px) {
        .back {
          display: inline-flex;
        }
      }
    `,
  ]

  constructor() {
    super()
    this.unfolded = new Set()
  }

  override render() {
    const {detail} = this.desk.tickets
    if (!detail) return html`<p class="empty">${t('ticket.none')}</p>`
    return html`<article class="page" data-testid="ticket-detail" data-number=${detail.number}>
      <button class="back" @click=${() => this.actions.readTicket(null)}>
        ${icon('back', 16)} ${t('ticket.back')}
      </button>
      ${this.#head(detail)}
      <section>
        <h2>${t('ticket.text')}</h2>
        <p class="exact" data-testid="ticket-text">${detail.text}</p>
      </section>
      <section>
        <h2>${t('diagnostics.title')}</h2>
        ${diagnosticsTemplate(detail.diagnostics)}
      </section>
      ${
        detail.attachments.length
          ? html`<section>
              <h2>${t('ticket.attachments')}</h2>
              ${detail.attachments.map(one => shot(one, this.actions.picture))}
            </section>`
          : nothing
      }
      ${this.#transcript(detail)}
    </article>`
  }

  #head(detail: TicketDetail): TemplateResult {
    const {customer} = detail
    return html`<header>
      <span class="meta small soft">
        <span class="number">${t('ticket.number', {number: detail.number})}</span>
        <span class="badge">${maybe(`ticket.state.${detail.state}`, detail.state)}</span>
        <span>${t('ticket.filed', {when: moment(Date.parse(detail.at), this.desk.now)})}</span>
      </span>
      <h1>${detail.subject}</h1>
      <span class="meta small">
        <strong>${customer.name}</strong> <span>${customer.email}</span>
        <span class="soft">${customer.id}</span>
        <span class="badge ok" title=${t('card.verified.how')}
          >${icon('shield', 13)} ${t('card.verified')}</span
        >
      </span>
    </header>`
  }

  #transcript(detail: TicketDetail): TemplateResult {
    const frames = detail.transcript ?? []
    const list = rows({frames, notes: [], newAfter: Infinity, open: key => this.unfolded.has(key)})
    return html`<section>
      <h2>${t('ticket.transcript')}</h2>
      ${
        list.length
          ? html`<div>
              ${list.map(row =>
                rowTemplate(row, {
                  me: this.desk.floor?.me.id ?? '',
                  customer: detail.customer.name,
                  now: Date.parse(dayOf(this.desk.now)),
                  picture: this.actions.picture,
                  fold: key => {
                    this.#fold(key)
                  },
                }),
              )}
            </div>`
          : html`<p class="soft small">${t('ticket.transcript.none')}</p>`
      }
    </section>`
  }

  #fold(key: string): void {
    const next = new Set(this.unfolded)
    if (!next.delete(key)) next.add(key)
    this.unfolded = next
  }
}

define('console-ticket', TicketDetailView)
