/** Own conversations and the queue. */
import {css, html, nothing} from 'lit'
import type {Floor} from '../protocol-operator'
import {DeskElement, define} from './element'
import {initials, span} from './format'
import {reasonText} from './reasons'
import type {Talk} from './state'
import {serverNow} from './state'
import {unread} from './talk'
import {shared} from './styles'
import {t} from './texts'

const QUEUE_PAGE = 40

export class SideLists extends DeskElement {
  static override properties = {...DeskElement.properties, shown: {state: true}}
  declare shown: number

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      h2 {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 14px 14px 6px;
      }
      .empty {
        padding: 2px 14px 8px;
        color: var(--ink-soft);
      }
      li button {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 2px 10px;
        align-items: center;
        width: 100%;
        min-height: 52px;
        padding: 7px 14px;
        border: 0;
        border-left: 3px solid transparent;
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
      .face {
        position: relative;
        display: grid;
        place-items: center;
        width: 34px;
        height: 34px;
        border-radius: 50%;
        background: var(--raised);
        border: 1px solid var(--line);
        color: var(--ink-soft);
        font-size: 12px;
        font-weight: 700;
      }
      .who {
        min-width: 0;
      }
      .who strong {
        display: block;
      }
      .unread strong {
        font-weight: 750;
      }
      .right {
        display: grid;
        justify-items: end;
        gap: 3px;
      }
      .count {
        min-width: 20px;
        padding: 0 6px;
        border-radius: 10px;
        background: var(--accent);
        color: var(--on-accent);
        font-size: 12px;
        font-weight: 700;
        line-height: 20px;
        text-align: center;
      }
      .more {
        margin: 6px 14px 14px;
      }
    `,
  ]

  constructor() {
    super()
    this.shown = QUEUE_PAGE
  }

  override render() {
    const floor = this.desk.floor
    if (!floor) return nothing
    const rest = floor.queue.length - this.shown
    return html`<section>
        <h2>${t('talks.title')} <span class="badge number">${floor.mine.length}</span></h2>
        ${floor.mine.length ? nothing : html`<p class="empty small">${t('talks.empty')}</p>`}
        <ul>
          ${floor.mine.map((one, at) => this.#mine(one, at))}
        </ul>
      </section>
      <section>
        <h2>
          ${t('queue.title')}
          <span class="badge number ${floor.queue.length ? 'warn' : ''}">${floor.queue.length}</span>
        </h2>
        ${floor.queue.length ? nothing : html`<p class="empty small">${t('queue.empty')}</p>`}
        <ol>
          ${floor.queue.slice(0, this.shown).map(one => this.#waiting(one))}
        </ol>
        ${
          rest > 0
            ? html`<button class="more" @click=${() => (this.shown += QUEUE_PAGE * 5)}>
                ${t('queue.more', {count: Math.min(rest, QUEUE_PAGE * 5)})}
              </button>`
            : nothing
        }
      </section>`
  }

  #mine(one: Floor['mine'][number], at: number) {
    const talk = this.desk.talks[one.conversation]
    const count = talk ? unread(talk) : 0
    return html`<li>
      <button
        class=${count ? 'unread' : ''}
        data-testid="conversation-item"
        data-conversation=${one.conversation}
        aria-current=${String(this.#isOpen(one.conversation))}
        @click=${() => this.actions.select(one.conversation)}
      >
        <span class="face" aria-hidden="true">${initials(one.customer)}</span>
        <span class="who">
          <strong class="cut">${one.customer}</strong>
          <span class="small soft cut">${this.#lastOf(talk)}</span>
        </span>
        <span class="right">
          ${count ? countBadge(count) : nothing}
          ${at < 9 ? html`<kbd aria-hidden="true">${at + 1}</kbd>` : nothing}
        </span>
      </button>
    </li>`
  }

  #isOpen(conversation: string): boolean {
    return this.desk.selected === conversation && this.desk.tab === 'talks'
  }

  #lastOf(talk: Talk | undefined): string {
    if (!talk) return ''
    if (talk.typingUntil > this.desk.now) return t('talks.typing')
    const said = talk.view.frames.findLast(
      one => one.type === 'customer_said' || one.type === 'operator_said',
    )
    if (said?.type === 'operator_said') return `${t('who.me')}: ${said.text}`
    return said?.type === 'customer_said' ? said.text : ''
  }

  #waiting(one: Floor['queue'][number]) {
    const waits = span(Date.parse(one.since), serverNow(this.desk))
    return html`<li>
      <button
        data-testid="queue-item"
        data-conversation=${one.conversation}
        aria-current=${String(this.#isOpen(one.conversation))}
        @click=${() => this.actions.select(one.conversation)}
      >
        <span class="face number" aria-label=${t('queue.place', {place: one.place})}>${one.place}.</span>
        <span class="who">
          <strong class="cut">${one.customer}</strong>
          <span class="small soft cut">${one.reason ? reasonText(one.reason) : ''}</span>
        </span>
        <span class="small number" aria-label=${t('queue.waits', {time: waits})}>${waits}</span>
      </button>
    </li>`
  }
}

const countBadge = (count: number) =>
  html`<span class="count number" aria-label=${t('talks.unread', {count})}>${count}</span>`

define('console-lists', SideLists)
