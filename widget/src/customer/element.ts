/** `<support-chat>`: the launcher at once, the live connection when the page is idle, the panel when it is opened. */
import {parseAvailable} from './available'
import {Launcher, langOf} from './launcher'
import type {Live} from './live'

/** The origin this script came from; the chat's server unless `server` says otherwise. */
const HOME = new URL(import.meta.url).origin

export class SupportChat extends HTMLElement {
  static readonly observedAttributes = ['token']

  /** Fetches a fresh token; without it the `token` attribute is used, and a new one is needed after it expires. */
  get fetchToken(): (() => Promise<string>) | undefined {
    return this.#fetchToken
  }
  set fetchToken(fetchToken: (() => Promise<string>) | undefined) {
    this.#fetchToken = fetchToken
    this.#live?.session.reconnect()
  }
  #fetchToken: (() => Promise<string>) | undefined

  #launcher: Launcher | undefined
  #live: Live | undefined
  #loading: Promise<Live> | undefined

  get server(): string {
    return new URL(this.getAttribute('server') ?? HOME, document.baseURI).origin
  }

  connectedCallback(): void {
    // What the page set before this script had loaded hides the setter; set it again.
    if (Object.hasOwn(this, 'fetchToken')) {
      const {fetchToken} = this
      Reflect.deleteProperty(this, 'fetchToken')
      this.fetchToken = fetchToken
    }
    const root = this.shadowRoot ?? this.attachShadow({mode: 'open'})
    if (!this.#launcher) {
      this.#launcher = new Launcher(root, langOf(this.lang || document.documentElement.lang))
      this.#launcher.button.addEventListener('click', () => void this.open())
    }
    void this.#askAvailability(this.#launcher)
    const idle =
      (globalThis as Partial<typeof globalThis>).requestIdleCallback ??
      ((run: () => void) => setTimeout(run, 200))
    idle(() => void this.#load().catch(() => undefined))
  }

  disconnectedCallback(): void {
    this.#live?.end()
    this.#live = undefined
    this.#loading = undefined
  }

  attributeChangedCallback(): void {
    this.#live?.session.reconnect()
  }

  /** Opens the panel; the focus goes into it. */
  async open(): Promise<void> {
    try {
      await (await this.#load()).open()
    } catch (error) {
      console.error('podpora: the chat could not be opened', error)
      this.#launcher?.failed()
    }
  }

  close(): void {
    this.#live?.close()
  }

  #load(): Promise<Live> {
    this.#loading ??= this.#start().catch((error: unknown) => {
      this.#loading = undefined
      throw error
    })
    return this.#loading
  }

  async #start(): Promise<Live> {
    const {Live} = await import('./live')
    const launcher = this.#launcher
    if (!this.isConnected || !launcher) throw new Error('the element left the page')
    this.#live = await Live.start({
      element: this,
      launcher,
      server: this.server,
      token: fresh => this.#token(fresh),
    })
    return this.#live
  }

  /** The token for one attempt; rejects when there is none, or none newer than the one that has expired. */
  async #token(fresh: boolean): Promise<string> {
    if (this.fetchToken) return this.fetchToken()
    const token = this.getAttribute('token')
    if (!token || (fresh && token === this.#used)) throw new Error('no fresh token')
    this.#used = token
    return token
  }
  #used: string | undefined

  async #askAvailability(launcher: Launcher): Promise<void> {
    try {
      const answer = await fetch(`${this.server}/api/availability`)
      if (!this.#live) launcher.available(answer.ok ? parseAvailable(await answer.json()) : null)
    } catch {
      launcher.available(null) // better no word than an old one
    }
  }
}
