/** A signed-in operator's desk: one connection, the state it feeds, and the timers that keep it true. */
import type {Attachment} from '../protocol'
import type {ToOperator} from '../protocol-operator'
import {makeActions} from './actions'
import type {Actions} from './actions'
import {skew} from './countdown'
import type {Line, OpenLine, Received} from './line'
import type {Link} from './state'
import {emptyDesk} from './state'
import {Store} from './store'

const BEAT_MS = 5000
const SYNC_MS = 20_000
const TICK_MS = 1000

export interface DeskParts {
  token: string
  openLine: OpenLine
  clock: () => number
  newId: () => string
  picture: (attachment: Attachment) => Promise<string>
  /** The server no longer takes the token. */
  rejected: () => void
}

export class DeskSession {
  readonly store: Store
  readonly actions: Actions
  #parts: DeskParts
  #line: Line
  #timers: ReturnType<typeof setInterval>[] = []
  #syncing = new Set<string>()

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.store = new Store(emptyDesk(parts.clock()))
    this.#line = parts.openLine(parts.token, {
      link: link => {
        this.#linked(link)
      },
      rejected: parts.rejected,
      received: (...message) => {
        this.#received(...message)
      },
    })
    const {clock, newId, picture} = parts
    this.actions = makeActions({store: this.store, line: this.#line, clock, newId}, picture)
    this.#every(TICK_MS, () => {
      this.store.dispatch({type: 'tick', now: clock()})
      this.#mend()
    })
    this.#every(BEAT_MS, () => void this.#beat())
    this.#every(SYNC_MS, () => {
      this.#syncAll()
    })
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#line.close()
  }

  #every(ms: number, call: () => void): void {
    this.#timers.push(setInterval(call, ms))
  }

  #linked(link: Link): void {
    this.store.dispatch({type: 'link', link})
    if (link !== 'live') return
    void this.#beat()
    this.#syncAll()
  }

  #received(...[event, payload]: Received): void {
    const hear = this.#heard[event] as (payload: Received[1]) => void
    hear(payload)
  }

  readonly #heard: {[E in keyof ToOperator]: (payload: ToOperator[E]) => void} = {
    floor: floor => {
      this.store.dispatch({type: 'floor', floor})
      this.#openMine()
    },
    offer: offer => {
      this.store.dispatch({type: 'offer', offer})
    },
    offer_gone: gone => {
      this.store.dispatch({type: 'offer_gone', gone})
    },
    frame: frame => {
      this.store.dispatch({type: 'frame', frame})
      this.#mend()
    },
    note: ({conversation, note}) => {
      this.store.dispatch({type: 'note', conversation, note})
    },
    typing: ({conversation, who}) => {
      if (who === 'customer') this.store.dispatch({type: 'typing', conversation})
    },
    ticket_filed: () => {
      const {tickets, tab} = this.store.state
      if (tickets.rows.length || tab === 'tickets') void this.actions.loadTickets()
    },
  }

  /** Own conversations that this tab has not opened yet, for example after a reload. */
  #openMine(): void {
    for (const {conversation} of this.store.state.floor?.mine ?? []) {
      if (this.store.state.talks[conversation] || this.#syncing.has(conversation)) continue
      this.#once(conversation, () => this.actions.open(conversation))
    }
  }

  #syncAll(): void {
    for (const id of Object.keys(this.store.state.talks)) this.#sync(id)
  }

  /** A view that missed a frame is caught up at once. */
  #mend(): void {
    for (const [id, talk] of Object.entries(this.store.state.talks)) if (talk.catchingUp) this.#sync(id)
  }

  #sync(conversation: string): void {
    if (this.store.state.link !== 'live') return
    this.#once(conversation, () => this.actions.sync(conversation))
  }

  /** One call at a time for a conversation; a failed one is tried again by the next tick. */
  #once(conversation: string, call: () => Promise<void>): void {
    if (this.#syncing.has(conversation)) return
    this.#syncing.add(conversation)
    const done = () => this.#syncing.delete(conversation)
    call().then(done, done)
  }

  async #beat(): Promise<void> {
    if (this.store.state.link !== 'live') return
    const sent = this.#parts.clock()
    try {
      const {at} = await this.#line.call('beat', {})
      this.store.dispatch({type: 'skew', skew: skew(at, sent, this.#parts.clock())})
    } catch {
      // The connection says by itself when it is lost; the next beat comes in 5 s.
    }
  }
}
