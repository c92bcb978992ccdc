/** What the console knows, as one immutable value, and how it looks before anything has arrived. */
import type {FromOperator, Floor, Note, Offer, OperatorAnswers, OperatorView} from '../protocol-operator'

export type Link = 'connecting' | 'live' | 'lost'
export type Tab = 'talks' | 'tickets'
export type Pane = 'desk' | 'talk' | 'card'
export type Declared = FromOperator['presence']
export type Resolution = FromOperator['end']['resolution']
export type TicketRow = OperatorAnswers['tickets']['tickets'][number]
export type TicketDetail = OperatorAnswers['ticket']['ticket']

/** A reply on its way: shown at once, replaced by its frame. */
export interface Outgoing {
  id: string
  text: string
  at: number
  failed: string | null
}

/** One conversation as this console holds it. */
export interface Talk {
  view: OperatorView
  notes: Note[]
  outgoing: Outgoing[]
  /** The last frame that was on the operator's screen; replies carry it as `seen_seq`. */
  seen: number
  /** Frames after this one stand under the line "Nové správy". */
  newAfter: number
  /** How many messages the customer wrote that a refused reply had not seen; null when none was refused. */
  unseen: number | null
  /** Text of a refused reply, on its way back to the composer. */
  returned: string | null
  /** The view may lack frames: the composer stays locked. */
  catchingUp: boolean
  /** Until when the customer is shown as typing, in milliseconds. */
  typingUntil: number
}

export interface Tickets {
  rows: TicketRow[]
  loading: boolean
  /** Whether older ones may exist. */
  more: boolean
  failed: boolean
  query: string
  detail: TicketDetail | null
}

export interface Desk {
  link: Link
  /** Our clock at the last tick and the server's clock minus ours, in milliseconds. */
  now: number
  skew: number
  floor: Floor | null
  offers: Offer[]
  accepting: string | null
  /** An offer ran out, so the server has set us away. */
  missed: boolean
  talks: Readonly<Record<string, Talk>>
  selected: string | null
  tab: Tab
  pane: Pane
  tickets: Tickets
  /** One sentence for the operator; `tone` decides how it looks. */
  notice: {text: string; tone: 'info' | 'warn'} | null
}

export const emptyDesk = (now: number): Desk => ({
  link: 'connecting',
  now,
  skew: 0,
  floor: null,
  offers: [],
  accepting: null,
  missed: false,
  talks: {},
  selected: null,
  tab: 'talks',
  pane: 'desk',
  tickets: {rows: [], loading: false, more: true, failed: false, query: '', detail: null},
  notice: null,
})

export const serverNow = (desk: Desk): number => desk.now + desk.skew

/** Whether this operator leads the conversation now. */
export const leads = (desk: Desk, talk: Talk): boolean =>
  talk.view.state === 'human' && (desk.floor?.mine.some(one => one.conversation === talk.view.id) ?? false)
