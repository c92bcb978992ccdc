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

/** Closer than this to where the log would stand by itself, it follows what is new. */
const FOLLOW_WITHIN = 120
const ABOVE = 12

export class ConversationView extends Part {
  static override properties = {...Part.properties, asking: {state: true}}
  declare asking: boolean
  #following = true
  #drafting = false
  #newest = ''
  #moved = false
  /** Cards, pictures and the keyboard change heights after us. */
  readonly #sizes = new ResizeObserver(() => {
    this.#place()
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sizes.disconnect()
  }

  protected override firstUpdated(): void {
    const box = this.#box
    if (!box) return
    for (const part of [box, ...box.children]) this.#sizes.observe(part)
    // Scrolling of our own, or by the browser when a card shrinks, is told late and says nothing of what is wanted.
    for (const moved of ['wheel', 'touchmove', 'pointerdown', 'keydown'])
      box.addEventListener(moved, () => (this.#moved = true), {passive: true})
    box.addEventListener('scroll', () => {
      if (!this.#moved) return
      const end = box.scrollHeight - box.clientHeight - box.scrollTop
      this.#following = Math.min(end, Math.abs(this.#target(box) - box.scrollTop)) < FOLLOW_WITHIN
    })
  }

  protected override updated(): void {
    const draft = this.querySelector('podpora-draft')
    // A request is read from its beginning; everything else is followed.
    if (draft && !this.#drafting)
      requestAnimationFrame(() => {
        draft.scrollIntoView({block: 'start'})
      })
    this.#drafting = draft !== null
    const newest = this.querySelector('.log > :last-child')
    const key = newest ? `${this.querySelectorAll('.log > *').length}` : ''
    if (key !== this.#newest && newest?.classList.contains('mine')) this.#follow()
    this.#newest = key
    this.#place()
    this.#keepFocus()
  }

  #follow(): void {
    this.#following = true
    this.#moved = false
  }

  toEnd(): void {
    this.#follow()
    requestAnimationFrame(() => {
      this.#place()
    })
  }

  get #box(): HTMLElement | null {
    return this.querySelector('.scroller')
  }

  #place(): void {
    const box = this.#box
    if (!box || !this.#following || this.#drafting) return
    const top = this.#target(box)
    if (Math.abs(box.scrollTop - top) > 1) box.scrollTop = top
  }

  /** The end, but never past the beginning of what the other side has said last. */
  #target(box: HTMLElement): number {
    const end = box.scrollHeight - box.clientHeight
    if (box.querySelector('.now > *')) return end
    const said = [...box.querySelectorAll<HTMLElement>('.said')]
    const last = said.at(-1)
    const from = last?.classList.contains('bot')
      ? (said.findLast(one => one.classList.contains('mine')) ?? last)
      : last
    return from ? Math.min(end, from.offsetTop - ABOVE) : end
  }

  #hadFocus = false
  protected override willUpdate(): void {
    this.#hadFocus = this.contains((this.getRootNode() as ShadowRoot).activeElement)
  }

  /** A pressed quick reply is gone; the keyboard goes on from the log. */
  #keepFocus(): void {
    if (this.#hadFocus && !(this.getRootNode() as ShadowRoot).activeElement)
      this.#box?.focus({preventScroll: true})
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
    if (draft) {
      return html`<podpora-draft
        .context=${this.context}
        .draft=${draft}
        @later=${() => {
          this.requestUpdate()
        }}
      ></podpora-draft>`
    }
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
        ${queue ? t(queue.of > 1 ? 'queue.place' : 'queue.only', queue) : t('queue.unknown')}
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
