/** One Socket.IO connection that keeps itself alive and delivers every call exactly once, or says why not. */
import {Outbox, Refused, Unanswered} from './outbox'
import {BadFrame, parseRefusal} from './protocol'
import type {Parser} from './shape'

export {Refused, Unanswered}

/**
 * How it stands: `online`; `connecting` for the first time; `reconnecting`; `offline` (the browser has no network);
 * `gone` (the server has not answered several times); `expired` (no fresh token to be had); `refused` (the token
 * is not accepted and no repetition will help).
 */
export type Status = 'connecting' | 'online' | 'reconnecting' | 'offline' | 'gone' | 'expired' | 'refused'

/** What a connection tells its owner. */
export interface ConnectionDelegate<Pushes> {
  /** The server pushed this; it has been parsed. */
  pushed(push: {[K in keyof Pushes]: {event: K; payload: Pushes[K]}}[keyof Pushes]): void
  status(status: Status): void
  /** After every connect and every 20 s: the bus is best effort, call `sync`. */
  catchUp(): void
}

/** The part of socket.io-client's socket that is used; tests bring their own. */
export interface SocketLike {
  readonly connected: boolean
  auth: object
  connect(): unknown
  disconnect(): unknown
  on(event: string, listener: (...args: never[]) => void): unknown
  emit(event: string, ...args: unknown[]): unknown
}

export interface ConnectionOptions<Answers, Pushes> {
  /** Opens nothing yet: a socket with `autoConnect: false, reconnection: false`. */
  socket: SocketLike
  /** Called before every attempt; `fresh` when the last token was refused as expired. May reject. */
  auth: (fresh: boolean) => Promise<object>
  answers: {[K in keyof Answers]: Parser<Answers[K]>}
  pushes: {[K in keyof Pushes]: Parser<Pushes[K]>}
  delegate: ConnectionDelegate<Pushes>
}

const ANSWER_WITHIN = 10_000
const CATCH_UP_EVERY = 20_000
const LONGEST_PAUSE = 10_000
const GONE_AFTER = 3

export class Connection<Calls extends {[K in keyof Answers]: object}, Answers, Pushes> {
  readonly #options: ConnectionOptions<Answers, Pushes>
  readonly #outbox: Outbox
  readonly #abort = new AbortController()
  readonly #unanswered = new Set<() => void>()
  #status: Status = 'connecting'
  #failures = 0
  #expired = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #pulse: ReturnType<typeof setInterval> | undefined

  constructor(options: ConnectionOptions<Answers, Pushes>) {
    this.#options = options
    this.#outbox = new Outbox((event, fields) => this.#call(event, fields))
    this.#listen()
  }

  get status(): Status {
    return this.#status
  }

