/** `<support-console>`: sign-in, then the desk; keeps the token for this tab and minds the alerts. */
import {LitElement, css, html} from 'lit'
import {Notices, Tone, titleOf} from './alerts'
import {DeskSession} from './desk-session'
import './desk-view'
import {newId} from './id'
import {openLine} from './operator-line'
import {Pictures} from './pictures'
import {forget, keep, kept} from './session'
import type {Session} from './session'
import './sign-in'
import type {Desk} from './state'
import {tokens} from './styles'

export class SupportConsole extends LitElement {
  static override properties = {desk: {state: true}, expired: {state: true}}
  declare desk: Desk | null
  declare expired: boolean
  #session: DeskSession | null = null
  #pictures: Pictures | null = null
  #tone = new Tone()
  #notices = new Notices()

  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        min-height: 100dvh;
        background: var(--ground);
      }
    `,
  ]

  constructor() {
    super()
    this.desk = null
    this.expired = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const session = kept(sessionStorage, Date.now())
    if (session) this.#start(session)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#end()
  }

  override render() {
    if (!this.desk || !this.#session)
      return html`<console-sign-in
        role="main"
        ?expired=${this.expired}
        @signed-in=${this.#signedIn}
      ></console-sign-in>`
    return html`<console-desk
      .desk=${this.desk}
      .actions=${this.#session.actions}
      .tone=${this.#tone}
      @sign-out=${this.#signOut}
    ></console-desk>`
  }

  #signedIn = ({detail}: CustomEvent<Session>): void => {
    keep(sessionStorage, detail)
    this.expired = false
    this.#start(detail)
  }

  #start({token}: Session): void {
    const pictures = (this.#pictures = new Pictures(token))
    const session = (this.#session = new DeskSession({
      token,
      openLine,
      clock: () => Date.now(),
      newId,
      picture: attachment => pictures.get(attachment),
      rejected: () => {
        this.expired = true
        this.#leave()
      },
    }))
    session.store.subscribe(desk => {
      if (session === this.#session) this.#show(desk)
    })
    this.#show(session.store.state)
  }

  #show(desk: Desk): void {
    this.desk = desk
    document.title = titleOf(desk)
    this.#tone.ring(desk.offers.length > 0 && !desk.accepting)
    this.#notices.update(desk, document.hidden)
  }

  /** Ends the shift first, so that no offer is made to an empty chair. */
  #signOut = async (): Promise<void> => {
    await this.#session?.actions.presence({status: 'offline'})
    this.#leave()
  }

  #leave(): void {
    forget(sessionStorage)
    this.#end()
    this.desk = null
  }

  #end(): void {
    this.#tone.ring(false)
    this.#session?.close()
    this.#pictures?.close()
    this.#session = null
  }
}
