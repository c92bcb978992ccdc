/** The operators' half of the wire contract of docs/protocol.md (namespace `/operator`). */
import {attachment, conversation, field, frame, syncAnswer} from './protocol'
import {both, filled, list, nullable, object, oneOf, optional, text, time, truth, whole} from './shape'
import type {Infer, Parser} from './shape'

const status = oneOf('available', 'away', 'offline')
const customer = object({
  id: filled,
  name: text,
  email: text,
  verified: truth,
  auth_time: optional(whole(0)),
})

/** A conversation as its operator sees it. */
export const operatorView = both(
  conversation,
  object({
    customer,
    tried: list(object({slug: filled, title: text, helped: nullable(truth)})),
    reason: nullable(text),
  }),
)
export const note = object({id: filled, at: time, operator: object({id: filled, name: text}), text})

const colleague = object({
  id: filled,
  name: text,
  status,
  on_phone: truth,
  on_email: truth,
  slots: whole(0),
  used: whole(0),
  why: list(text),
})
const queued = object({
  conversation: filled,
  customer: text,
  since: time,
  reason: nullable(text),
  place: whole(1),
})
const mine = object({conversation: filled, customer: text, since: time, state: text})

export const toOperator = {
  floor: object({
    me: colleague,
    available: truth,
    reason: (value: unknown) => value,
    operators: list(colleague),
    queue: list(queued),
    mine: list(mine),
  }),
  offer: object({
    offer: filled,
    conversation: filled,
    customer: object({name: text, email: text}),
    reason: nullable(text),
    diagnostics: list(field),
    last: nullable(text),
    expires_at: time,
  }),
  offer_gone: object({offer: filled, why: oneOf('accepted', 'expired', 'withdrawn', 'declined')}),
  frame,
  typing: object({conversation: filled, who: oneOf('customer', 'bot', 'operator')}),
  note: object({conversation: filled, note}),
  ticket_filed: object({number: filled, subject: text, customer: text, at: time}),
}
export type ToOperator = {[K in keyof typeof toOperator]: Infer<(typeof toOperator)[K]>}
export type OperatorView = Infer<typeof operatorView>
export type Note = Infer<typeof note>
export type Floor = ToOperator['floor']
export type Offer = ToOperator['offer']

/** Fields of each event an operator sends. */
export interface FromOperator {
  presence: {status: Infer<typeof status>; on_phone: boolean; on_email: boolean}
  beat: Record<string, never>
  accept: {offer: string}
  decline: {offer: string; reason?: string}
  say: {conversation: string; id: string; text: string; seen_seq: number}
  note: {conversation: string; id: string; text: string}
  end: {conversation: string; id: string; resolution: 'solved' | 'not_solved' | 'no_answer'}
  hand_back: {conversation: string; id: string}
  open: {conversation: string}
  sync: {conversation: string; seq: number}
  tickets: {before?: string; limit?: number}
  ticket: {number: string}
  typing: {conversation: string}
}

const stored = object({seq: whole(1)})
const nothing = object({})
const ticketRow = object({
  number: filled,
  subject: text,
  customer: object({id: filled, name: text, email: text}),
  at: time,
  state: text,
  conversation: filled,
})

export const operatorAnswers = {
  presence: object({available: truth}),
  beat: object({at: time}),
  accept: object({snapshot: operatorView}),
  decline: nothing,
  say: stored,
  note: object({note}),
  end: stored,
  hand_back: stored,
  open: object({snapshot: operatorView, notes: list(note)}),
  sync: syncAnswer,
  tickets: object({tickets: list(ticketRow)}),
  ticket: object({
    ticket: both(
      ticketRow,
      object({
        text,
        diagnostics: list(field),
        attachments: list(attachment),
        transcript: nullable(list(frame)),
      }),
    ),
  }),
  typing: nothing,
} satisfies Record<keyof FromOperator, Parser<object>>
export type OperatorAnswers = {[K in keyof typeof operatorAnswers]: Infer<(typeof operatorAnswers)[K]>}
