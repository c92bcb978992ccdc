/** The request before it is filed: exactly what will be sent, to be changed and sent. */
import {html, nothing} from 'lit'
import type {PropertyValues, TemplateResult} from 'lit'
import type {Draft} from '../protocol'
import {fieldList} from './fields'
import {Part} from './part'

export class DraftCard extends Part {
  static override properties = {
    ...Part.properties,
    draft: {attribute: false},
    subject: {state: true},
    text: {state: true},
    busy: {state: true},
    changed: {state: true},
  }
  declare draft: Draft
  declare subject: string
  declare text: string
  declare busy: boolean
  declare changed: boolean

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('draft')
    if (!changed.has('draft')) return
    // What was typed here stays, unless the server has just answered it with something else.
    if (this.subject === (before?.subject ?? this.subject)) this.subject = this.draft.subject
    if (this.text === (before?.text ?? this.text)) this.text = this.draft.text
  }

  /** Saves what was changed, and files it if the server kept it to the letter; else shows what it kept. */
  async #send(event: Event): Promise<void> {
    event.preventDefault()
    const {session} = this.context
    const {subject, text} = this
    this.busy = true
    this.changed = false
    const edited = subject !== this.draft.subject || text !== this.draft.text
    const draft = edited ? await session.draft({subject, text}) : this.draft
    const toTheLetter = draft?.subject === subject && draft.text === text
    if (draft && toTheLetter) await session.file(draft.version)
    else if (draft) {
      this.subject = draft.subject
      this.text = draft.text
      this.changed = true
    }
    this.busy = false
  }

  override render(): TemplateResult {
    const {t, keep} = this.context
    const {version} = this.draft
    const later = (): void => {
      keep.set('put-off', String(version))
      this.dispatchEvent(new Event('later', {bubbles: true}))
    }
    return html`<form
      class="card draft"
      data-testid="draft-card"
      aria-label=${t('draft.title')}
      @submit=${(event: Event) => void this.#send(event)}
    >
      <h3>${t('draft.title')}</h3>
      <p class="hint">${t('draft.text')}</p>
      ${this.changed ? html`<p class="notice" role="alert">${t('draft.changed')}</p>` : nothing}
      ${this.#fields()} ${this.#enclosed()}
      <div class="row">
        <button class="primary" data-testid="draft-send" ?disabled=${this.busy}>
          ${t(this.busy ? 'draft.sending' : 'draft.send')}
        </button>
        <button type="button" class="link" data-testid="draft-later" @click=${later}>
          ${t('draft.later')}
        </button>
      </div>
    </form>`
  }

  #fields(): TemplateResult {
    const {t} = this.context
    return html`<label
        >${t('draft.subject')}<input
          data-testid="draft-subject"
          maxlength="200"
          required
          .value=${this.subject}
          @input=${(event: Event) => {
            this.subject = (event.target as HTMLInputElement).value
          }}
      /></label>
      <label
        >${t('draft.body')}<textarea
          data-testid="draft-text"
          rows="5"
          maxlength="8000"
          required
          .value=${this.text}
          @input=${(event: Event) => {
            this.text = (event.target as HTMLTextAreaElement).value
          }}
        ></textarea>
      </label>`
  }

  #enclosed(): TemplateResult {
    const {t} = this.context
    const {customer, diagnostics, attachments, transcript} = this.draft
    return html`<dl class="facts">
        <div class="whole">
          <dt>${t('draft.from')}</dt>
          <dd>${customer.name}<br />${customer.email} <span class="badge">${t('draft.verified')}</span></dd>
        </div>
      </dl>
      ${fieldList(diagnostics, t)}
      ${
        attachments.length || transcript
          ? html`<p class="hint">
              ${t('draft.enclosed')}:
              ${[
                ...(attachments.length ? [t('draft.attachments', {count: attachments.length})] : []),
                ...(transcript ? [t('draft.transcript')] : []),
              ].join(' · ')}
            </p>`
          : nothing
      }`
  }
}
