/** Holds the console's state and tells listeners once per change. */
import {reduce} from './reduce'
import type {Step} from './reduce'
import type {Desk} from './state'

export class Store {
  #listeners = new Set<(desk: Desk) => void>()
  #state: Desk

  constructor(state: Desk) {
    this.#state = state
  }

  get state(): Desk {
    return this.#state
  }

  dispatch(step: Step): void {
    const next = reduce(this.#state, step)
    if (next === this.#state) return
    this.#state = next
    for (const tell of this.#listeners) tell(next)
  }

  /** Call `tell` on every change; the answer ends it. */
  subscribe(tell: (desk: Desk) => void): () => void {
    this.#listeners.add(tell)
    return () => this.#listeners.delete(tell)
  }
}
