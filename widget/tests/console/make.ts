/** Conversations for the console's tests, made frame by frame. */
import type {Frame} from '../../src/protocol'
import type {Floor, Offer, OperatorView} from '../../src/protocol-operator'

export const CONVERSATION = 'b07-5f1c9a3e'
export const START = Date.parse('2026-11-22T09:00:00Z')
export const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString()

const OWNERS = {
  bot: 'bot',
  choosing: 'nobody',
  queued: 'queue',
  human: 'operator',
  ticketed: 'ticket',
  closed: 'nobody',
} as const
export type State = keyof typeof OWNERS
export type Body = {type: Frame['type']} & Record<string, unknown>

export const frame = (seq: number, state: State, body: Body, seconds = seq): Frame =>
  ({
    conversation: CONVERSATION,
    seq,
    at: at(seconds),
    state,
    owner: {kind: OWNERS[state]},
    epoch: 1,
    episode: 1,
    ...body,
  }) as unknown as Frame

export const asked = (text: string, choice?: string): Body => ({
  type: 'customer_said',
  id: `m-${text}`,
  text,
  ...(choice ? {choice} : {}),
})
export const article = (slug: string): Body => ({
  type: 'bot_said',
  payload: {type: 'article', slug, title: `Článok ${slug}`, category: 'x', url: `/help/${slug}`, passage: ''},
})
export const replied = (id: string, operator = 'eva'): Body => ({
  type: 'operator_said',
  id,
  text: `odpoveď ${id}`,
  operator: {id: operator, name: 'Eva Kováčová'},
})

export function view(frames: Frame[], more: Partial<OperatorView> = {}): OperatorView {
  const last = frames.at(-1) ?? {
    seq: 0,
    state: 'human' as const,
    owner: {kind: 'operator' as const},
    epoch: 1,
  }
  return {
    id: CONVERSATION,
    seq: last.seq,
    state: last.state,
    owner: last.owner,
    epoch: last.epoch,
    episode: 1,
    customer: {id: 'demo-jana', name: 'Jana Horváthová', email: 'jana@priklad.sk', verified: true},
    diagnostics: [],
    ticket: null,
    draft: null,
    frames,
    tried: [],
    reason: 'asked',
    ...more,
  }
}

export const floor = (more: Partial<Floor> = {}): Floor => {
  const me: Floor['me'] = {
    id: 'eva',
    name: 'Eva Kováčová',
    status: 'available',
    on_phone: false,
    on_email: false,
    slots: 2,
    used: 1,
    why: [],
  }
  const mine = [{conversation: CONVERSATION, customer: 'Jana Horváthová', since: at(0), state: 'human'}]
  return {me, available: true, reason: {free: 1}, operators: [me], queue: [], mine, ...more}
}

export const offer = (id: string, expires: string): Offer => ({
  offer: id,
  conversation: CONVERSATION,
  customer: {name: 'Jana Horváthová', email: 'jana@priklad.sk'},
  reason: 'asked',
  diagnostics: [],
  last: 'Nejde web',
  expires_at: expires,
})
