/** Filed requests: the list with its search, and one request in full. */
import {css, html, nothing} from 'lit'
import './ticket-detail'
import {DeskElement, define} from './element'
import {moment} from './format'
import {icon} from './icons'
import type {TicketRow} from './state'
import {shared} from './styles'
import {maybe, t} from './texts'
import {found} from './ticket-actions'

export class TicketsView extends DeskElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(280px, 380px) 1fr;
        min-width: 0;
        min-height: 0;
        background: var(--surface);
      }
      .list {
        display: flex;
        flex-direction: column;
        min-height: 0;
        border-right: 1px solid var(--line);
      }
      .top {
        display: grid;
        gap: 8px;
        padding: 14px;
        border-bottom: 1px solid var(--line);
      }
      h1 {
        display: flex;
        gap: 8px;
        align-items: baseline;
        font-size: 16px;
      }
      .search {
        position: relative;
      }
      .search svg {
        position: absolute;
        top: 9px;
        left: 10px;
        color: var(--ink-soft);
      }
      input {
        width: 100%;
        min-height: 36px;
        padding: 6px 12px 6px 34px;
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        background: var(--surface);
      }
      .rows {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
      }
      li {
        content-visibility: auto;
        contain-intrinsic-size: auto 66px;
      }
      li button {
        display: grid;
        grid-template-columns: 1fr auto;
        justify-items: start;
        gap: 0 10px;
        width: 100%;
        padding: 9px 14px;
        border: 0;
        border-left: 3px solid transparent;
        border-bottom: 1px solid var(--line);
        border-radius: 0;
        background: none;
        text-align: left;
      }
      li button:focus-visible {
        outline-offset: -2px;
      }
      li button[aria-current='true'] {
        border-left-color: var(--accent);
        background: var(--accent-soft);
      }
      strong.cut {
        max-width: 100%;
      }
      .empty {
        padding: 28px 20px;
        color: var(--ink-soft);
        text-align: center;
      }
      .more {
        display: flex;
        margin: 12px auto;
      }
      console-ticket {
        min-height: 0;
        overflow-y: auto;
      }
      @media (max-width: 860px) {
        :host {
          grid-template-columns: 1fr;
        }
        :host([reading]) .list,
        :host(:not([reading])) console-ticket {
          display: none;
        }
      }
    `,
  ]

  override render() {
    const {rows, query, loading, failed, more, detail} = this.desk.tickets
    const shown = found(rows, query)
    this.toggleAttribute('reading', detail !== null)
    return html`<div class="list">
        <div class="top">
          <h1>
            ${t('tickets.title')}
            <span class="small soft number">${t('tickets.count', {count: shown.length})}</span>
          </h1>
          <div class="search">
            ${icon('search')}
            <input
              type="search"
              aria-label=${t('tickets.search')}
              placeholder=${t('tickets.search.hint')}
              data-testid="ticket-search"
              .value=${query}
              @input=${(event: Event) => {
                this.actions.searchTickets((event.target as HTMLInputElement).value)
              }}
            />
          </div>
        </div>
        <div class="rows" aria-busy=${String(loading)}>
          <ul>
            ${shown.map(row => this.#row(row))}
          </ul>
          ${this.#state(shown.length, loading, failed, query)}
          ${
            more && rows.length && !loading && !failed
              ? html`<button class="more" @click=${() => this.actions.olderTickets()}>
                  ${t('tickets.more')}
                </button>`
              : nothing
          }
        </div>
      </div>
      <console-ticket .desk=${this.desk} .actions=${this.actions}></console-ticket>`
  }

  focusSearch(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  #state(shown: number, loading: boolean, failed: boolean, query: string) {
    if (loading) return html`<p class="empty small" role="status">${t('tickets.loading')}</p>`
    if (failed)
      return html`<p class="empty small" role="alert">
        ${t('tickets.failed')}
        <button class="link" @click=${() => this.actions.loadTickets()}>${t('tickets.retry')}</button>
      </p>`
    if (shown) return nothing
    return html`<p class="empty small">${query ? t('tickets.empty.search') : t('tickets.empty')}</p>`
  }

  #row(row: TicketRow) {
    return html`<li>
      <button
        data-testid="ticket-row"
        data-number=${row.number}
        aria-current=${String(this.desk.tickets.detail?.number === row.number)}
        @click=${() => this.actions.readTicket(row.number)}
      >
        <span class="small soft number">${row.number}</span>
        <span class="small soft number">${moment(Date.parse(row.at), this.desk.now)}</span>
        <strong class="cut">${row.subject}</strong>
        <span class="badge">${maybe(`ticket.state.${row.state}`, row.state)}</span>
        <span class="small soft cut">${row.customer.name}</span>
      </button>
    </li>`
  }
}

define('console-tickets', TicketsView)
