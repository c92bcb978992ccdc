/** One article of the help, whole, inside the panel. */
import {html, nothing} from 'lit'
import type {PropertyValues, TemplateResult} from 'lit'
import {guard} from 'lit/directives/guard.js'
import type {Article} from './api'
import {Part} from './part'
import {sanitise} from './sanitise'

export class ArticleView extends Part {
  static override properties = {...Part.properties, slug: {}, article: {state: true}, problem: {state: true}}
  declare slug: string
  declare article: Article | undefined
  declare problem: boolean

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('slug')) void this.#load(this.slug)
  }

  async #load(slug: string): Promise<void> {
    this.article = undefined
    this.problem = false
    try {
      const article = await this.context.api.article(slug)
      if (slug !== this.slug) return
      this.article = article
      await this.updateComplete
      this.querySelector('h2')?.focus()
    } catch {
      if (slug === this.slug) this.problem = true
    }
  }

  override render(): TemplateResult {
    const {t, openArticle, showChat} = this.context
    const {article} = this
    if (this.problem) {
      return html`<div class="article" data-testid="article-view">
        <p class="notice" role="alert">${t('article.failed')}</p>
        <button type="button" class="primary" @click=${() => void this.#load(this.slug)}>
          ${t('article.again')}
        </button>
      </div>`
    }
    if (!article)
      return html`<div class="article" data-testid="article-view">
        <p class="hint">${t('home.loading')}</p>
      </div>`
    return html`<article class="article" data-testid="article-view">
      <p class="hint">${article.category_title}</p>
      <h2 tabindex="-1">${article.title}</h2>
      <div class="prose">${guard([article], () => sanitise(article.html, openArticle))}</div>
      <p class="hint">${t('article.updated', {date: this.#date(article.updated)})}</p>
      ${this.#related(article)}
      <button type="button" class="primary wide" @click=${showChat}>${t('article.ask')}</button>
    </article>`
  }

  #related(article: Article): TemplateResult {
    const {t, openArticle} = this.context
    return html`${
      article.related.length
        ? html`<h3>${t('article.related')}</h3>
            <ul class="links">
              ${article.related.map(
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
    }`
  }

  #date(day: string): string {
    const date = new Date(day)
    return isNaN(date.getTime())
      ? day
      : new Intl.DateTimeFormat(this.context.t.lang, {dateStyle: 'long'}).format(date)
  }
}
