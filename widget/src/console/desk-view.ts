/** The whole desk: bar, three panes (fewer on a narrow screen), and the keyboard. */
import {html, nothing} from 'lit'
import type {Tone} from './alerts'
import './cheat-sheet'
import type {CheatSheet} from './cheat-sheet'
import {singleKeys} from './cheat-sheet'
import {run} from './commands'
import './customer-pane'
import {DeskElement, define} from './element'
import {icon} from './icons'
import type {IconName} from './icons'
import {pressed} from './keys'
import './offer-card'
import './presence-panel'
import './side-lists'
import type {Pane} from './state'
import {deskStyles} from './desk-styles'
import {shared} from './styles'
import './talk-pane'
import {unread} from './talk'
import {t} from './texts'
import './tickets-view'
import './top-bar'

export class DeskView extends DeskElement {
  static override properties = {...DeskElement.properties, tone: {attribute: false}}
  declare tone: Tone
  #pending: 'g' | null = null

  static override styles = [shared, deskStyles]

  override render() {
    const {desk, actions} = this
    return html`<console-top-bar
        role="banner"
        .desk=${desk}
        .actions=${actions}
        .tone=${this.tone}
        @help=${this.help}
      ></console-top-bar>
      ${this.#linkNote()} ${this.#notice()}
      <main data-tab=${desk.tab} data-pane=${desk.pane}>
        <div class="side">
          <console-offers .desk=${desk} .actions=${actions}></console-offers>
          <console-presence .desk=${desk} .actions=${actions}></console-presence>
          <console-lists .desk=${desk} .actions=${actions}></console-lists>
        </div>
        ${
          desk.tab === 'tickets'
            ? html`<console-tickets .desk=${desk} .actions=${actions}></console-tickets>`
            : html`<console-talk .desk=${desk} .actions=${actions}></console-talk>
                <console-customer .desk=${desk} .actions=${actions}></console-customer>`
        }
      </main>
      ${this.#tabs()}
      <console-cheat-sheet></console-cheat-sheet>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('keydown', this.#key)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('keydown', this.#key)
  }

  help = (): void => {
    this.renderRoot.querySelector<CheatSheet>('console-cheat-sheet')?.show()
  }

  #linkNote() {
    const {link} = this.desk
    const note = link === 'live' ? '' : t(`link.${link}`)
    return html`<div class="strip bad" role="status" data-testid="connection-note" ?hidden=${!note}>
      ${note}
    </div>`
  }

  #notice() {
    const {notice} = this.desk
    if (!notice) return nothing
    return html`<div class="strip ${notice.tone}" role="alert" data-testid="notice">
      <span>${notice.text}</span>
      <button
        class="plain"
        aria-label=${t('error.dismiss')}
        @click=${() => {
          this.actions.dismiss()
        }}
      >
        ${icon('close', 14)}
      </button>
    </div>`
  }

  /** On a phone one pane is shown at a time. */
  #tabs() {
    const waiting = this.desk.offers.length
    const fresh = Object.values(this.desk.talks).reduce((sum, talk) => sum + unread(talk), 0)
    return html`<nav class="tabs" aria-label=${t('nav.main')}>
      ${this.#tab('desk', 'person', waiting)} ${this.#tab('talk', 'talk', fresh)}
      ${this.#tab('card', 'shield', 0)}
      <button
        aria-current=${String(this.desk.tab === 'tickets' && this.desk.pane === 'talk')}
        @click=${() => {
          this.actions.show('tickets')
        }}
      >
        ${icon('ticket')} ${t('nav.tickets')}
      </button>
    </nav>`
  }

  #tab(pane: Pane, shape: IconName, count: number) {
    const {desk, actions} = this
    const here = desk.pane === pane && (desk.tab === 'talks' || pane === 'desk')
    return html`<button
      aria-current=${String(here)}
      data-testid="pane-${pane}"
      @click=${() => {
        if (pane !== 'desk') actions.show('talks')
        actions.pane(pane)
      }}
    >
      ${icon(shape === 'person' ? 'bell' : shape === 'shield' ? 'person' : shape)} ${t(`nav.${pane}`)}
      ${count ? html`<span class="count">${count}</span>` : nothing}
    </button>`
  }

  #key = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0]
    if (event.key === 'Escape' && target instanceof HTMLElement) target.blur()
    if (isChord(event) || isField(target) || !singleKeys()) return
    const {command, pending} = pressed(event.key, this.#pending)
    this.#pending = pending
    if (!command) return
    event.preventDefault()
    run(command, this)
  }
}

const isChord = (event: KeyboardEvent): boolean =>
  event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented

const isField = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLElement &&
  target.matches('input, textarea, select, dialog, dialog *, [contenteditable]')

define('console-desk', DeskView)
