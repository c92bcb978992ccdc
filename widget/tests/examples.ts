/** A conversation to test with: its log, frame by frame, and the snapshot the server would give of it. */
import {emptyChat, receive} from '../src/chat'
import type {Chat} from '../src/chat'
import type {BotPayload, Conversation, Draft, Frame, FrameHead, Owner, State} from '../src/protocol'

type Body = Omit<Frame, keyof FrameHead>

export function frame(seq: number, body: object, state: State = 'bot', kind: Owner['kind'] = 'bot'): Frame {
  const head = {conversation: 'c-1', seq, at: `2026-11-22T09:${String(seq).padStart(2, '0')}:00Z`}
  return {...head, state, owner: {kind}, epoch: 1, episode: 1, ...(body as Body)} as Frame
}
export const customer = (seq: number, id: string, text: string, choice?: string): Frame =>
  frame(seq, {type: 'customer_said', id, text, ...(choice ? {choice} : {})})
export const bot = (seq: number, payload: BotPayload): Frame =>
  frame(seq, {type: 'bot_said', payload, turn: seq - 1})

export const draft: Draft = {
  version: 1,
  subject: 'Nejde web',
  text: 'Nejde mi web',
  customer: {name: 'Jana Horváthová', email: 'jana@priklad.sk'},
  diagnostics: [],
  attachments: [],
  transcript: true,
}

export const log: Frame[] = [
  frame(1, {type: 'opened'}),
  customer(2, 'm-2', 'Nejde mi web'),
  bot(3, {type: 'choices', text: 'Pomohlo vám to?', choices: [{id: 'helped_no', label: 'Nie'}]}),
  customer(4, 'm-4', 'Nie', 'helped_no'),
  frame(5, {type: 'diagnostics_noted', fields: [{name: 'os', value: 'Windows 11', provenance: 'detected'}]}),
  frame(6, {type: 'diagnostics_noted', fields: [{name: 'os', value: 'Windows 10', provenance: 'said'}]}),
  frame(7, {type: 'nobody_free', reason: 'fault'}, 'choosing', 'nobody'),
  frame(8, {type: 'ticket_drafted', draft}, 'choosing', 'nobody'),
  frame(9, {type: 'ticket_filed', number: 'P-2026-000042', subject: 'Nejde web'}, 'ticketed', 'ticket'),
]

/** What the server's snapshot says after these frames, written down by hand and not by the reducer. */
export function snapshotOf(frames: Frame[]): Conversation {
  return {
    id: 'c-1',
    seq: 9,
    state: 'ticketed',
    owner: {kind: 'ticket'},
    epoch: 1,
    episode: 1,
    customer: {name: 'Jana Horváthová'},
    diagnostics: [{name: 'os', value: 'Windows 10', provenance: 'said'}],
    ticket: {number: 'P-2026-000042', subject: 'Nejde web'},
    draft,
    frames,
  }
}

export function afterAll(frames: Frame[]): Chat {
  return frames.reduce<Chat>((chat, payload) => {
    const next = receive(chat, {event: 'frame', payload})
    if (next === 'resync') throw new Error(`frame ${payload.seq} left a hole`)
    return next
  }, emptyChat)
}
