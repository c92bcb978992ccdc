/** From the chat's value to what is listed in the log, in order: days, messages, lines; pure. */
import type {Chat, Pending} from '../chat'
import type {Frame, FrameType} from '../protocol'

export type Said = Frame<'customer_said'> | Frame<'bot_said'> | Frame<'operator_said'>
export type Item =
  | {kind: 'day'; key: string; at: Date}
  | {kind: 'line'; key: string; text: string; name: string; good: boolean}
  | {kind: 'ticket'; key: string; frame: Frame<'ticket_filed'>}
  | {kind: 'said'; key: string; frame: Said; first: boolean; last: boolean}
  | {kind: 'pending'; key: string; pending: Pending}

const LINES = new Set<FrameType>([
  'human_requested',
  'nobody_free',
  'wait_chosen',
  'wait_left',
  'operator_accepted',
  'operator_lost',
  'handed_back',
  'bot_resumed',
  'closed',
  'reopened',
])

export function timeline(chat: Chat): Item[] {
  const items: Item[] = []
  let day = ''
  for (const frame of chat.conversation?.frames ?? []) {
    const item = itemOf(frame)
    if (!item) continue
    const at = new Date(frame.at)
    if (at.toDateString() !== day) items.push({kind: 'day', key: `day-${frame.seq}`, at})
    day = at.toDateString()
    items.push(item)
  }
  for (const pending of chat.pending) items.push({kind: 'pending', key: pending.id, pending})
  return grouped(items)
}

function itemOf(frame: Frame): Item | undefined {
  const key = String(frame.seq)
  switch (frame.type) {
    case 'customer_said':
      // The same key as while it was pending, so that the bubble stays where it is.
      return {kind: 'said', key: frame.id, frame, first: true, last: true}
    case 'bot_said':
    case 'operator_said':
      return {kind: 'said', key, frame, first: true, last: true}
    case 'ticket_filed':
      return {kind: 'ticket', key, frame}
    default:
      return LINES.has(frame.type) ? lineOf(frame, key) : undefined
  }
}

function lineOf(frame: Frame, key: string): Item {
  const name = frame.type === 'operator_accepted' ? frame.operator.name : ''
  const good = frame.type === 'operator_accepted'
  const kind = frame.type === 'wait_left' ? `.${frame.reason}` : frame.type === 'closed' ? `.${frame.by}` : ''
  return {kind: 'line', key, text: `line.${frame.type}${kind}`, name, good}
}

/** Marks where one author's messages begin and end. */
function grouped(items: Item[]): Item[] {
  return items.map((item, index) => {
    if (item.kind !== 'said') return item
    const author = authorOf(item)
    return {
      ...item,
      first: authorOf(items[index - 1]) !== author,
      last: authorOf(items[index + 1]) !== author,
    }
  })
}

function authorOf(item: Item | undefined): string {
  if (item?.kind === 'pending') return 'customer_said'
  if (item?.kind !== 'said') return ''
  return item.frame.type === 'operator_said' ? `operator ${item.frame.operator.id}` : item.frame.type
}

/** Whether the choices of this frame can still be pressed: nothing was answered since and the assistant listens. */
export function isOpen(chat: Chat, seq: number): boolean {
  const {conversation, pending} = chat
  if (conversation?.state !== 'bot' || pending.some(one => !one.failed)) return false
  return !conversation.frames.some(frame => frame.seq > seq && frame.type === 'customer_said')
}

/** The request being prepared: the latest draft, unless it was filed since or put off. */
export function openDraft(chat: Chat, putOff: number): NonNullable<Chat['conversation']>['draft'] {
  const {conversation} = chat
  const draft = conversation?.draft
  if (!conversation || !draft || draft.version <= putOff) return null
  if (!['bot', 'choosing', 'queued'].includes(conversation.state)) return null
  const last = conversation.frames.findLast(
    one => one.type === 'ticket_filed' || one.type === 'ticket_drafted',
  )
  return last?.type === 'ticket_filed' ? null : draft
}
