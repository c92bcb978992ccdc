/** The first view: help search as you type, topics, and the other ways to the desk. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import type {Category, Company, Found} from './api'
import {channelLinks} from './channels'
import {icons} from './icons'
import {Part} from './part'

const TYPED_PAUSE = 250

export class Home extends Part {
  static override properties = {
    ...Part.properties,
    query: {state: true},
    found: {state: true},
    categories: {state: true},
    company: {state: true},
    problem: {state: true},
    expanded: {state: true},
  }
  declare query: string
  declare found: Found | undefined
  declare categories: Category[] | undefined
  declare company: Company | undefined
  declare problem: boolean
  declare expanded: string
  #asked: AbortController | undefined

  constructor() {
    super()
    this.query = ''
  }

  #pause: ReturnType<typeof setTimeout> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    if (!this.categories) void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#asked?.abort()
    clearTimeout(this.#pause)
  }

  async #load(): Promise<void> {
    const {api} = this.context
    const [categories, company] = await Promise.allSettled([api.categories(), api.company()])
    if (categories.status === 'fulfilled') this.categories = categories.value
    else this.problem = true
    if (company.status === 'fulfilled') this.company = company.value
  }

  #type(query: string): void {
    this.query = query
    this.#asked?.abort()
    clearTimeout(this.#pause)
    if (query.trim().length < 2) this.found = undefined
    else this.#pause = setTimeout(() => void this.#search(query.trim()), TYPED_PAUSE)
  }

  async #search(query: string): Promise<void> {
    const asked = (this.#asked = new AbortController())
    try {
      this.found = await this.context.api.search(query, asked.signal)
      this.problem = false
    } catch {
      // An abort means a newer question is on its way.
      if (!asked.signal.aborted) this.problem = true
    }
  }

  override render(): TemplateResult {
    const {t, session} = this.context
    const name = session.chat.conversation?.customer.name
    return html`<div class="home">
      <h2>${name ? t('home.title.name', {name}) : t('home.title')}</h2>
      <div class="search">
        ${icons.search}
        <input
          type="search"
          data-testid="help-search"
          aria-label=${t('home.search')}
          placeholder=${t('home.search.placeholder')}
          maxlength="200"
          .value=${this.query}
          @input=${(event: Event) => {
            this.#type((event.target as HTMLInputElement).value)
          }}
        />
      </div>
      ${this.problem ? html`<p class="notice" role="status">${t('home.help.failed')}</p>` : nothing}
      ${this.query.trim().length > 1 ? this.#results() : this.#topics()}
      ${
        this.company
          ? html`<h3>${t('home.channels')}</h3>
              ${channelLinks(this.company.support_email, this.company.phone, this.company.phone_hours, t)}`
          : nothing
      }
    </div>`
  }

  #results(): TemplateResult {
    const {t, session, openArticle, showChat} = this.context
    const hits = this.found?.hits ?? []
    const said = !this.found
      ? ''
      : hits.length
        ? t('home.results.count', {count: hits.length})
        : t('home.results.none')
    const ask = (): void => {
      void session.ask(this.query.trim())
      this.#type('')
      showChat()
    }
    return html`<p class="hint" role="status">${said}</p>
      <ul class="links">
        ${hits.map(
          hit =>
            html`<li>
              <button
                type="button"
                data-testid="help-hit"
                @click=${() => {
                  openArticle(hit.slug)
                }}
              >
                ${icons.article}<span><b>${hit.title}</b><small>${hit.passage}</small></span>
              </button>
            </li>`,
        )}
        <li>
          <button type="button" data-testid="help-ask" @click=${ask}>
            ${icons.assistant}<span><b>${t('home.ask', {text: this.query.trim()})}</b></span
            >${icons.next}
          </button>
        </li>
      </ul>`
  }

  #topics(): TemplateResult {
    const {t, session, showChat} = this.context
    const talking = session.chat.conversation
    return html`${
        talking
          ? html`<button
              type="button"
              class=${talking.state === 'closed' ? 'secondary wide' : 'primary wide'}
              data-testid="continue"
              @click=${showChat}
            >
              ${t(talking.state === 'closed' ? 'home.last' : 'home.continue')}
            </button>`
          : nothing
      }
      <h3>${t('home.categories')}</h3>
      ${
        this.categories
          ? html`<ul class="links topics">
              ${this.categories.map(category => this.#topic(category))}
            </ul>`
          : this.problem
            ? nothing
            : html`<p class="hint">${t('home.loading')}</p>`
      }`
  }

  #topic({slug, title, articles}: Category): TemplateResult {
    const {t, openArticle} = this.context
    const open = this.expanded === slug
    return html`<li>
      <button
        type="button"
        data-testid="category"
        aria-expanded=${open}
        @click=${() => {
          this.expanded = open ? '' : slug
        }}
      >
        <span><b>${title}</b><small>${t('home.articles', {count: articles.length})}</small></span
        >${icons.next}
      </button>
      ${
        open
          ? html`<ul>
              ${articles.map(
                one =>
                  html`<li>
                    <button
                      type="button"
                      @click=${() => {
                        openArticle(one.slug)
                      }}
                    >
                      ${one.title}
                    </button>
                  </li>`,
              )}
            </ul>`
          : nothing
      }
    </li>`
  }
}
