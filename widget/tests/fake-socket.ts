/** A socket whose server is the test: it hears what is sent and answers when told. */
import type {SocketLike} from '../src/connection'

export interface Sent {
  event: string
  fields: {id?: string}
  answer: (answer: unknown) => void
}

export class FakeSocket implements SocketLike {
  connected = false
  auth: object = {}
  attempts = 0
  sent: Sent[] = []
  /** What the next connects meet; nothing means success. */
  refusals: {code?: string; reason?: string}[] = []
  readonly #heard = new Map<string, ((value: unknown) => void)[]>()

  connect(): void {
    this.attempts += 1
    const data = this.refusals.shift()
    if (data) {
      this.push('connect_error', Object.assign(new Error('refused'), {data}))
      return
    }
    this.connected = true
    this.push('connect', undefined)
  }
  disconnect(): void {
    if (!this.connected) return
    this.connected = false
    this.push('disconnect', 'io client disconnect')
  }
  on(event: string, listener: (...args: never[]) => void): void {
    this.#heard.set(event, [...(this.#heard.get(event) ?? []), listener as (value: unknown) => void])
  }
  emit(event: string, fields: object, answer: (answer: unknown) => void): void {
    this.sent.push({event, fields, answer})
  }
  push(event: string, payload: unknown): void {
    for (const listener of this.#heard.get(event) ?? []) listener(payload)
  }
  says(): Sent[] {
    return this.sent.filter(({event}) => event === 'say')
  }
}
