/** What the customer's chat knows, as a value: pushes go in, the next value comes out, and nothing is guessed. */
import type {Attachment, Availability, Conversation, Field, Frame, QueuePlace, ToCustomer} from './protocol'

/** Something the customer did that the log does not have yet; `failed` is the code of the server's refusal. */
export interface Pending {
  id: string
  text: string
  at: string
  attachment?: Attachment
  choice?: {id: string; of: number}
  failed?: string
}

export interface Chat {
  conversation: Conversation | null
  pending: Pending[]
  queue: QueuePlace | null
  availability: Availability | null
  typing: ToCustomer['typing']['who'] | null
}

export type Push = {[K in keyof ToCustomer]: {event: K; payload: ToCustomer[K]}}[keyof ToCustomer]

export const emptyChat: Chat = {
  conversation: null,
  pending: [],
  queue: null,
  availability: null,
  typing: null,
}

/** The chat after a push; 'resync' asks the caller to `sync`: we missed a frame and will not guess. */
export function receive(chat: Chat, push: Push): Chat | 'resync' {
  switch (push.event) {
    case 'snapshot':
      return receiveSnapshot(chat, push.payload.conversation)
    case 'frame':
      return receiveFrame(chat, push.payload)
    case 'queue':
      return chat.conversation?.state === 'queued' ? {...chat, queue: push.payload} : chat
    case 'availability':
      return {...chat, availability: push.payload}
    case 'typing':
      return {...chat, typing: push.payload.who}
  }
}

/** A snapshot replaces everything, unless it was taken before frames that have overtaken it on the way. */
function receiveSnapshot(chat: Chat, snapshot: Conversation | null): Chat | 'resync' {
  const known = chat.conversation
  if (known && !snapshot) return 'resync'
  if (known && snapshot?.id === known.id && snapshot.seq < known.seq) return chat
  return withConversation(chat, snapshot)
}

/** The chat of a customer whose conversation the server no longer knows. */
export const forgotten = (chat: Chat): Chat => withConversation(chat, null)

function receiveFrame(chat: Chat, frame: Frame): Chat | 'resync' {
  const {conversation} = chat
  if (conversation?.id !== frame.conversation) {
    return frame.seq === 1 ? withConversation(chat, advance(begin(frame), frame)) : 'resync'
  }
  if (frame.seq <= conversation.seq) return chat
  if (frame.seq > conversation.seq + 1) return 'resync'
  return withConversation(chat, advance(conversation, frame))
}

/** The chat after the frames that `sync` gave. The log is the truth: a hole in it is a hole, not a loss. */
export function catchUp(chat: Chat, frames: Frame[]): Chat {
  let {conversation} = chat
  for (const frame of frames) {
    if (conversation?.id !== frame.conversation) conversation = begin(frame)
    if (frame.seq > conversation.seq) conversation = advance(conversation, frame)
  }
  return withConversation(chat, conversation)
}

function begin(frame: Frame): Conversation {
  const {conversation: id, state, owner, epoch, episode} = frame
  const nothing = {diagnostics: [], ticket: null, draft: null, frames: []}
  return {id, seq: 0, state, owner, epoch, episode, customer: {name: ''}, ...nothing}
}

/** The conversation after one more frame; the frame's head says whose it is now. */
export function advance(conversation: Conversation, frame: Frame): Conversation {
  const {seq, state, owner, epoch, episode} = frame
  const after = {...conversation, seq, state, owner, epoch, episode, frames: [...conversation.frames, frame]}
  switch (frame.type) {
    case 'diagnostics_noted':
      return {...after, diagnostics: mergeFields(conversation.diagnostics, frame.fields)}
    case 'ticket_drafted':
      return {...after, draft: frame.draft}
    case 'ticket_filed':
      return {...after, ticket: {number: frame.number, subject: frame.subject}}
    default:
      return after
  }
}

/** Later fields replace earlier ones of the same name, in their place. */
export function mergeFields(known: Field[], noted: Field[]): Field[] {
  const byName = new Map(known.map(field => [field.name, field]))
  for (const field of noted) byName.set(field.name, field)
  return [...byName.values()]
}

function withConversation(chat: Chat, conversation: Conversation | null): Chat {
  const before = chat.conversation?.seq ?? 0
  const news = conversation?.frames.filter(frame => frame.seq > before) ?? []
  const spoke = news.some(frame => frame.type === 'bot_said' || frame.type === 'operator_said')
  const stored = new Set(news.flatMap(frame => (frame.type === 'customer_said' ? [frame.id] : [])))
  return {
    ...chat,
    conversation,
    pending: chat.pending.filter(({id}) => !stored.has(id)),
    queue: conversation?.state === 'queued' ? chat.queue : null,
    typing: spoke ? null : chat.typing,
  }
}

/** The chat with one more thing on its way. */
export function sending(chat: Chat, pending: Pending): Chat {
  return {...chat, pending: [...chat.pending.filter(({id}) => id !== pending.id), pending]}
}

/** The chat when the server has refused a pending message for good. */
export function failed(chat: Chat, id: string, code: string): Chat {
  return {...chat, pending: chat.pending.map(one => (one.id === id ? {...one, failed: code} : one))}
}

export function withoutPending(chat: Chat, id: string): Chat {
  return {...chat, pending: chat.pending.filter(one => one.id !== id)}
}