  start(): void {
    const {signal} = this.#abort
    globalThis.addEventListener(
      'online',
      () => {
        this.retry()
      },
      {signal},
    )
    globalThis.addEventListener(
      'offline',
      () => {
        // The browser knows before the socket does; without this, what is typed now would wait for a timeout.
        this.#options.socket.disconnect()
        this.#lost()
      },
      {signal},
    )
    this.#pulse = setInterval(() => {
      if (this.#status === 'online') this.#options.delegate.catchUp()
    }, CATCH_UP_EVERY)
    void this.#open()
  }

  /** Ends it for good; calls still waiting stay unsettled. */
  stop(): void {
    this.#abort.abort()
    clearTimeout(this.#timer)
    clearInterval(this.#pulse)
    this.#outbox.pause()
    this.#options.socket.disconnect()
  }

  /** Tries again now, for instance with a new token; does nothing while online. */
  retry(): void {
    if (this.#options.socket.connected || this.#abort.signal.aborted) return
    clearTimeout(this.#timer)
    void this.#open()
  }

  /**
   * Delivers a call with a client-made `id`: in order, again with the same fields until it is answered.
   * Rejects with {@link Refused} when the server says no for good.
   */
  async send<K extends keyof Calls & keyof Answers & string>(
    event: K,
    fields: Calls[K],
  ): Promise<Answers[K]> {
    return this.#options.answers[event](await this.#outbox.add(event, fields))
  }

  /** Asks once; rejects with {@link Refused}, or {@link Unanswered} when the fate is unknown. */
  async ask<K extends keyof Calls & keyof Answers & string>(event: K, fields: Calls[K]): Promise<Answers[K]> {
    return this.#options.answers[event](await this.#call(event, fields))
  }

  /** Says it if someone listens now; nobody minds if it is lost. */
  tell<K extends keyof Calls & keyof Answers & string>(event: K, fields: Calls[K]): void {
    this.ask(event, fields).catch(() => undefined)
  }

  #listen(): void {
    const {socket, pushes, delegate} = this.#options
    socket.on('connect', () => {
      this.#failures = 0
      this.#expired = false
      this.#become('online')
      this.#outbox.resume()
      delegate.catchUp()
    })
    socket.on('disconnect', () => {
      this.#lost()
    })
    socket.on('connect_error', (error: Error & {data?: {code?: string; reason?: string}}) => {
      this.#failed(error)
    })
    for (const event of Object.keys(pushes) as (keyof Pushes & string)[]) {
      socket.on(event, (payload: unknown) => {
        this.#hear(event, payload)
      })
    }
  }

  #hear(event: keyof Pushes & string, payload: unknown): void {
    const {pushes, delegate} = this.#options
    try {
      delegate.pushed({event, payload: pushes[event](payload)})
    } catch (error) {
      if (!(error instanceof BadFrame)) throw error
      // A frame we cannot read leaves a gap that the next one or the next pulse finds.
      console.warn(`podpora: ${event} refused: ${error.message}`)
    }
  }

  async #open(): Promise<void> {
    const {socket, auth} = this.#options
    try {
      socket.auth = await auth(this.#expired)
    } catch {
      this.#become(navigator.onLine ? 'expired' : 'offline')
      this.#later()
      return
    }
    if (!this.#abort.signal.aborted && !socket.connected) socket.connect()
  }

  #failed(error: {data?: {code?: string; reason?: string}}): void {
    this.#failures += 1
    const badToken = error.data?.code === 'bad_token'
    if (badToken && error.data?.reason !== 'expired') {
      this.#become('refused')
      return
    }
    if (badToken && !this.#expired) {
      this.#expired = true
      void this.#open()
      return
    }
    this.#become(badToken ? 'expired' : this.#absence())
    this.#later()
  }

  #lost(): void {
    this.#outbox.pause()
    for (const give of this.#unanswered) give()
    if (this.#abort.signal.aborted) return
    this.#become(this.#absence())
    this.#later()
  }

  #absence(): Status {
    if (!navigator.onLine) return 'offline'
    if (this.#failures >= GONE_AFTER) return 'gone'
    return this.#status === 'connecting' ? 'connecting' : 'reconnecting'
  }

  #later(): void {
    clearTimeout(this.#timer)
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** this.#failures)
    // Jitter, so that a restarted server is not met by everybody at once.
    this.#timer = setTimeout(
      () => {
        this.retry()
      },
      pause * (0.5 + Math.random() / 2),
    )
  }

  #become(status: Status): void {
    if (status === this.#status) return
    this.#status = status
    this.#options.delegate.status(status)
  }

  #call(event: string, fields: object): Promise<unknown> {
    const {socket} = this.#options
    return new Promise((resolve, reject) => {
      if (!socket.connected) {
        reject(new Unanswered())
        return
      }
      const give = (): void => {
        clearTimeout(timer)
        this.#unanswered.delete(give)
        reject(new Unanswered())
      }
      const timer = setTimeout(() => {
        give()
        // Silence for so long means a dead connection: a new one asks again under the same id.
        socket.disconnect()
      }, ANSWER_WITHIN)
      this.#unanswered.add(give)
      socket.emit(event, fields, (answer: unknown) => {
        clearTimeout(timer)
        this.#unanswered.delete(give)
        settle(answer, resolve, reject)
      })
    })
  }
}

function settle(answer: unknown, resolve: (value: unknown) => void, reject: (why: Error) => void): void {
  if (typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true) {
    resolve(answer)
    return
  }
  try {
    reject(new Refused(parseRefusal(answer)))
  } catch (error) {
    reject(error as BadFrame)
  }
}
