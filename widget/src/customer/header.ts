/** The panel's head: who is speaking now, and the ways back, to the end and out. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import {icons} from './icons'
import type {Context, T} from './part'
import type {Chat} from '../chat'

export interface HeaderActions {
  back?: () => void
  end?: () => void
  sure: boolean
  close: () => void
}

interface Who {
  name: string
  detail: string
  icon: TemplateResult
  look: 'bot' | 'person' | 'waiting' | 'quiet'
}

export function header({t, session}: Context, {back, end, sure, close}: HeaderActions): TemplateResult {
  const {name, detail, icon, look} = who(session.chat, t)
  return html`<header>
    ${back ? html`<button type="button" class="icon" data-testid="back" aria-label=${t('header.back')} @click=${back}>${icons.back}</button>` : nothing}
    <span class="avatar" data-look=${look} aria-hidden="true">${icon}</span>
    <p class="who">
      <strong data-testid="status" data-state=${session.chat.conversation?.state ?? 'none'}>${name}</strong
      ><small>${detail}</small>
    </p>
    ${
      end
        ? html`<button
            type="button"
            class=${sure ? 'sure' : 'icon'}
            data-testid="end-chat"
            aria-label=${t(sure ? 'header.end.sure' : 'header.end')}
            title=${t('header.end')}
            @click=${end}
          >
            ${sure ? t('header.end.sure') : icons.end}
          </button>`
        : nothing
    }
    <button
      type="button"
      class="icon"
      data-testid="close-panel"
      aria-label=${t('header.minimise')}
      @click=${close}
    >
      ${icons.close}
    </button>
  </header>`
}

function who(chat: Chat, t: T): Who {
  const {conversation, queue, availability} = chat
  const name = conversation?.owner.name ?? t('owner.human.unnamed')
  switch (conversation?.state) {
    case undefined:
      return {
        name: t('owner.none'),
        detail: availability?.available ? t('owner.available') : t('owner.bot.detail'),
        icon: icons.assistant,
        look: 'bot',
      }
    case 'bot':
      return {name: t('owner.bot'), detail: t('owner.bot.detail'), icon: icons.assistant, look: 'bot'}
    case 'human':
      return {name, detail: t('owner.human.detail'), icon: html`${initials(name)}`, look: 'person'}
    case 'queued':
      return {
        name: queue ? t('owner.queued.place', {place: queue.place}) : t('owner.queued'),
        detail: t('owner.queued.detail'),
        icon: icons.clock,
        look: 'waiting',
      }
    case 'choosing':
      return {
        name: t('owner.choosing'),
        detail: t('owner.choosing.detail'),
        icon: icons.person,
        look: 'waiting',
      }
    case 'ticketed':
      return {
        name: t('owner.ticketed', {number: conversation.ticket?.number ?? ''}),
        detail: t('owner.ticketed.detail'),
        icon: icons.ticket,
        look: 'quiet',
      }
    case 'closed':
      return {name: t('owner.closed'), detail: t('owner.closed.detail'), icon: icons.tick, look: 'quiet'}
  }
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map(word => word.charAt(0))
    .join('')
