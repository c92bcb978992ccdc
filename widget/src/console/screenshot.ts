/** A screenshot as a thumbnail, and large in a dialog. */
import {LitElement, css, html, nothing} from 'lit'
import type {PropertyValues} from 'lit'
import type {Attachment} from '../protocol'
import type {Actions} from './actions'
import {define} from './element'
import {size} from './format'
import {icon} from './icons'
import {shared} from './styles'
import {t} from './texts'

export class ConsoleScreenshot extends LitElement {
  static override properties = {
    attachment: {attribute: false},
    picture: {attribute: false},
    address: {state: true},
    failed: {state: true},
    full: {state: true},
  }
  declare attachment: Attachment
  declare picture: Actions['picture']
  declare address: string | null
  declare failed: boolean
  declare full: boolean

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        margin-top: 4px;
      }
      .thumb {
        display: block;
        padding: 0;
        border-radius: 8px;
        overflow: hidden;
        cursor: zoom-in;
      }
      .thumb img {
        display: block;
        max-width: 100%;
        width: 260px;
        height: auto;
        max-height: 200px;
        object-fit: cover;
        object-position: top;
      }
      .wait {
        display: grid;
        place-items: center;
        width: 200px;
        max-width: 100%;
        height: 90px;
        border: 1px dashed var(--line-strong);
        border-radius: 8px;
        color: var(--ink-soft);
        text-align: center;
      }
      dialog {
        width: calc(100vw - 48px);
        height: calc(100dvh - 48px);
        max-width: none;
        max-height: none;
        padding: 0;
        overflow: hidden;
      }
      dialog[open] {
        display: grid;
        grid-template-rows: auto 1fr;
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 8px 12px;
        border-bottom: 1px solid var(--line);
      }
      .bar span {
        flex: 1;
      }
      .stage {
        display: grid;
        overflow: auto;
        background: var(--ground);
      }
      .stage img {
        margin: auto;
      }
      .stage:not(.full) img {
        max-width: 100%;
        max-height: calc(100dvh - 110px);
      }
    `,
  ]

  constructor() {
    super()
    this.address = null
    this.failed = false
    this.full = false
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('attachment') && changed.get('attachment')?.id !== this.attachment.id) void this.#load()
  }

  override render() {
    const {width, height, bytes} = this.attachment
    const facts = t('shot.size', {width, height, size: size(bytes)})
    if (this.failed)
      return html`<p class="wait small">
        ${t('shot.failed')}<button class="link" @click=${this.#load}>${t('message.retry')}</button>
      </p>`
    if (!this.address) return html`<p class="wait small">${t('shot.loading')}</p>`
    return html`<button
        class="thumb"
        aria-label="${t('shot.open')}: ${facts}"
        data-testid="screenshot"
        @click=${() => {
          this.#dialog?.showModal()
        }}
      >
        <img src=${this.address} width=${width} height=${height} alt="" />
      </button>
      <dialog aria-label=${t('shot.title')} @click=${this.#outside}>
        <div class="bar small">
          <span class="soft">${facts}</span>
          <button @click=${() => (this.full = !this.full)}>
            ${this.full ? t('shot.fit') : t('shot.full')}
          </button>
          <button
            class="plain"
            aria-label=${t('shot.close')}
            @click=${() => {
              this.#dialog?.close()
            }}
          >
            ${icon('close')}
          </button>
        </div>
        <div class="stage ${this.full ? 'full' : ''}" tabindex="0">
          ${this.address ? html`<img src=${this.address} alt=${t('shot.title')} />` : nothing}
        </div>
      </dialog>`
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  #outside = (event: Event): void => {
    if (event.target === this.#dialog) this.#dialog?.close()
  }

  #load = async (): Promise<void> => {
    this.failed = false
    this.address = null
    const wanted = this.attachment
    try {
      const address = await this.picture(wanted)
      if (wanted.id === this.attachment.id) this.address = address
    } catch {
      this.failed = true // says so in place, with a retry
    }
  }
}

define('console-screenshot', ConsoleScreenshot)
