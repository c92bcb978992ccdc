/** The transcript: a live log that stays at its end unless the operator has scrolled away. */
import {LitElement, html, nothing} from 'lit'
import type {PropertyValues} from 'lit'
import {repeat} from 'lit/directives/repeat.js'
import type {Actions} from './actions'
import {define} from './element'
import {icon} from './icons'
import {outgoingTemplate, rowTemplate} from './message'
import type {Outgoing, Talk} from './state'
import {shared} from './styles'
import {t} from './texts'
import {rows} from './transcript'
import type {Row} from './transcript'
import {transcriptStyles} from './transcript-styles'
import {firstDrawn} from './window'

const NEAR_PX = 60

export class TranscriptView extends LitElement {
  static override properties = {
    talk: {attribute: false},
    actions: {attribute: false},
    me: {attribute: false},
    today: {attribute: false},
    pages: {state: true},
    atEnd: {state: true},
    unfolded: {state: true},
  }
  declare talk: Talk
  declare actions: Actions
  declare me: string
  /** The time of the last change of day, so that a tick does not draw everything again. */
  declare today: number
  declare pages: number
  declare atEnd: boolean
  declare unfolded: ReadonlySet<string>
  #before = {height: 0, top: 0}
  #top = 0
  // A picture that has loaded or a composer that has grown must not push the end out of sight.
  #resized = new ResizeObserver(() => {
    if (this.atEnd) this.#toEnd()
    this.#look()
  })

  static override styles = [shared, transcriptStyles]

  constructor() {
    super()
    this.pages = 1
    this.atEnd = true
    this.unfolded = new Set()
  }

  override render() {
    const {view, notes, newAfter, outgoing} = this.talk
    const all = rows({frames: view.frames, notes, newAfter, open: key => this.unfolded.has(key)})
    const from = firstDrawn(all.length, this.pages)
    return html`<div
        class="log"
        role="log"
        aria-label=${t('talk.log')}
        tabindex="0"
        data-testid="transcript"
        @scroll=${this.#scrolled}
      >
        <div class="rows">
          ${this.#older(from)}
          ${repeat(
            all.slice(from),
            row => row.key,
            row => this.#row(row),
          )}
          ${outgoing.map(one => this.#outgoing(one))}
        </div>
      </div>
      ${
        this.atEnd
          ? nothing
          : html`<button class="latest small" @click=${this.#toEnd}>
              ${icon('down', 14)} ${t('talk.latest')}
            </button>`
      }`
  }

  #outgoing(one: Outgoing) {
    const {id} = this.talk.view
    return outgoingTemplate(
      one,
      () => void this.actions.retry(id, one.id),
      () => {
        this.actions.discard(id, one.id)
      },
    )
  }

  #row(row: Row) {
    return rowTemplate(row, {
      me: this.me,
      customer: this.talk.view.customer.name,
      now: this.today,
      picture: this.actions.picture,
      fold: key => {
        this.#fold(key)
      },
    })
  }

  #older(from: number) {
    const missing = (this.talk.view.frames[0]?.seq ?? 1) > 1
    if (!from && !missing) return nothing
    return html`<button
      class="older small"
      @click=${() => {
        this.#more(from)
      }}
    >
      ${t('talk.older')}
    </button>`
  }

  #more(from: number): void {
    this.pages += 1
    if (!from) void this.actions.older(this.talk.view.id)
  }

  #fold(key: string): void {
    const next = new Set(this.unfolded)
    if (!next.delete(key)) next.add(key)
    this.unfolded = next
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('talk')
    if (before && before.view.id !== this.talk.view.id) {
      this.pages = 1
      this.atEnd = true
      this.#top = 0
    }
    const log = this.#log
    if (log) this.#before = {height: log.scrollHeight, top: log.scrollTop}
  }

  override updated(changed: PropertyValues<this>): void {
    const log = this.#log
    if (!log) return
    const before = changed.get('talk')
    const above = changed.has('pages') || firstSeq(before) > firstSeq(this.talk)
    if (this.atEnd) this.#toEnd()
    // Older rows came in above: what is read stays where it is, also where the browser has no scroll anchoring.
    else if (above && log.scrollTop === this.#before.top)
      log.scrollTop = this.#before.top + log.scrollHeight - this.#before.height
    this.#seen(before?.view.id === this.talk.view.id && before.seen >= before.view.seq)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#look)
    void this.updateComplete.then(() => {
      for (const one of this.renderRoot.querySelectorAll('.log, .rows')) this.#resized.observe(one)
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resized.disconnect()
    document.removeEventListener('visibilitychange', this.#look)
  }

  get #log(): HTMLElement | null {
    return this.renderRoot.querySelector('.log')
  }

  #toEnd = (): void => {
    const log = this.#log
    if (log) log.scrollTop = log.scrollHeight
    this.atEnd = true
  }

  #scrolled = (event: Event): void => {
    const log = event.currentTarget as HTMLElement
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX
    // Only scrolling up leaves the end; rows that grow below do not.
    this.atEnd = near || (this.atEnd && log.scrollTop >= this.#top)
    this.#top = log.scrollTop
    if (log.scrollTop < NEAR_PX) {
      const from = log.querySelector<HTMLButtonElement>('.older')
      if (from && !this.atEnd) from.click()
    }
    this.#look()
  }

  #look = (): void => {
    this.#seen(false)
  }

  /** What stands at the end of a visible log has been seen; `live` when it was watched as it came. */
  #seen(live: boolean): void {
    const {view, seen} = this.talk
    if (!this.atEnd || document.hidden || seen >= view.seq || !this.offsetParent) return
    this.actions.looked(view.id, live)
  }
}

const firstSeq = (talk: Talk | undefined): number => talk?.view.frames[0]?.seq ?? 0

define('console-transcript', TranscriptView)
