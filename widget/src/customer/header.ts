/** The panel's head: who is speaking now, and the ways back, to the end and out. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import {icons} from './icons'
import type {Context, T} from './part'
import type {Chat} from '../chat'
import type {State} from '../protocol'

export interface HeaderActions {
  home: boolean
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

export function header({t, session}: Context, {home, back, end, sure, close}: HeaderActions): TemplateResult {
  const {name, detail, icon, look} = who(session.chat, t, home)
  return html`<header>
    ${back ? html`<button type="button" class="icon" data-testid="back" aria-label=${t('header.back')} @click=${back}>${icons.back}</button>` : nothing}
    <span class="avatar" data-look=${look} aria-hidden="true">${icon}</span>
    <p class="who" data-short=${sure}>
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

function who(chat: Chat, t: T, home: boolean): Who {
  const {conversation} = chat
  if (!conversation || (home && conversation.state === 'closed')) {
    const detail = t(chat.availability?.available ? 'owner.available' : 'owner.bot.detail')
    return {name: t('owner.none'), detail, icon: icons.assistant, look: 'bot'}
  }
  const {state, owner} = conversation
  const operator = owner.name ?? t('owner.human.unnamed')
  const looks: Record<State, Omit<Who, 'detail'>> = {
    bot: {name: t('owner.bot'), icon: icons.assistant, look: 'bot'},
    human: {name: operator, icon: html`${initials(operator)}`, look: 'person'},
    queued: {name: t('owner.queued'), icon: icons.clock, look: 'waiting'},
    choosing: {name: t('owner.choosing'), icon: icons.person, look: 'waiting'},
    ticketed: {name: t('owner.ticketed'), icon: icons.ticket, look: 'quiet'},
    closed: {name: t('owner.closed'), icon: icons.tick, look: 'quiet'},
  }
  return {...looks[state], detail: detailOf(chat, t)}
}

function detailOf({conversation, queue}: Chat, t: T): string {
  const {state, ticket} = conversation ?? {state: 'closed', ticket: null}
  if (state === 'queued' && queue) return t('owner.queued.place', {place: queue.place})
  return t(`owner.${state}.detail`, {number: ticket?.number ?? ''})
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map(word => word.charAt(0))
    .join('')
