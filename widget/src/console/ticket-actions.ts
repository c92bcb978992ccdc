/** What an operator can do with filed requests: list, read, search. */
import type {Context} from './actions'
import {complain} from './actions'
import type {TicketRow} from './state'

const PAGE = 50

export interface TicketActions {
  /** Load the newest page, over whatever was listed. */
  loadTickets(): Promise<void>
  olderTickets(): Promise<void>
  readTicket(number: string | null): Promise<void>
  searchTickets(query: string): void
}

export function ticketActions(context: Context): TicketActions {
  const {store} = context
  return {
    loadTickets: () => load(context, undefined),
    olderTickets: () => load(context, store.state.tickets.rows.at(-1)?.number),
    readTicket: number => read(context, number),
    searchTickets: query => {
      store.dispatch({type: 'tickets', change: {query}})
    },
  }
}

async function load({store, line}: Context, before: string | undefined): Promise<void> {
  if (store.state.tickets.loading) return
  store.dispatch({type: 'tickets', change: {loading: true, failed: false}})
  try {
    const {tickets} = await line.call('tickets', {limit: PAGE, ...(before === undefined ? {} : {before})})
    const rows = before === undefined ? tickets : [...store.state.tickets.rows, ...tickets]
    store.dispatch({type: 'tickets', change: {rows, loading: false, more: tickets.length === PAGE}})
  } catch {
    store.dispatch({type: 'tickets', change: {loading: false, failed: true}}) // the list offers a retry
  }
}

async function read(context: Context, number: string | null): Promise<void> {
  const {store, line} = context
  if (number === null) {
    store.dispatch({type: 'tickets', change: {detail: null}})
    return
  }
  try {
    const {ticket} = await line.call('ticket', {number})
    store.dispatch({type: 'tickets', change: {detail: ticket}})
  } catch (error) {
    complain(context, error)
  }
}

/** Lower case without diacritics, so that "horvathova" finds "Horváthová". */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The rows in which every word of the query occurs: in the number, the subject or the customer. */
export function found(rows: readonly TicketRow[], query: string): TicketRow[] {
  const words = folded(query).split(/\s+/).filter(Boolean)
  return rows.filter(row => {
    const haystack = folded(`${row.number} ${row.subject} ${row.customer.name} ${row.customer.email}`)
    return words.every(word => haystack.includes(word))
  })
}
