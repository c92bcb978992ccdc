/** One question of the diagnostics as a card: what was detected is only confirmed, the rest is one field. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import type {BotPayload} from '../protocol'
import {icons} from './icons'
import {Part} from './part'
import type {Rendered} from './payloads'

export type Question = Extract<BotPayload, {type: 'question'}>

const SYSTEM = /windows|mac ?os|ios|android|linux|chrome ?os|ubuntu|fedora|debian/i

/** The system and the browser of "Firefox 145.0, Windows 11", in either order. */
export function split(value: string): {os: string; browser: string} {
  const parts = value.split(',').map(part => part.trim())
  const os = parts.find(part => SYSTEM.test(part)) ?? ''
  return {os, browser: parts.filter(part => part !== os).join(', ')}
}

export class QuestionCard extends Part {
  static override properties = {
    ...Part.properties,
    question: {attribute: false},
    seq: {type: Number},
    editing: {state: true},
  }
  declare question: Question
  declare seq: number
  declare editing: boolean

  override render(): TemplateResult {
    const {field, text} = this.question
    return html`<div class="card question" data-testid="question-${field}">
      <p class="ask">${text}</p>
      ${field === 'environment' ? this.#environment() : nothing}
      ${field === 'address' ? this.#address() : nothing}
      ${field === 'screenshot' ? this.#screenshot() : nothing} ${this.#choices()}
    </div>`
  }

  #environment(): Rendered {
    const {t} = this.context
    const {os, browser} = split(this.question.value ?? '')
    if (this.editing || !this.question.value) {
      return html`<form
        @submit=${(event: SubmitEvent) => {
          this.#say(event, ['os', 'browser'])
        }}
      >
        <label
          >${t('question.environment.os')}<input
            name="os"
            data-testid="field-os"
            .defaultValue=${os}
            maxlength="100"
            required
        /></label>
        <label
          >${t('question.environment.browser')}<input
            name="browser"
            data-testid="field-browser"
            .defaultValue=${browser}
            maxlength="100"
        /></label>
        <button class="primary" data-testid="confirm">${t('question.save')}</button>
      </form>`
    }
    // The question itself names what was detected.
    return nothing
  }

  #address(): TemplateResult {
    const {t} = this.context
    const here = (event: Event): void => {
      const input = (event.target as HTMLElement).closest('form')?.elements.namedItem('address')
      if (input instanceof HTMLInputElement) {
        input.value = location.href
        input.focus()
      }
    }
    return html`<form
      @submit=${(event: SubmitEvent) => {
        this.#say(event, ['address'])
      }}
    >
      <label
        >${t('question.address')}<input
          name="address"
          data-testid="field-address"
          inputmode="url"
          autocomplete="url"
          placeholder=${t('question.address.placeholder')}
          .defaultValue=${this.question.value ?? ''}
          maxlength="2000"
          required
      /></label>
      <button type="button" class="link" data-testid="this-page" @click=${here}>
        ${t('question.address.this')}
      </button>
      <button class="primary" data-testid="confirm">${t('question.save')}</button>
    </form>`
  }

  #screenshot(): TemplateResult {
    const {t, pickPicture} = this.context
    return html`<p class="hint">${t('question.screenshot.hint')}</p>
      <button type="button" class="primary" data-testid="question-attach" @click=${pickPicture}>
        ${icons.attach}${t('question.attach')}
      </button>`
  }

  #choices(): Rendered {
    const {choices, field} = this.question
    const shown = choices.filter(({id}) => !(this.editing && (id === 'confirm' || id === 'correct')))
    if (!shown.length) return nothing
    return html`<div class="choices">
      ${shown.map(({id, label}) => {
        const pick = (): void => {
          if (id === 'correct' && field === 'environment') this.editing = true
          else this.context.session.choose(id, label, this.seq)
        }
        const name = id === 'confirm' || id === 'skip' ? id : `choice-${id}`
        return html`<button type="button" class="choice" data-testid=${name} @click=${pick}>${label}</button>`
      })}
    </div>`
  }

  #say(event: SubmitEvent, names: string[]): void {
    event.preventDefault()
    const values = new FormData(event.target as HTMLFormElement)
    const said = names.map(name => (values.get(name) as string).trim()).filter(Boolean)
    if (said.length) this.context.session.say(said.join(', '))
  }
}
