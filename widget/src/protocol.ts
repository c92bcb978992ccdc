/** The wire contract of docs/protocol.md: what each side sends, typed and parsed; held by tests/frames/*.json. */
import {
  both,
  filled,
  list,
  nullable,
  object,
  oneOf,
  optional,
  record,
  tagged,
  text,
  time,
  truth,
  whole,
} from './shape'
import type {Infer, Parser} from './shape'

export {BadFrame} from './shape'

// Values both namespaces share

export const field = object({name: filled, value: text, provenance: oneOf('said', 'detected', 'verified')})
export const attachment = object({
  id: filled,
  type: oneOf('image/png', 'image/jpeg', 'image/webp'),
  width: whole(1),
  height: whole(1),
  bytes: whole(0),
})
const choice = object({id: filled, label: text})
const hit = object({slug: filled, title: text, category: text, url: text})
const person = object({id: filled, name: text})
const state = oneOf('bot', 'choosing', 'queued', 'human', 'ticketed', 'closed')
const owner = object({kind: oneOf('bot', 'nobody', 'queue', 'operator', 'ticket'), name: optional(text)})

/** What the assistant says: `payload` of `bot_said`. */
export const botPayload = tagged({
  text: object({text}),
  article: object({slug: filled, title: text, category: text, url: text, passage: text}),
  suggestions: object({text, hits: list(hit, 1)}),
  choices: object({text, choices: list(choice, 1)}),
  question: object({
    field: oneOf('problem', 'environment', 'address', 'screenshot'),
    text,
    value: optional(text),
    choices: list(choice),
  }),
  summary: object({text, fields: list(field)}),
  channels: object({text, email: text, phone: text, hours: text}),
})

export const draft = object({
  version: whole(1),
  subject: text,
  text,
  customer: object({name: text, email: text}),
  diagnostics: list(field),
  attachments: list(attachment),
  transcript: truth,
})
const frameHead = object({
  conversation: filled,
  seq: whole(1),
  at: time,
  state,
  owner,
  epoch: whole(0),
  episode: whole(0),
})
const nothing = object({})
const frameBody = tagged({
  opened: nothing,
  customer_said: object({
    id: filled,
    text,
    attachment: optional(attachment),
    choice: optional(text),
  }),
  bot_said: object({payload: botPayload, turn: optional(whole(0))}),
  operator_said: object({id: filled, text, operator: person}),
  diagnostics_noted: object({fields: list(field)}),
  human_requested: object({reason: text}),
  nobody_free: object({reason: text}),
  wait_chosen: nothing,
  wait_left: object({reason: oneOf('customer', 'expired')}),
  operator_accepted: object({operator: person}),
  operator_lost: nothing,
  handed_back: nothing,
  bot_resumed: nothing,
  ticket_drafted: object({draft}),
  ticket_filed: object({number: filled, subject: text}),
  closed: object({by: oneOf('customer', 'operator', 'desk'), resolution: optional(text)}),
  reopened: nothing,
})
/** One numbered frame of a conversation, the same for the customer and the operator. */
export const frame = both(frameHead, frameBody) as Parser<Frame>

const ticketLink = object({number: filled, subject: text})

export const conversation = object({
  id: filled,
  seq: whole(0),
  state,
  owner,
  epoch: whole(0),
  episode: whole(0),
  customer: object({name: text}),
  diagnostics: list(field),
  ticket: nullable(ticketLink),
  draft: nullable(draft),
  frames: list(frame),
})

export type Field = Infer<typeof field>
export type Attachment = Infer<typeof attachment>
export type Choice = Infer<typeof choice>
export type Hit = Infer<typeof hit>
export type State = Infer<typeof state>
export type Owner = Infer<typeof owner>
export type BotPayload = Infer<typeof botPayload>
export type FrameHead = Infer<typeof frameHead>
type FrameBody = Infer<typeof frameBody>
export type FrameType = FrameBody['type']
/** A frame of one type: `Frame<'bot_said'>`; any of them: `Frame`. */
export type Frame<T extends FrameType = FrameType> = FrameHead & Extract<FrameBody, {type: T}>
export type Draft = Infer<typeof draft>
export type Ticket = Infer<typeof ticketLink>
export type Conversation = Infer<typeof conversation>

// What the server pushes to a customer

export const snapshot = object({conversation: nullable(conversation)})
export const availability = object({
  available: truth,
  label: text,
  waiting: whole(0),
  reason: record,
  at: time,
})
export const queuePlace = object({place: whole(1), of: whole(1)})
export const typing = object({who: oneOf('bot', 'operator')})

export const toCustomer = {snapshot, frame, availability, queue: queuePlace, typing}
export type ToCustomer = {[K in keyof typeof toCustomer]: Infer<(typeof toCustomer)[K]>}
export type Availability = ToCustomer['availability']
export type QueuePlace = ToCustomer['queue']

// What a customer calls: the fields sent and the fields of an `ok` answer

const stored = object({seq: whole(1)})
const storedIn = object({seq: whole(1), conversation: filled})
export const syncAnswer = object({
  frames: optional(list(frame)),
  snapshot: optional(nullable(conversation)),
})

/** Fields of each event a customer sends. */
export interface FromCustomer {
  say: {id: string; text: string; attachment?: string}
  choose: {id: string; choice: string; of: number}
  ask_human: {id: string}
  context: {os?: string; os_version?: string; browser?: string; browser_version?: string; page?: string}
  wait: {id: string}
  leave_queue: {id: string}
  draft: {id: string; subject?: string; text?: string}
  file: {id: string; version: number}
  talk_to_bot: {id: string}
  close: {id: string}
  reopen: {id: string}
  sync: {conversation: string; seq: number}
  typing: Record<string, never>
}
export type Environment = FromCustomer['context']

export const customerAnswers = {
  say: object({seq: whole(1), conversation: filled, redacted: optional(truth)}),
  choose: storedIn,
  ask_human: storedIn,
  context: nothing,
  wait: object({seq: whole(1), place: optional(whole(0))}),
  leave_queue: stored,
  draft: object({draft}),
  file: object({seq: whole(1), number: filled}),
  talk_to_bot: stored,
  close: stored,
  reopen: stored,
  sync: syncAnswer,
  typing: nothing,
} satisfies Record<keyof FromCustomer, Parser<object>>
export type CustomerAnswers = {[K in keyof typeof customerAnswers]: Infer<(typeof customerAnswers)[K]>}

// A refusal

const seconds: Parser<number> = (value, at = '') =>
  typeof value === 'number' && value >= 0 ? value : whole(0)(value, at)

/** `code` is one of docs/protocol.md's; a newer server may know more. The other fields come with some codes. */
const refusal = object({
  code: filled,
  message: text,
  retry_after: optional(seconds),
  state: optional(state),
  epoch: optional(whole(0)),
  version: optional(whole(0)),
  seq: optional(whole(0)),
})
export type Refusal = Infer<typeof refusal>

const refused = object({error: refusal})
/** The error of an answer that is not ok. */
export const parseRefusal: Parser<Refusal> = value => refused(value).error
