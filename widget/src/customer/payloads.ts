/** What the assistant says, each kind of payload as its own piece of the log. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import {guard} from 'lit/directives/guard.js'
import type {BotPayload, Choice} from '../protocol'
import {channelLinks} from './channels'
import {fieldList} from './fields'
import {icons} from './icons'
import {markdown} from './markdown'
import type {Context} from './part'
import {isOpen} from './timeline'

export type Rendered = TemplateResult | typeof nothing

export function bubble(text: string, testid: string): Rendered {
  return text
    ? html`<div class="bubble" data-testid=${testid}>${guard([text], () => markdown(text))}</div>`
    : nothing
}

export function payload(said: BotPayload, seq: number, context: Context): Rendered {
  switch (said.type) {
    case 'text':
      return bubble(said.text, 'message-bot')
    case 'article':
      return articleCard(said, context)
    case 'suggestions':
      return html`${bubble(said.text, 'message-bot')}${suggestions(said, context)}`
    case 'choices':
      return html`${bubble(said.text, 'message-bot')}${choices(said.choices, seq, context)}`
    case 'question':
      return question(said, seq, context)
    case 'summary':
      return html`<div class="card" data-testid="summary">
        <p class="ask">${said.text}</p>
        ${fieldList(said.fields, context.t)}
      </div>`
    case 'channels':
      return html`${bubble(said.text, 'message-bot')}
        <div class="card" data-testid="channels">
          ${channelLinks(said.email, said.phone, said.hours, context.t)}
        </div>`
  }
}

function articleCard(
  said: Extract<BotPayload, {type: 'article'}>,
  {t, openArticle}: Context,
): TemplateResult {
  const open = (): void => {
    openArticle(said.slug)
  }
  return html`<div class="card article-card" data-testid="article-card">
    <p class="kicker">${icons.article}${t('article.from')}</p>
    <h3>${said.title}</h3>
    <div class="passage" data-testid="message-bot">
      ${guard([said.passage], () => markdown(said.passage))}
    </div>
    <button type="button" class="link" data-testid="open-article" @click=${open}>
      ${t('article.open')}${icons.next}
    </button>
  </div>`
}

function suggestions(
  said: Extract<BotPayload, {type: 'suggestions'}>,
  {openArticle}: Context,
): TemplateResult {
  return html`<ul class="card links" data-testid="suggestions">
    ${said.hits.map(
      ({slug, title}) =>
        html`<li>
          <button
            type="button"
            data-testid="suggestion"
            @click=${() => {
              openArticle(slug)
            }}
          >
            ${icons.article}<span><b>${title}</b></span
            >${icons.next}
          </button>
        </li>`,
    )}
  </ul>`
}

function choices(offered: Choice[], seq: number, {session}: Context): Rendered {
  const open = isOpen(session.chat, seq)
  // What was answered stands below as the customer's own message; nothing else can be pressed any more.
  if (!open) return nothing
  return html`<div class="choices">
    ${offered.map(({id, label}) => {
      const pick = (): void => {
        session.choose(id, label, seq)
      }
      return html`<button type="button" class="choice" data-testid="choice-${id}" @click=${pick}>
        ${label}
      </button>`
    })}
  </div>`
}

function question(said: Extract<BotPayload, {type: 'question'}>, seq: number, context: Context): Rendered {
  if (!isOpen(context.session.chat, seq)) return bubble(said.text, `question-${said.field}`)
  return html`<podpora-question .context=${context} .question=${said} .seq=${seq}></podpora-question>`
}
