/** The conversation: the log, what is to be decided now, and who is typing. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import {repeat} from 'lit/directives/repeat.js'
import {icons} from './icons'
import {row} from './log-items'
import {Part} from './part'
import type {Rendered} from './payloads'
import type {Plain} from './session'
import {openDraft, timeline} from './timeline'
import type {Item} from './timeline'

/** Closer to the end than this, the log follows what is new. */
const FOLLOW_WITHIN = 120

export class ConversationView extends Part {
  static override properties = {...Part.properties, asking: {state: true}}
  declare asking: boolean
  #following = true
  #drafting = false

  protected override willUpdate(): void {
    const box = this.querySelector('.scroller')
    this.#following = !box || box.scrollHeight - box.scrollTop - box.clientHeight < FOLLOW_WITHIN
  }

  protected override updated(): void {
    const draft = this.querySelector('podpora-draft')
    // A request is read from its beginning; everything else is followed at its end.
    if (draft && !this.#drafting)
      requestAnimationFrame(() => {
        draft.scrollIntoView({block: 'start'})
      })
    else if (this.#following && !draft) this.toEnd()
    this.#drafting = draft !== null
  }

  toEnd(): void {
    const box = this.querySelector('.scroller')
    // Cards render their own content after us.
    requestAnimationFrame(() => box?.scrollTo({top: box.scrollHeight}))
  }

  override render(): TemplateResult {
    const {t, session} = this.context
    const items = timeline(session.chat)
    const stored = lastStored(items)
    return html`<div class="scroller" tabindex="0" aria-label=${t('log.label')} role="region">
      ${items.length ? nothing : html`<p class="welcome">${t('log.welcome')}</p>`}
      <div class="log" role="log" aria-live="polite" aria-label=${t('log.label')}>
        ${repeat(
          items,
          item => item.key,
          item => row(item, this.context, stored),
        )}
      </div>
      ${this.#typing()}
      <div class="now">${this.#now()}</div>
    </div>`
  }

  #typing(): Rendered {
    const {t, session} = this.context
    const {typing, conversation} = session.chat
    if (!typing) return nothing
    const label =
      typing === 'bot'
        ? t('log.typing.bot')
        : t('log.typing.operator', {name: conversation?.owner.name ?? t('owner.human.unnamed')})
    return html`<p class="typing" role="status" data-testid="typing">
      <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${label}
    </p>`
  }

  /** What the state asks of the customer. */
  #now(): Rendered {
    const {session, keep} = this.context
    const draft = openDraft(session.chat, Number(keep.get('put-off')))
    if (draft)
      return html`<podpora-draft
        .context=${this.context}
        .draft=${draft}
        @later=${() => {
          this.requestUpdate()
        }}
      ></podpora-draft>`
    switch (session.chat.conversation?.state) {
      case 'choosing':
        return this.#choosing()
      case 'queued':
        return this.#queued()
      case 'ticketed':
        return html`<div class="row centre">
          ${this.#act('talk_to_bot', 'ticket.bot', 'talk-to-bot', 'choice')}
        </div>`
      case 'closed':
        return html`<div class="card">
          <p>${this.context.t('closed.text')}</p>
          ${this.#act('reopen', 'closed.reopen', 'reopen', 'primary wide')}
        </div>`
      default:
        return nothing
    }
  }

  #choosing(): TemplateResult {
    const {t} = this.context
    return html`<div class="card" data-testid="nobody-free">
      <h3>${t('choosing.title')}</h3>
      <p>${t('choosing.text')}</p>
      <div class="stack">
        ${this.#act('wait', 'choosing.wait', 'wait', 'primary')} ${this.#file('secondary')}
        ${this.#act('talk_to_bot', 'choosing.bot', 'talk-to-bot', 'link')}
      </div>
    </div>`
  }

  #queued(): TemplateResult {
    const {t, session} = this.context
    const {queue} = session.chat
    return html`<div class="card queue" data-testid="queue-card">
      <p class="kicker">${icons.clock}${t('queue.title')}</p>
      <p class="place" data-testid="queue-place" role="status">
        ${queue ? t('queue.place', queue) : t('queue.unknown')}
      </p>
      <p class="hint">${queue?.place === 1 ? t('queue.next') : t('queue.text')}</p>
      <div class="stack">
        ${session.chat.conversation?.ticket ? nothing : this.#file('secondary')}${this.#act('leave_queue', 'queue.leave', 'leave-queue', 'link')}
      </div>
    </div>`
  }

  #file(look: string): TemplateResult {
    const {t, session} = this.context
    const open = async (): Promise<void> => {
      this.asking = true
      await session.draft()
      this.asking = false
      await this.updateComplete
      this.querySelector<HTMLElement>('[data-testid=draft-subject]')?.focus()
    }
    return html`<button
      type="button"
      class=${look}
      data-testid="file-now"
      ?disabled=${this.asking}
      @click=${() => void open()}
    >
      ${t(this.asking ? 'draft.loading' : 'choosing.file')}
    </button>`
  }

  #act(
    what: Plain,
    key: 'ticket.bot' | 'closed.reopen' | 'choosing.wait' | 'choosing.bot' | 'queue.leave',
    testid: string,
    look: string,
  ): TemplateResult {
    const {t, session} = this.context
    return html`<button
      type="button"
      class=${look}
      data-testid=${testid}
      ?disabled=${session.link !== 'online'}
      @click=${() => void session.act(what)}
    >
      ${t(key)}
    </button>`
  }
}

function lastStored(items: Item[]): string {
  const last = items.findLast(item => item.kind === 'said' && item.frame.type === 'customer_said')
  const answered = last && items.slice(items.indexOf(last) + 1).some(item => item.kind === 'said')
  return last && !answered ? last.key : ''
}
