/** Where the customer writes: text kept over a reload, one screenshot attached, pasted or dropped. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import type {Attachment} from '../protocol'
import {UploadRefused} from './api'
import {icons} from './icons'
import {Part} from './part'
import type {Key} from './part'
import {draw} from './picture'

interface Upload {
  file: File
  progress: number
  attachment?: Attachment
  problem?: Key
  abort: AbortController
}

const MOST_TEXT = 4000
const MOST_BYTES = 5 * 1024 * 1024
const PICTURES = ['image/png', 'image/jpeg', 'image/webp']
const PROBLEMS = ['too_large', 'not_an_image', 'bad_token', 'rate_limited']

export class Composer extends Part {
  static override properties = {...Part.properties, text: {state: true}, upload: {state: true}}
  declare text: string
  declare upload: Upload | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.text = this.context.keep.get('typed')
  }

  /** Takes a picture from anywhere: the button, the clipboard, a drop. */
  take(file: File | undefined): void {
    if (!file) return
    this.upload?.abort.abort()
    const upload: Upload = {file, progress: 0, abort: new AbortController()}
    if (!PICTURES.includes(file.type)) upload.problem = 'upload.not_an_image'
    else if (file.size > MOST_BYTES) upload.problem = 'upload.too_large'
    this.upload = upload
    if (!upload.problem) void this.#send(upload)
  }

  pick(): void {
    this.querySelector<HTMLInputElement>('input[type=file]')?.click()
  }

  override focus(): void {
    this.querySelector('textarea')?.focus()
  }

  async #send(upload: Upload): Promise<void> {
    const {api, token} = this.context
    const step = (part: Partial<Upload>): void => {
      Object.assign(upload, part)
      if (this.upload === upload) this.requestUpdate()
    }
    try {
      const progress = (share: number): void => {
        step({progress: share})
      }
      step({attachment: await api.upload(upload.file, await token(), progress, upload.abort.signal)})
    } catch (error) {
      const code = error instanceof UploadRefused && PROBLEMS.includes(error.code) ? error.code : 'failed'
      step({problem: `upload.${code}` as Key})
    }
  }

  #submit(event?: Event): void {
    event?.preventDefault()
    const text = this.text.trim()
    if (!this.#ready(text)) return
    void this.context.session.ask(text, this.upload?.attachment)
    this.upload = undefined
    this.#type('')
    this.context.showChat()
    this.focus()
  }

  #ready(text: string): boolean {
    if (text.length > MOST_TEXT) return false
    if (this.upload && !this.upload.attachment) return false
    return text !== '' || this.upload !== undefined
  }

  #type(text: string): void {
    this.text = text
    this.context.keep.set('typed', text)
  }

  override render(): TemplateResult {
    const {t, session} = this.context
    const state = session.chat.conversation?.state ?? 'bot'
    const special = `composer.placeholder.${state}`
    const placeholder = ['choosing', 'queued', 'ticketed'].includes(state) ? special : 'composer.placeholder'
    const count = this.text.trim().length
    return html`<form
      class="composer"
      @submit=${(event: Event) => {
        this.#submit(event)
      }}
    >
      ${this.upload ? this.#preview(this.upload) : nothing}
      <div class="writing">${this.#attach()} ${this.#writing(placeholder as Key)}</div>
      ${count > MOST_TEXT ? html`<p class="problem" role="alert">${t('composer.long', {count, most: MOST_TEXT})}</p>` : nothing}
    </form>`
  }

  #attach(): TemplateResult {
    const {t} = this.context
    return html`<input
        type="file"
        accept=${PICTURES.join()}
        hidden
        @change=${(event: Event) => {
          this.#picked(event)
        }}
      />
      <button
        type="button"
        class="icon"
        data-testid="attach"
        aria-label=${t('composer.attach')}
        title=${t('composer.attach')}
        @click=${() => {
          this.pick()
        }}
      >
        ${icons.attach}
      </button>`
  }

  #writing(placeholder: Key): TemplateResult {
    const {t} = this.context
    return html`<textarea
        rows="1"
        data-testid="composer"
        aria-label=${t('composer.label')}
        placeholder=${t(placeholder)}
        enterkeyhint="send"
        .value=${this.text}
        @input=${(event: InputEvent) => {
          this.#input(event)
        }}
        @keydown=${(event: KeyboardEvent) => {
          this.#key(event)
        }}
        @paste=${(event: ClipboardEvent) => {
          this.#paste(event)
        }}
      ></textarea>
      <button
        class="icon send"
        data-testid="send"
        aria-label=${t('composer.send')}
        ?disabled=${!this.#ready(this.text.trim())}
      >
        ${icons.send}
      </button>`
  }

  #preview(upload: Upload): TemplateResult {
    const {t} = this.context
    const {file} = upload
    const drop = (): void => {
      upload.abort.abort()
      this.upload = undefined
      this.focus()
    }
    return html`<div class="preview" data-testid="attachment-preview">
      ${PICTURES.includes(file.type) ? html`<canvas role="img" aria-label=${t('upload.preview', {name: file.name})} ${draw(file)}></canvas>` : nothing}
      <div role="status">
        <span class="name">${file.name}</span>
        ${this.#fate(upload)}
      </div>
      <button type="button" class="icon" aria-label=${t('upload.cancel')} @click=${drop}>
        ${icons.close}
      </button>
    </div>`
  }

  #fate(upload: Upload): TemplateResult {
    const {t} = this.context
    const {file, progress, attachment, problem} = upload
    const percent = Math.round(progress * 100)
    return html`${
      problem
        ? html`<span class="problem">${t(problem)}</span>`
        : attachment
          ? html`<span class="good">${t('upload.ready')}</span>`
          : html`<span>${t('upload.progress', {percent})}</span
              ><progress max="100" value=${percent} aria-label=${t('upload.progress', {percent})}></progress>`
    }
    ${
      problem === 'upload.failed' || problem === 'upload.rate_limited'
        ? html`<button
            type="button"
            class="link"
            @click=${() => {
              this.take(file)
            }}
          >
            ${t('upload.again')}
          </button>`
        : nothing
    }`
  }

  #picked(event: Event): void {
    const input = event.target as HTMLInputElement
    this.take(input.files?.[0])
    input.value = ''
  }

  #input(event: InputEvent): void {
    this.#type((event.target as HTMLTextAreaElement).value)
    this.context.session.typing()
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    this.#submit()
  }

  #paste(event: ClipboardEvent): void {
    const file = [...(event.clipboardData?.files ?? [])].find(({type}) => type.startsWith('image/'))
    if (!file) return
    event.preventDefault()
    this.take(file)
  }
}
