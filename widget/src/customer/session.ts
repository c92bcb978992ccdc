/** One customer's live conversation: the chat value, the connection under it, and what the customer can do. */
import {catchUp, emptyChat, failed, forgotten, receive, sending, withoutPending} from '../chat'
import type {Chat, Pending, Push} from '../chat'
import {Connection, Refused} from '../connection'
import type {ConnectionDelegate, SocketLike, Status} from '../connection'
import {customerAnswers, toCustomer} from '../protocol'
import type {Attachment, CustomerAnswers, Draft, Environment, FromCustomer, ToCustomer} from '../protocol'
import type {Keep} from './keep'

/** Calls that carry nothing but their id. */
export type Plain = 'ask_human' | 'wait' | 'leave_queue' | 'talk_to_bot' | 'close' | 'reopen'

export interface SessionOptions {
  socket: SocketLike
  token: (fresh: boolean) => Promise<string>
  environment: () => Promise<Environment>
  keep: Keep
  now: () => Date
}

const TYPING_SHOWN = 4_000
const TYPING_TOLD_EVERY = 3_000

export class Session extends EventTarget implements ConnectionDelegate<ToCustomer> {
  chat: Chat = emptyChat
  link: Status = 'connecting'
  /** The code of the last refusal that belongs to no message, until dismissed. */
  problem: string | null = null

  readonly #options: SessionOptions
  readonly #connection: Connection<FromCustomer, CustomerAnswers, ToCustomer>
  #typingOver: ReturnType<typeof setTimeout> | undefined
  #toldTyping = 0

  constructor(options: SessionOptions) {
    super()
    this.#options = options
    this.#connection = new Connection<FromCustomer, CustomerAnswers, ToCustomer>({
      socket: options.socket,
      auth: async fresh => ({token: await options.token(fresh)}),
      answers: customerAnswers,
      pushes: toCustomer,
      delegate: this,
    })
  }

  start(): void {
    // What an earlier page could not send goes now, under the same ids.
    for (const pending of this.#options.keep.pending()) {
      if (pending.failed) this.#become(sending(this.chat, pending))
      else void this.#deliver(pending)
    }
    this.#connection.start()
  }

  stop(): void {
    clearTimeout(this.#typingOver)
    this.#connection.stop()
  }

  /** Try to connect now, for instance after a new token. */
  reconnect(): void {
    this.#connection.retry()
  }

  // What the connection tells

  pushed(push: Push): void {
    const next = receive(this.chat, push)
    if (next === 'resync') {
      if (push.event === 'frame') void this.#sync(push.payload.conversation)
      else this.catchUp()
      return
    }
    if (push.event === 'typing') this.#typingFor(TYPING_SHOWN)
    this.#become(next)
  }

  status(status: Status): void {
    this.link = status
    this.#changed()
    if (status === 'online') void this.#tellEnvironment()
  }

  catchUp(): void {
    if (this.chat.conversation) void this.#sync(this.chat.conversation.id)
  }

  // What the customer does

  say(text: string, attachment?: Attachment): void {
    void this.#deliver({id: newId(), text, at: this.#at(), ...(attachment ? {attachment} : {})})
  }

  /** Says it also after the end: a new episode is opened for it first. */
  async ask(text: string, attachment?: Attachment): Promise<void> {
    if (this.chat.conversation?.state === 'closed') await this.act('reopen')
    this.say(text, attachment)
  }

  choose(id: string, label: string, of: number): void {
    void this.#deliver({id: newId(), text: label, at: this.#at(), choice: {id, of}})
  }

  async act(what: Plain): Promise<void> {
    await this.#heed(this.#connection.send(what, {id: newId()}))
  }

  /** The draft as the server keeps it; undefined if refused (see `problem`). */
  async draft(change: {subject?: string; text?: string} = {}): Promise<Draft | undefined> {
    return (await this.#heed(this.#connection.send('draft', {id: newId(), ...change})))?.draft
  }

  async file(version: number): Promise<string | undefined> {
    return (await this.#heed(this.#connection.send('file', {id: newId(), version})))?.number
  }

  retry(id: string): void {
    const pending = this.chat.pending.find(one => one.id === id)
    if (!pending) return
    const again: Pending = {...pending}
    delete again.failed
    // A refused message has no answer under its id but the refusal.
    this.#become(withoutPending(this.chat, id))
    void this.#deliver({...again, id: newId()})
  }

  discard(id: string): void {
    this.#become(withoutPending(this.chat, id))
  }

  typing(): void {
    const now = this.#options.now().getTime()
    if (this.chat.conversation?.state !== 'human' || now - this.#toldTyping < TYPING_TOLD_EVERY) return
    this.#toldTyping = now
    this.#connection.tell('typing', {})
  }

  dismiss(): void {
    this.problem = null
    this.#changed()
  }

  // Inside

  async #deliver(pending: Pending): Promise<void> {
    this.#become(sending(this.chat, pending))
    const {id, text, attachment, choice} = pending
    try {
      const {conversation} = choice
        ? await this.#connection.send('choose', {id, choice: choice.id, of: choice.of})
        : await this.#connection.send('say', {id, text, ...(attachment ? {attachment: attachment.id} : {})})
      // It is in the log; if its frame is not here yet, the bus may have lost it.
      if (this.chat.pending.some(one => one.id === id)) await this.#sync(conversation)
    } catch (error) {
      this.#become(failed(this.chat, id, codeOf(error)))
    }
  }

  async #sync(conversation: string): Promise<void> {
    const known = this.chat.conversation
    const seq = known?.id === conversation ? known.seq : 0
    try {
      const {frames, snapshot} = await this.#connection.ask('sync', {conversation, seq})
      if (snapshot) this.pushed({event: 'snapshot', payload: {conversation: snapshot}})
      else if (frames?.length) this.#become(catchUp(this.chat, frames))
    } catch (error) {
      // Else nothing was guessed; the next frame, pulse or reconnect asks again.
      if (codeOf(error) === 'unknown_conversation') this.#become(forgotten(this.chat))
    }
  }

  async #tellEnvironment(): Promise<void> {
    this.#connection.tell('context', await this.#options.environment())
  }

  async #heed<T>(call: Promise<T>): Promise<T | undefined> {
    this.problem = null
    try {
      return await call
    } catch (error) {
      this.problem = codeOf(error)
      this.catchUp()
      this.#changed()
      return undefined
    }
  }

  #typingFor(time: number): void {
    clearTimeout(this.#typingOver)
    this.#typingOver = setTimeout(() => {
      this.#become({...this.chat, typing: null})
    }, time)
  }

  #become(chat: Chat): void {
    if (chat.pending !== this.chat.pending) this.#options.keep.pending(chat.pending)
    this.chat = chat
    this.#changed()
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'))
  }

  #at(): string {
    return this.#options.now().toISOString()
  }
}

const codeOf = (error: unknown): string => (error instanceof Refused ? error.refusal.code : 'other')

/** Unique also where the page is not a secure context and `randomUUID` is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
