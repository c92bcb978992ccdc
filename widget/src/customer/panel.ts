/** The opened chat: a dialog with a head, one of three views, and the place to write. */
import {LitElement, html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import {texts} from '../texts'
import sk from '../texts/sk.json'
import type {Api} from './api'
import {ArticleView} from './article'
import {Composer} from './composer'
import {ConversationView} from './conversation-view'
import {DraftCard} from './draft'
import {header} from './header'
import {Home} from './home'
import type {Keep} from './keep'
import {icons} from './icons'
import {langOf} from './launcher'
import {problemText} from './log-items'
import {define} from './part'
import type {Context} from './part'
import {QuestionCard} from './question'
import type {Rendered} from './payloads'
import type {Session} from './session'
import {adopt} from './sheet'
import {panelStyles} from './styles'
import {trap} from './trap'

export interface PanelOptions {
  session: Session
  keep: Keep
  api: Api
  lang: string
  token: () => Promise<string>
  close: () => void
}

type View = 'home' | 'chat' | {article: string; from: 'home' | 'chat'}
const SURE_FOR = 4_000

export class Panel extends LitElement {
  static override properties = {
    context: {attribute: false},
    chosen: {state: true},
    shown: {type: Boolean, reflect: true},
    sure: {state: true},
    dragging: {state: true},
  }
  declare context: Context
  /** Where the customer went; until then, the conversation if there is one. */
  declare chosen: View | undefined
  declare shown: boolean
  declare sure: boolean
  declare dragging: boolean
  onClose: () => void = () => undefined
  /** What had the focus when an article was opened over it. */
  #opener: Element | null = null
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

  protected override createRenderRoot(): ShadowRoot {
    const root = this.attachShadow({mode: 'open'})
    adopt(root, panelStyles)
    return root
  }

  get view(): View {
    const {conversation} = this.context.session.chat
    return this.chosen ?? (conversation && conversation.state !== 'closed' ? 'chat' : 'home')
  }

  show(focus: boolean): void {
    this.shown = true
    void this.updateComplete.then(() => {
      this.#conversation?.toEnd()
      if (!focus) return
      // On a phone the keyboard would cover what was just opened.
      if (matchMedia('(pointer: coarse)').matches) this.renderRoot.querySelector('section')?.focus()
      else this.#composer?.focus()
    })
  }

  hide(): void {
    this.shown = false
  }

  openArticle(slug: string): void {
    const {view} = this
    if (typeof view === 'string') this.#opener = (this.renderRoot as ShadowRoot).activeElement
    this.chosen = {article: slug, from: typeof view === 'string' ? view : view.from}
  }

  showChat(): void {
    this.chosen = 'chat'
    void this.updateComplete.then(() => {
      this.#conversation?.toEnd()
      this.#composer?.focus()
    })
  }

  pickPicture(): void {
    this.#composer?.pick()
  }

  get #composer(): Composer | null {
    return this.renderRoot.querySelector<Composer>('podpora-composer')
  }
  get #conversation(): ConversationView | null {
    return this.renderRoot.querySelector<ConversationView>('podpora-conversation')
  }

  protected override render(): TemplateResult {
    const {t} = this.context
    return html`<section
      role="dialog"
      tabindex="-1"
      aria-label=${t('header.dialog')}
      data-testid="panel"
      ?hidden=${!this.shown}
      @keydown=${(event: KeyboardEvent) => {
        this.#key(event)
      }}
      @dragover=${(event: DragEvent) => {
        this.#drag(event, true)
      }}
      @dragleave=${(event: DragEvent) => {
        this.#drag(event, false)
      }}
      @drop=${(event: DragEvent) => {
        this.#drop(event)
      }}
    >
      ${this.#header()} ${this.#note()} ${this.#problem()}
      <div class="view">${this.#views()}</div>
      ${this.#foot()} ${this.dragging ? html`<p class="drop">${t('composer.drop')}</p>` : nothing}
    </section>`
  }

  #header(): TemplateResult {
    const {view} = this
    const {conversation} = this.context.session.chat
    const back = (): void => {
      this.#back()
    }
    const ends = view === 'chat' && conversation && conversation.state !== 'closed'
    return header(this.context, {
      home: view === 'home',
      ...(view === 'home' ? {} : {back}),
      ...(ends
        ? {
            end: () => {
              this.#end()
            },
          }
        : {}),
      sure: this.sure,
      close: this.onClose,
    })
  }

  /** One level up: from an article to where it was opened, from the conversation to the first view. */
  #back(): void {
    const {view} = this
    this.chosen = typeof view === 'object' ? view.from : 'home'
    const opener = typeof view === 'object' ? this.#opener : null
    void this.updateComplete.then(() => {
      const shown = opener?.isConnected ? opener : this.renderRoot.querySelector('section')
      ;(shown as HTMLElement | null)?.focus({preventScroll: true})
    })
  }

  /** Asks once more before it ends the conversation. */
  #end(): void {
    if (this.sure) void this.context.session.act('close')
    this.sure = !this.sure
    setTimeout(() => {
      this.sure = false
    }, SURE_FOR)
  }

  #note(): Rendered {
    const {t, session} = this.context
    const {link} = session
    if (link === 'online') return nothing
    const again = (): void => {
      session.reconnect()
    }
    return html`<p class="note" role="status" data-testid="connection-note" data-link=${link}>
      <span>${t(`note.${link}`)}</span>
      ${link === 'connecting' || link === 'reconnecting' ? nothing : html`<button type="button" class="link" @click=${again}>${t('note.retry')}</button>`}
    </p>`
  }

  #problem(): Rendered {
    const {t, session} = this.context
    if (!session.problem) return nothing
    const dismiss = (): void => {
      session.dismiss()
    }
    return html`<p class="note" role="alert" data-testid="problem">
      <span>${problemText(session.problem, t)}</span>
      <button type="button" class="icon" aria-label=${t('error.dismiss')} @click=${dismiss}>
        ${icons.close}
      </button>
    </p>`
  }

  /** An article lies over the view it was opened from, which keeps its place and what was typed there. */
  #views(): TemplateResult {
    const {context, view} = this
    const article = typeof view === 'object' ? view.article : ''
    const under = typeof view === 'object' ? view.from : view
    return html`${
      under === 'home'
        ? html`<podpora-home class=${article ? 'under' : ''} .context=${context}></podpora-home>`
        : html`<podpora-conversation
            class=${article ? 'under' : ''}
            .context=${context}
          ></podpora-conversation>`
    }${article ? html`<podpora-article .context=${context} .slug=${article}></podpora-article>` : nothing}`
  }

  #foot(): Rendered {
    const {context, view} = this
    const {t, session} = context
    const state = session.chat.conversation?.state
    if (typeof view === 'object' || (state === 'closed' && view === 'chat')) return nothing
    const ask = (): void => {
      this.showChat()
      void session.act('ask_human')
    }
    return html`<footer>
      ${
        state === 'bot' && view === 'chat'
          ? html`<button type="button" class="link human" data-testid="ask-human" @click=${ask}>
              ${icons.person}${t('human.ask')}
            </button>`
          : nothing
      }
      <podpora-composer .context=${context}></podpora-composer>
    </footer>`
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation()
      if (typeof this.view === 'object') this.#back()
      else this.onClose()
    } else if (event.key === 'Tab') trap(event, this.renderRoot as ShadowRoot)
  }

  #drag(event: DragEvent, over: boolean): void {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    this.dragging = over
  }

  #drop(event: DragEvent): void {
    this.#drag(event, false)
    this.#composer?.take(event.dataTransfer?.files[0])
  }
}

define('podpora-home', Home)
define('podpora-conversation', ConversationView)
define('podpora-article', ArticleView)
define('podpora-composer', Composer)
define('podpora-draft', DraftCard)
define('podpora-question', QuestionCard)
define('podpora-panel', Panel)

/** A panel in the customer's language, ready to be shown. */
export async function makePanel({lang, close, ...shared}: PanelOptions): Promise<Panel> {
  const code = langOf(lang)
  const catalogue = {
    sk: () => Promise.resolve({default: sk}),
    cs: () => import('../texts/cs.json'),
    en: () => import('../texts/en.json'),
  }
  const t = texts((await catalogue[code]()).default as typeof sk, code)
  const panel = new Panel()
  panel.onClose = close
  panel.context = {
    ...shared,
    t,
    openArticle: slug => {
      panel.openArticle(slug)
    },
    showChat: () => {
      panel.showChat()
    },
    pickPicture: () => {
      panel.pickPicture()
    },
  }
  return panel
}
