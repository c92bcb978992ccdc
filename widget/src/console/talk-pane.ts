/** The middle of the desk: one conversation with its header, transcript and composer. */
import {css, html, nothing} from 'lit'
import './composer'
import {DeskElement, define} from './element'
import {dayOf} from './format'
import {icon} from './icons'
import type {Desk, Resolution, Talk} from './state'
import {leads} from './state'
import {shared} from './styles'
import {t} from './texts'
import './transcript-view'

const RESOLUTIONS: Resolution[] = ['solved', 'not_solved', 'no_answer']

export class TalkPane extends DeskElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
        background: var(--surface);
      }
      .head {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 58px;
        padding: 8px clamp(12px, 2.5%, 28px);
        border-bottom: 1px solid var(--line);
      }
      .who {
        flex: 1;
        min-width: 0;
      }
      h1 {
        font-size: 16px;
        line-height: 1.3;
      }
      console-transcript {
        flex: 1;
      }
      .nothing {
        display: grid;
        place-content: center;
        justify-items: center;
        flex: 1;
        gap: 6px;
        padding: 32px;
        color: var(--ink-soft);
        text-align: center;
      }
      .nothing h1 {
        color: var(--ink);
      }
      .nothing p {
        max-width: 44ch;
      }
      .locked {
        padding: 14px;
        border-top: 1px solid var(--line);
        background: var(--raised);
        color: var(--ink-soft);
        text-align: center;
      }
      .typing {
        min-height: 24px;
        padding: 0 clamp(12px, 2.5%, 28px) 2px;
      }
      .menu [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 6px;
        width: max-content;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--surface);
        color: inherit;
        box-shadow: var(--shadow);
      }
      .menu p {
        padding: 6px 10px;
      }
      .menu [popover] button {
        display: flex;
        width: 100%;
        justify-content: flex-start;
      }
      .card-toggle {
        display: none;
      }
      @media (max-width: 1199px) {
        .card-toggle {
          display: inline-flex;
        }
      }
      @media (max-width: 640px) {
        .card-toggle {
          display: none;
        }
        .wide {
          display: none;
        }
      }
    `,
  ]

  override render() {
    const {selected, talks} = this.desk
    const talk = selected ? talks[selected] : undefined
    if (talk) return this.#talk(talk)
    return html`<div class="nothing">
      ${
        selected
          ? html`<p role="status">${t('talk.loading')}</p>`
          : html`${icon('talk', 36)}
              <h1>${t('talk.none.title')}</h1>
              <p>${t('talk.none.text')}</p>`
      }
    </div>`
  }

  #talk(talk: Talk) {
    const {desk, actions} = this
    const mine = leads(desk, talk)
    const typing = talk.typingUntil > desk.now
    return html`<header class="head">
        <div class="who">
          <h1 class="cut">${talk.view.customer.name}</h1>
          <span class="small soft cut" data-testid="talk-state" data-state=${talk.view.state}
            >${stateText(desk, talk)}</span
          >
        </div>
        ${mine ? this.#doings(talk.view.id) : nothing}
        <button
          class="card-toggle"
          aria-label=${t('card.title')}
          data-testid="card-toggle"
          @click=${() => {
            actions.pane(desk.pane === 'card' ? 'talk' : 'card')
          }}
        >
          ${icon('person')}
        </button>
      </header>
      <console-transcript
        .talk=${talk}
        .actions=${actions}
        .me=${desk.floor?.me.id ?? ''}
        .today=${Date.parse(dayOf(desk.now))}
      ></console-transcript>
      <div class="typing small soft" aria-live="polite">
        ${typing ? t('who.customer.typing', {name: talk.view.customer.name}) : ''}
      </div>
      ${
        mine
          ? html`<console-composer .talk=${talk} .link=${desk.link} .actions=${actions}></console-composer>`
          : html`<p class="locked small" role="status" data-testid="read-only">${whyLocked(talk)}</p>`
      }`
  }

  #doings(conversation: string) {
    return html`<button
        data-testid="hand-back"
        aria-label=${t('handback')}
        @click=${() => this.actions.handBack(conversation)}
      >
        ${icon('bot')} <span class="wide">${t('handback')}</span>
      </button>
      <div class="menu">
        <button data-testid="end-menu" popovertarget="end" aria-haspopup="true">
          ${t('end.menu')} ${icon('down', 14)}
        </button>
        <div id="end" popover @beforetoggle=${placeMenu}>
          <p class="small soft">${t('end.how')}</p>
          ${RESOLUTIONS.map(
            one =>
              html`<button
                class="plain"
                data-testid="end-${one.replace('_', '-')}"
                popovertarget="end"
                popovertargetaction="hide"
                @click=${() => this.actions.end(conversation, one)}
              >
                ${icon(one === 'solved' ? 'check' : one === 'not_solved' ? 'close' : 'away', 16)}
                ${t(`end.${one}`)}
              </button>`,
          )}
        </div>
      </div>`
  }
}

/** A popover stands in the top layer, so it is put under its button by hand. */
function placeMenu(event: Event): void {
  const menu = event.currentTarget as HTMLElement
  const button = menu.previousElementSibling?.getBoundingClientRect()
  if (!button) return
  menu.style.top = `${button.bottom + 6}px`
  menu.style.right = `${document.documentElement.clientWidth - button.right}px`
}

function stateText(desk: Desk, {view}: Talk): string {
  if (view.state !== 'human') return t(`talk.state.${view.state}`)
  return desk.floor?.mine.some(one => one.conversation === view.id)
    ? t('talk.state.human.me')
    : t('talk.state.human', {name: view.owner.name ?? t('who.operator')})
}

function whyLocked({view}: Talk): string {
  if (view.state === 'queued') return t('queue.peek')
  return view.state === 'closed' ? t('composer.closed') : t('composer.notyours')
}

define('console-talk', TalkPane)
