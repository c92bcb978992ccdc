/** Calls waiting to be answered: one at a time, in order, again until the server has answered. */
import type {Refusal} from './protocol'

/** The server said no; repeating will not help. */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(readonly refusal: Refusal) {
    super(refusal.message)
  }
}

/** No answer came: whether the server has it is unknown, so it is sent again under the same id. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

interface Letter {
  event: string
  fields: object
  resolve: (answer: unknown) => void
  reject: (why: unknown) => void
}

const FIRST_PAUSE = 1
const LONGEST_PAUSE = 15

export class Outbox {
  readonly #letters: Letter[] = []
  readonly #deliver: (event: string, fields: object) => Promise<unknown>
  #open = false
  #busy = false
  #pause = FIRST_PAUSE
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(deliver: (event: string, fields: object) => Promise<unknown>) {
    this.#deliver = deliver
  }

  add(event: string, fields: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#letters.push({event, fields, resolve, reject})
      void this.#pump()
    })
  }

  /** The connection stands: deliver what waits. */
  resume(): void {
    this.#open = true
    clearTimeout(this.#timer)
    void this.#pump()
  }

  pause(): void {
    this.#open = false
    clearTimeout(this.#timer)
  }

  async #pump(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    // One at a time, because a server may handle two calls of one socket in either order.
    for (let letter = this.#letters[0]; letter && this.#open; letter = this.#letters[0]) {
      if (!(await this.#try(letter))) break
      this.#letters.shift()
      this.#pause = FIRST_PAUSE
    }
    this.#busy = false
  }

  /** True when the letter is done with, for better or worse. */
  async #try({event, fields, resolve, reject}: Letter): Promise<boolean> {
    try {
      resolve(await this.#deliver(event, fields))
      return true
    } catch (error) {
      if (error instanceof Unanswered) {
        // Either the connection is gone and resume() comes later, or it came back while we waited.
        if (this.#open) this.#again(0)
        return false
      }
      const wait = error instanceof Refused ? this.#waitFor(error.refusal) : undefined
      if (wait === undefined) {
        reject(error)
        return true
      }
      this.#again(wait)
      return false
    }
  }

  /** Seconds until a repetition may succeed; undefined when it never will. */
  #waitFor(refusal: Refusal): number | undefined {
    if (refusal.code === 'rate_limited') return refusal.retry_after ?? FIRST_PAUSE
    if (refusal.code !== 'unavailable') return undefined
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2)
    return this.#pause / 2
  }

  #again(seconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#pump(), seconds * 1000)
  }
}
