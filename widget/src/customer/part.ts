/** What the panel's parts share: the chat they show, the sentences they speak, and one style root. */
import {LitElement} from 'lit'
import type sk from '../texts/sk.json'
import type {Texts} from '../texts'
import type {Api} from './api'
import type {Keep} from './keep'
import type {Session} from './session'

export type Key = keyof typeof sk
export type T = Texts<typeof sk>

export interface Context {
  session: Session
  keep: Keep
  api: Api
  t: T
  token: () => Promise<string>
  openArticle: (slug: string) => void
  showChat: () => void
  pickPicture: () => void
}

/** A part renders into the panel's shadow root, so that one sheet styles all and one trap holds the focus. */
export abstract class Part extends LitElement {
  static override properties = {context: {attribute: false}}
  declare context: Context
  readonly #heard = (): void => {
    this.requestUpdate()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.context.session.addEventListener('change', this.#heard)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.context.session.removeEventListener('change', this.#heard)
  }

  protected override createRenderRoot(): HTMLElement {
    return this
  }
}

export function define(name: string, part: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, part)
}
