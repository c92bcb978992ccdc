/** One conversation in the console: how frames, notes and replies change it. */
import type {Frame} from '../protocol'
import type {Note, OperatorView} from '../protocol-operator'
import type {Talk} from './state'

export const TYPING_MS = 4000

export function newTalk(view: OperatorView, notes: Note[] = []): Talk {
  return {
    view,
    notes,
    outgoing: [],
    seen: view.seq,
    newAfter: view.seq,
    unseen: null,
    returned: null,
    catchingUp: false,
    typingUntil: 0,
  }
}

/** Take a fresh snapshot over what was held; what was seen and is being sent stays. */
export function refreshed(talk: Talk, view: OperatorView, notes?: Note[]): Talk {
  const older = talk.view.frames.filter(one => one.seq < (view.frames[0]?.seq ?? 0))
  const frames = [...older, ...view.frames]
  return settled({...talk, view: {...view, frames}, notes: notes ?? talk.notes, catchingUp: false})
}

/** Apply one numbered frame; 'resync' when one before it is missing. */
export function applied(talk: Talk, frame: Frame): Talk | 'resync' {
  const {view} = talk
  if (frame.seq <= view.seq) return talk
  if (frame.seq > view.seq + 1) return 'resync'
  const {seq, state, owner, epoch, episode} = frame
  const next: OperatorView = {...view, ...changed(view, frame), seq, state, owner, epoch, episode}
  next.frames = [...view.frames, frame]
  const typingUntil = frame.type === 'customer_said' ? 0 : talk.typingUntil
  return settled({...talk, view: next, typingUntil})
}

/** Apply frames that a `sync` brought, oldest first. */
export function caughtUp(talk: Talk, frames: Frame[]): Talk | 'resync' {
  let next: Talk = talk
  for (const frame of frames) {
    const after = applied(next, frame)
    if (after === 'resync') return 'resync'
    next = after
  }
  return {...next, catchingUp: false}
}

/** Put older frames before those held. */
export function withOlder(talk: Talk, frames: Frame[]): Talk {
  const first = talk.view.frames[0]?.seq ?? Infinity
  const older = frames.filter(one => one.seq < first)
  return {...talk, view: {...talk.view, frames: [...older, ...talk.view.frames]}}
}

export const withNote = (talk: Talk, note: Note): Talk =>
  talk.notes.some(one => one.id === note.id) ? talk : {...talk, notes: [...talk.notes, note]}

/** Messages of the customer that the operator has not had on screen. */
export const unread = (talk: Talk): number =>
  talk.view.frames.filter(one => one.seq > talk.seen && one.type === 'customer_said').length

/**
 * Everything held was on the operator's screen. What came while they watched (`live`) needs no line above it;
 * what waited for them does.
 */
export function looked(talk: Talk, live = false): Talk {
  if (talk.seen === talk.view.seq) return talk
  const waited = !live && unread(talk) > 0
  return {...talk, seen: talk.view.seq, newAfter: waited ? talk.seen : live ? talk.view.seq : talk.newAfter}
}

/** A reply was refused because the customer wrote after `seen`: what is new is marked from there. */
export function refusedUnseen(talk: Talk, id: string, seenThen: number): Talk {
  const missed = talk.view.frames.filter(one => one.seq > seenThen && one.type === 'customer_said').length
  const returned = talk.outgoing.find(one => one.id === id)?.text ?? null
  const outgoing = talk.outgoing.filter(one => one.id !== id)
  return {...talk, outgoing, newAfter: seenThen, unseen: missed, returned}
}

function changed(view: OperatorView, frame: Frame): Partial<OperatorView> {
  if (frame.type === 'diagnostics_noted') {
    const known = view.diagnostics.filter(old => !frame.fields.some(field => field.name === old.name))
    return {diagnostics: [...known, ...frame.fields]}
  }
  if (frame.type === 'ticket_filed') return {ticket: {number: frame.number, subject: frame.subject}}
  if (frame.type === 'human_requested' || frame.type === 'nobody_free') return {reason: frame.reason}
  return {}
}

/** A reply whose frame has arrived is no longer on its way. */
function settled(talk: Talk): Talk {
  if (!talk.outgoing.length) return talk
  const said = new Set(talk.view.frames.map(one => (one.type === 'operator_said' ? one.id : null)))
  return {...talk, outgoing: talk.outgoing.filter(one => !said.has(one.id))}
}
