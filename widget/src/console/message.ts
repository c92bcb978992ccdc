/** How one row of the transcript looks. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import type {Attachment, BotPayload} from '../protocol'
import type {Actions} from './actions'
import {eventText} from './event-text'
import {day, hour} from './format'
import {icon} from './icons'
import {sentence} from './line'
import './screenshot'
import {choiceText, fieldLabel, fieldValue} from './reasons'
import type {Outgoing} from './state'
import {t} from './texts'
import type {BotSummary, Row, Said} from './transcript'

export interface RowContext {
  me: string
  customer: string
  now: number
  picture: Actions['picture']
  fold: (key: string) => void
}

export function rowTemplate(row: Row, context: RowContext): TemplateResult {
  switch (row.kind) {
    case 'day':
      return html`<div class="line day" role="separator"><span>${day(row.at, context.now)}</span></div>`
    case 'new':
      return html`<div class="line new" role="separator"><span>${t('talk.new')}</span></div>`
    case 'event':
      return html`<p class="event">${eventText(row.frame, context.me)} <time>${hour(row.at)}</time></p>`
    case 'note':
      return noteTemplate(row)
    case 'bot_part':
      return botPartTemplate(row, context)
    case 'said':
      return saidTemplate(row, context)
  }
}

const SIDES = {customer_said: 'customer', bot_said: 'bot', operator_said: 'operator'} as const

function saidTemplate({frame, head, at}: Extract<Row, {kind: 'said'}>, context: RowContext) {
  const side = SIDES[frame.type]
  return html`<article
    class="said ${side} ${head ? 'head' : ''}"
    data-testid="message-${side}"
    data-seq=${frame.seq}
  >
    ${
      head
        ? html`<header>
            ${side === 'bot' ? icon('bot', 15) : nothing}<strong>${nameOf(frame, context)}</strong>
            <time>${hour(at)}</time>
          </header>`
        : html`<span class="hidden-text">${nameOf(frame, context)}</span>`
    }
    <div class="bubble" title=${hour(at)}>${bodyOf(frame, context)}</div>
  </article>`
}

function nameOf(frame: Said, {me, customer}: RowContext): string {
  if (frame.type === 'bot_said') return t('who.bot')
  if (frame.type === 'customer_said') return customer || t('who.customer')
  return frame.operator.id === me ? t('who.me') : frame.operator.name
}

function bodyOf(frame: Said, context: RowContext): TemplateResult {
  if (frame.type === 'bot_said') return payloadTemplate(frame.payload)
  if (frame.type === 'operator_said') return html`<p class="text">${frame.text}</p>`
  return html`${
    frame.choice
      ? html`<span class="chose small">${t('message.chose')}</span>
          <p class="text">${frame.text || choiceText(frame.choice)}</p>`
      : frame.text
        ? html`<p class="text">${frame.text}</p>`
        : nothing
  }
  ${frame.attachment ? shot(frame.attachment, context.picture) : nothing}`
}

export const shot = (attachment: Attachment, picture: Actions['picture']): TemplateResult =>
  html`<console-screenshot .attachment=${attachment} .picture=${picture}></console-screenshot>`

/** A link only to a page of this site or of the web; anything else is shown as text. */
export function articleLink(url: string, title: string): TemplateResult {
  if (!/^(\/(?!\/)|https?:\/\/)/.test(url)) return html`${title}`
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${title}</a>`
}

function payloadTemplate(payload: BotPayload): TemplateResult {
  switch (payload.type) {
    case 'text':
      return html`<p class="text">${payload.text}</p>`
    case 'article':
      return html`<span class="small soft">${t('message.article')}</span>
        <p><strong>${articleLink(payload.url, payload.title)}</strong></p>
        <p class="text small">${payload.passage}</p>`
    case 'suggestions':
      return html`<p class="text">${payload.text}</p>
        <ul class="dots">
          ${payload.hits.map(hit => html`<li>${articleLink(hit.url, hit.title)}</li>`)}
        </ul>`
    case 'choices':
    case 'question':
      return questionTemplate(payload)
    case 'summary':
      return html`<p class="text">${payload.text}</p>
        <dl class="facts small">
          ${payload.fields.map(
            one =>
              html`<dt>${fieldLabel(one)}</dt>
                <dd>${fieldValue(one)}</dd>`,
          )}
        </dl>`
    case 'channels':
      return html`<p class="text">${payload.text}</p>
        <p class="small">${payload.phone} (${payload.hours}), ${payload.email}</p>`
    default:
      return html`<p class="soft">${t('message.unknown')}</p>`
  }
}

function questionTemplate(payload: Extract<BotPayload, {type: 'choices' | 'question'}>): TemplateResult {
  const value = payload.type === 'question' ? payload.value : undefined
  return html`<p class="text">${payload.text}</p>
    ${value ? html`<p class="small"><strong>${value}</strong></p>` : nothing}
    ${
      payload.choices.length
        ? html`<p class="offered small" aria-label=${t('message.choices')}>
            ${payload.choices.map(one => html`<span>${one.label}</span>`)}
          </p>`
        : nothing
    }`
}

const noteTemplate = ({note, at}: Extract<Row, {kind: 'note'}>) =>
  html`<aside class="note" data-testid="note">
    <header>
      ${icon('lock', 15)}<strong>${t('note.badge')}</strong> <span>${note.operator.name}</span
      ><time>${hour(at)}</time>
      <span class="only">${t('note.hidden')}</span>
    </header>
    <p class="text">${note.text}</p>
  </aside>`

function botPartTemplate({key, summary, open}: Extract<Row, {kind: 'bot_part'}>, {fold}: RowContext) {
  return html`<section class="botpart" data-testid="bot-part">
    <header>
      ${icon('bot')}<strong>${t('botpart.title')}</strong>
      <span class="small soft">${t('botpart.messages', {count: summary.messages})}</span>
    </header>
    ${summaryTemplate(summary)}
    <button
      class="link small"
      aria-expanded=${String(open)}
      data-testid="bot-part-toggle"
      @click=${() => {
        fold(key)
      }}
    >
      ${open ? t('botpart.fold') : t('botpart.open')}
    </button>
  </section>`
}

function summaryTemplate({asked, tried, failed}: BotSummary): TemplateResult {
  const shown = asked.length
    ? asked.slice(0, 3).map(one => html`<p class="asked">„${one}“</p>`)
    : t('botpart.asked.none')
  return html`<dl class="facts">
    <dt>${t('botpart.asked')}</dt>
    <dd>${shown}</dd>
    <dt>${t('botpart.tried')}</dt>
    <dd>
      ${tried.length ? tried.map(one => html`<p>${articleLink(one.url, one.title)}</p>`) : t('botpart.tried.none')}
    </dd>
    <dt>${t('botpart.failed')}</dt>
    <dd>
      ${failed.length ? failed.map(one => html`<p class="failed">${one}</p>`) : t('botpart.failed.none')}
    </dd>
  </dl>`
}

export const outgoingTemplate = (one: Outgoing, retry: () => void, discard: () => void): TemplateResult =>
  html`<article
    class="said operator head ${one.failed ? 'failed' : 'sending'}"
    data-testid="message-outgoing"
  >
    <header>
      <strong>${t('who.me')}</strong>
      <span role=${one.failed ? 'alert' : 'status'}
        >${one.failed ? t('message.failed', {why: sentence(one.failed)}) : t('message.sending')}</span
      >
    </header>
    <div class="bubble"><p class="text">${one.text}</p></div>
    ${
      one.failed
        ? html`<p class="small again">
            <button class="link" @click=${retry}>${t('message.retry')}</button>
            <button class="link" @click=${discard}>${t('message.discard')}</button>
          </p>`
        : nothing
    }
  </article>`
