/** The part that stays connected while the panel is closed: state of the launcher, unread count, reopening. */
import {dial} from '../dial'
import type {Frame} from '../protocol'
import {Api} from './api'
import {detect} from './environment'
import {Keep, pageStorage, subjectOf} from './keep'
import type {Launcher} from './launcher'
import type {Panel} from './panel'
import {Session} from './session'

export interface LiveOptions {
  element: HTMLElement
  launcher: Launcher
  server: string
  token: (fresh: boolean) => Promise<string>
}

/** One connection for all the elements of a page that use one server. */
const shared = new Map<string, {session: Session; keep: Keep; users: number}>()

export class Live {
  readonly session: Session
  readonly keep: Keep
  readonly #options: LiveOptions
  readonly #heard = (): void => {
    this.#show()
  }
  #making: Promise<Panel> | undefined
  #panel: Panel | undefined

  /** Connects; rejects when no token can be had for the first time. */
  static async start(options: LiveOptions): Promise<Live> {
    const known = shared.get(options.server)
    if (known) return new Live(options, known.session, known.keep)
    const first = await options.token(false).catch(() => '')
    const again = shared.get(options.server)
    if (again) return new Live(options, again.session, again.keep)
    const keep = new Keep(pageStorage(), subjectOf(first))
    const session = begin(options, keep, first)
    return new Live(options, session, keep)
  }

  private constructor(options: LiveOptions, session: Session, keep: Keep) {
    this.#options = options
    this.session = session
    this.keep = keep
    const entry = shared.get(options.server) ?? {session, keep, users: 0}
    shared.set(options.server, {...entry, users: entry.users + 1})
    session.addEventListener('change', this.#heard)
    if (this.keep.get('open')) void this.open(false)
  }

  async open(focus = true): Promise<void> {
    // One promise for all: a reload opens the panel by itself while the customer presses the button.
    this.#making ??= this.#make().catch((error: unknown) => {
      this.#making = undefined
      throw error
    })
    this.#panel = await this.#making
    this.keep.set('open', '1')
    this.#options.element.toggleAttribute('open', true)
    this.#panel.show(focus)
    this.#show()
  }

  async #make(): Promise<Panel> {
    const {element, server, token} = this.#options
    const {makePanel} = await import('./panel')
    const panel = await makePanel({
      session: this.session,
      keep: this.keep,
      api: new Api(server),
      lang: element.lang || document.documentElement.lang,
      token: () => token(false),
      close: () => {
        this.close()
      },
    })
    element.shadowRoot?.append(panel)
    return panel
  }

  close(): void {
    if (!this.#panel?.shown) return
    this.#panel.hide()
    this.keep.set('open', '')
    this.#options.element.toggleAttribute('open', false)
    this.#options.launcher.button.focus()
  }

  end(): void {
    const {server, element} = this.#options
    this.session.removeEventListener('change', this.#heard)
    this.#panel?.remove()
    element.toggleAttribute('open', false)
    const entry = shared.get(server)
    if (!entry) return
    if (entry.users > 1) shared.set(server, {...entry, users: entry.users - 1})
    else {
      shared.delete(server)
      this.session.stop()
    }
  }

  #show(): void {
    const {launcher} = this.#options
    const {availability, conversation} = this.session.chat
    // Without a connection nobody knows whether an operator is free.
    if (availability) launcher.available(this.session.link === 'online' ? availability.available : null)
    if (this.#panel?.shown && conversation) this.keep.set('read', String(conversation.seq))
    launcher.unread(unread(conversation?.frames ?? [], Number(this.keep.get('read'))))
  }
}

/** How many messages of the other side came after the last one read. */
const unread = (frames: Frame[], read: number): number =>
  frames.filter(({seq, type}) => seq > read && (type === 'operator_said' || type === 'bot_said')).length

function begin({server, token}: LiveOptions, keep: Keep, first: string): Session {
  let unused = first
  const session = new Session({
    socket: dial(server, '/customer'),
    token: fresh => {
      const ready = unused
      unused = ''
      return ready && !fresh ? Promise.resolve(ready) : token(fresh)
    },
    environment: () => detect(navigator, location.href),
    keep,
    now: () => new Date(),
  })
  session.start()
  return session
}
