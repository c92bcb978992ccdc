/** Everything an operator can do, as calls of the server and steps of the state. */
import type {Attachment} from '../protocol'
import {codeOf, sentence} from './line'
import type {Line} from './line'
import type {Declared, Pane, Tab} from './state'
import type {Store} from './store'
import {talkActions} from './talk-actions'
import type {TalkActions} from './talk-actions'
import {ticketActions} from './ticket-actions'
import type {TicketActions} from './ticket-actions'

export interface Context {
  store: Store
  line: Line
  clock: () => number
  newId: () => string
}

export interface Actions extends TalkActions, TicketActions {
  presence(change: Partial<Declared>): Promise<void>
  accept(offer: string): Promise<void>
  decline(offer: string): Promise<void>
  show(tab: Tab): void
  pane(pane: Pane): void
  dismiss(): void
  picture: (attachment: Attachment) => Promise<string>
}

/** Tell the operator in one sentence why something did not work. */
export function complain({store}: Pick<Context, 'store'>, error: unknown): void {
  store.dispatch({type: 'notice', notice: {text: sentence(codeOf(error)), tone: 'warn'}})
}

export function makeActions(context: Context, picture: Actions['picture']): Actions {
  const {store} = context
  const talks = talkActions(context)
  const tickets = ticketActions(context)
  return {
    ...talks,
    ...tickets,
    presence: change => presence(context, change),
    accept: offer => accept(context, talks, offer),
    decline: offer => decline(context, offer),
    show: tab => {
      store.dispatch({type: 'tab', tab})
      if (tab === 'tickets' && !store.state.tickets.rows.length) void tickets.loadTickets()
    },
    pane: pane => {
      store.dispatch({type: 'pane', pane})
    },
    dismiss: () => {
      store.dispatch({type: 'notice', notice: null})
    },
    picture,
  }
}

async function presence(context: Context, change: Partial<Declared>): Promise<void> {
  const me = context.store.state.floor?.me
  if (!me) return
  const {status, on_phone, on_email} = me
  try {
    await context.line.call('presence', {status, on_phone, on_email, ...change})
  } catch (error) {
    complain(context, error)
  }
}

async function accept(context: Context, talks: TalkActions, offer: string): Promise<void> {
  const {store, line} = context
  if (store.state.accepting) return
  store.dispatch({type: 'accepting', offer})
  try {
    const {snapshot} = await line.call('accept', {offer})
    store.dispatch({type: 'opened', view: snapshot})
    store.dispatch({type: 'select', conversation: snapshot.id})
    store.dispatch({type: 'offer_gone', gone: {offer, why: 'accepted'}})
    await talks.open(snapshot.id) // notes of earlier operators
  } catch (error) {
    // Why it went is in the notice; the offer itself cannot be taken any more.
    store.dispatch({type: 'offer_gone', gone: {offer, why: 'withdrawn'}})
    complain(context, error)
  } finally {
    store.dispatch({type: 'accepting', offer: null})
  }
}

async function decline(context: Context, offer: string): Promise<void> {
  try {
    await context.line.call('decline', {offer})
    context.store.dispatch({type: 'offer_gone', gone: {offer, why: 'declined'}})
  } catch (error) {
    complain(context, error)
  }
}
