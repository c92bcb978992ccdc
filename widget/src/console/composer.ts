/** Where an operator writes: a reply to the customer, or an internal note that looks nothing like one. */
import {LitElement, html, nothing} from 'lit'
import type {PropertyValues} from 'lit'
import type {Actions} from './actions'
import {composerStyles} from './composer-styles'
import {draftOf, keepDraft} from './drafts'
import type {Mode} from './drafts'
import {define} from './element'
import {icon} from './icons'
import type {Link, Talk} from './state'
import {shared} from './styles'
import {t} from './texts'

export const MAX_TEXT = 4000
const NEAR_LIMIT = 3600

export class ConsoleComposer extends LitElement {
  static override properties = {
    talk: {attribute: false},
    link: {attribute: false},
    actions: {attribute: false},
    mode: {type: String, reflect: true},
    text: {state: true},
    saving: {state: true},
  }
  declare talk: Talk
  declare link: Link
  declare actions: Actions
  declare mode: Mode
  declare text: string
  declare saving: boolean

  static override styles = [shared, composerStyles]

  constructor() {
    super()
    this.mode = 'reply'
    this.text = ''
    this.saving = false
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('talk')
    if (changed.has('talk') && before?.view.id !== this.talk.view.id) {
      this.mode = 'reply' // a note mode never carries over to another customer
      this.text = draftOf(sessionStorage, this.talk.view.id, 'reply')
    }
    const {returned} = this.talk
    if (returned !== null) this.#giveBack(returned)
  }

  override render() {
    const note = this.mode === 'note'
    return html`${this.#banner()}
      <form @submit=${this.#submit}>
        ${note ? html`<p class="label small">${icon('lock', 15)} ${t('composer.note.label')}</p>` : nothing}
        <textarea
          rows="2"
          aria-label=${note ? t('composer.note.label') : t('composer.reply')}
          placeholder=${
            note
              ? t('composer.note.placeholder')
              : t('composer.placeholder', {name: this.talk.view.customer.name})
          }
          data-testid="composer"
          .value=${this.text}
          @input=${this.#typed}
          @keydown=${this.#pressed}
        ></textarea>
        <div class="foot">
          <button
            type="button"
            class="plain small"
            aria-pressed=${String(note)}
            data-testid="note-toggle"
            @click=${() => {
              this.toggle()
            }}
          >
            ${icon(note ? 'back' : 'lock', 15)} ${note ? t('composer.note.back') : t('composer.note')}
          </button>
          ${this.#hint(note)} ${note ? this.#saveButton() : this.#sendButton()}
        </div>
      </form>`
  }

  #saveButton() {
    return html`<button class="save" data-testid="send" ?disabled=${!this.#ready}>
      ${icon('lock', 15)} ${t('composer.note.save')}
    </button>`
  }

  #sendButton() {
    return html`<button class="primary" data-testid="send" ?disabled=${!this.#ready}>
      ${t('composer.send')} ${icon('send', 15)}
    </button>`
  }

  /** Switch between a reply and a note; each keeps its own text. */
  toggle(): void {
    this.mode = this.mode === 'note' ? 'reply' : 'note'
    this.text = draftOf(sessionStorage, this.talk.view.id, this.mode)
    this.focusText()
  }

  focusText(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('textarea')?.focus())
  }

  get #ready(): boolean {
    const length = this.text.trim().length
    return length > 0 && length <= MAX_TEXT && !this.#locked && !this.saving
  }

  get #locked(): boolean {
    return this.link !== 'live' || this.talk.catchingUp
  }

  #banner() {
    if (this.link !== 'live')
      return html`<p class="banner bad small" role="status">${t('composer.locked.lost')}</p>`
    if (this.talk.catchingUp)
      return html`<p class="banner small" role="status">${t('composer.locked.catching')}</p>`
    const {unseen} = this.talk
    if (unseen === null) return nothing
    return html`<p class="banner small" role="alert" data-testid="unseen">
      ${unseen ? t('composer.unseen', {count: unseen}) : t('composer.unseen.plain')}
    </p>`
  }

  #hint(note: boolean) {
    const length = this.text.trim().length
    if (length > MAX_TEXT)
      return html`<span class="hint small over" role="status"
        >${t('composer.over', {count: length - MAX_TEXT})}</span
      >`
    if (length > NEAR_LIMIT)
      return html`<span class="hint small">${t('composer.left', {count: MAX_TEXT - length})}</span>`
    return html`<span class="hint small">${note ? t('composer.hint.note') : t('composer.hint')}</span>`
  }

  #typed = (event: Event): void => {
    this.#write((event.target as HTMLTextAreaElement).value)
    if (this.mode === 'reply' && this.text.trim()) this.actions.typing(this.talk.view.id)
  }

  #write(text: string): void {
    this.text = text
    keepDraft(sessionStorage, this.talk.view.id, this.mode, text)
  }

  /** Enter sends a reply; a note, which nobody waits for, only with Ctrl. */
  #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return
    if (this.mode === 'note' && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    this.renderRoot.querySelector('form')?.requestSubmit()
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!this.#ready) return
    const text = this.text.trim()
    if (this.mode === 'note') {
      void this.#saveNote(text)
      return
    }
    this.#write('')
    void this.actions.say(this.talk.view.id, text)
  }

  async #saveNote(text: string): Promise<void> {
    const conversation = this.talk.view.id
    this.saving = true
    const stored = await this.actions.note(conversation, text)
    this.saving = false
    if (!stored) return
    keepDraft(sessionStorage, conversation, 'note', '')
    if (this.talk.view.id === conversation && this.mode === 'note') this.toggle()
  }

  /** A refused reply comes back before whatever has been written since. */
  #giveBack(returned: string): void {
    const {id} = this.talk.view
    const since = draftOf(sessionStorage, id, 'reply')
    const whole = since ? `${returned}\n${since}` : returned
    keepDraft(sessionStorage, id, 'reply', whole)
    if (this.mode === 'reply') this.text = whole
    queueMicrotask(() => {
      this.actions.takeBack(id)
    })
  }
}

define('console-composer', ConsoleComposer)
