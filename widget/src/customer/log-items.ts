/** The rows of the log: days, lines, messages of all three sides, what is still on its way. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import {until} from 'lit/directives/until.js'
import sk from '../texts/sk.json'
import type {Pending} from '../chat'
import type {Attachment, Frame} from '../protocol'
import {icons} from './icons'
import type {Context, Key, T} from './part'
import {bubble, payload} from './payloads'
import type {Rendered} from './payloads'
import {draw} from './picture'
import type {Item, Said} from './timeline'

export function row(item: Item, context: Context, lastStored: string): TemplateResult {
  const {t} = context
  switch (item.kind) {
    case 'day':
      return html`<p class="day"><span>${dayLabel(item.at, t)}</span></p>`
    case 'line':
      return html`<p class="line" data-good=${item.good}>
        ${item.text in sk ? t(item.text as Key, {name: item.name}) : nothing}
      </p>`
    case 'ticket':
      return ticketCard(item.frame, t)
    case 'said':
      return message(item.frame, item.first, item.key === lastStored, context)
    case 'pending':
      return waiting(item.pending, context)
  }
}

function dayLabel(at: Date, t: T): string {
  const today = new Date()
  if (at.toDateString() === today.toDateString()) return t('log.today')
  today.setDate(today.getDate() - 1)
  if (at.toDateString() === today.toDateString()) return t('log.yesterday')
  return new Intl.DateTimeFormat(t.lang, {weekday: 'long', day: 'numeric', month: 'long'}).format(at)
}

function ticketCard({number, subject}: Frame<'ticket_filed'>, t: T): TemplateResult {
  return html`<div class="card ticket" data-testid="ticket-card">
    <p class="kicker">${icons.tick}${t('ticket.title')}</p>
    <h3>${subject}</h3>
    <p>${t('ticket.number')}: <strong class="nowrap" data-testid="ticket-number">${number}</strong></p>
    <p class="hint">${t('ticket.text')}</p>
  </div>`
}

function message(frame: Said, first: boolean, lastStored: boolean, context: Context): TemplateResult {
  const {t} = context
  const side = frame.type === 'customer_said' ? 'mine' : frame.type === 'operator_said' ? 'person' : 'bot'
  const author =
    side === 'mine' ? t('you') : frame.type === 'operator_said' ? frame.operator.name : t('assistant')
  const time = new Intl.DateTimeFormat(t.lang, {hour: 'numeric', minute: '2-digit'}).format(
    new Date(frame.at),
  )
  return html`<div class="said ${side}" data-first=${first}>
    <p class=${first && side !== 'mine' ? 'author' : 'hidden'}>${author}<span class="time">${time}</span></p>
    ${body(frame, context)}
    ${lastStored ? html`<p class="fate">${icons.tick}${t('message.stored')}</p>` : nothing}
  </div>`
}

function body(frame: Said, context: Context): Rendered {
  switch (frame.type) {
    case 'bot_said':
      return payload(frame.payload, frame.seq, context)
    case 'operator_said':
      return bubble(frame.text, 'message-operator')
    case 'customer_said':
      return mine(frame.text, frame.attachment, context)
  }
}

/** The customer's own words as they were typed: no markup. */
function mine(text: string, attachment: Attachment | undefined, context: Context): TemplateResult {
  return html`${attachment ? picture(attachment, context) : nothing}${
    text ? html`<div class="bubble" data-testid="message-customer">${text}</div>` : nothing
  }`
}

function waiting(pending: Pending, context: Context): TemplateResult {
  const {t, session} = context
  const {id, text, attachment, failed} = pending
  const state = failed ? 'message.failed' : session.link === 'online' ? 'message.sending' : 'message.waiting'
  return html`<div class="said mine waiting" data-failed=${failed !== undefined}>
    ${mine(text, attachment, context)}
    <p class="fate">
      ${failed ? nothing : icons.clock}${t(state)}
      ${
        failed
          ? html`·
              <button
                type="button"
                class="link"
                data-testid="retry"
                @click=${() => {
                  session.retry(id)
                }}
              >
                ${t('message.retry')}
              </button>
              <button
                type="button"
                class="link"
                data-testid="discard"
                @click=${() => {
                  session.discard(id)
                }}
              >
                ${t('message.discard')}
              </button>
              <span class="problem">${problemText(failed, t)}</span>`
          : nothing
      }
    </p>
  </div>`
}

/** A sentence for a refusal's code. */
export function problemText(code: string, t: T): string {
  const key = `error.${code}`
  return key in sk ? t(key as Key) : t('error.other')
}

const pictures = new Map<string, Promise<TemplateResult>>()

function picture(attachment: Attachment, {api, token, t}: Context): TemplateResult {
  const {id, width, height} = attachment
  const label = t('message.picture', {width, height})
  let shown = pictures.get(id)
  if (!shown) {
    shown = token()
      .then(fresh => api.picture(id, fresh))
      .then(
        blob =>
          html`<canvas
            role="img"
            aria-label=${label}
            width=${width}
            height=${height}
            ${draw(blob)}
          ></canvas>`,
      )
      .catch(() => {
        pictures.delete(id) // asked again at the next rendering
        return html`<span class="hint">${t('message.picture.failed')}</span>`
      })
    pictures.set(id, shown)
  }
  return html`<div class="picture" data-testid="message-picture">
    ${until(shown, html`<span class="hint">${label}</span>`)}
  </div>`
}
