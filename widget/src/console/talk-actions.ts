/** What an operator can do in one conversation. */
import {complain} from './actions'
import type {Context} from './actions'
import {codeOf} from './line'
import type {Resolution, Talk} from './state'
import {refusedUnseen} from './talk'

const OLDER = 200
const SYNC_PAGE = 500
const TYPING_EVERY_MS = 2500

export interface TalkActions {
  select(conversation: string | null): Promise<void>
  open(conversation: string): Promise<void>
  /** Fetch what is missing after the last frame held. */
  sync(conversation: string): Promise<void>
  older(conversation: string): Promise<void>
  /** `live` when it was watched as it came. */
  looked(conversation: string, live: boolean): void
  say(conversation: string, text: string): Promise<void>
  retry(conversation: string, id: string): Promise<void>
  discard(conversation: string, id: string): void
  /** The composer has put the returned text back. */
  takeBack(conversation: string): void
  /** Resolve to whether the note is stored. */
  note(conversation: string, text: string): Promise<boolean>
  end(conversation: string, resolution: Resolution): Promise<void>
  handBack(conversation: string): Promise<void>
  typing(conversation: string): void
}

export function talkActions(context: Context): TalkActions {
  const {store} = context
  const change = (conversation: string, to: (talk: Talk) => Talk) => {
    store.dispatch({type: 'talk', conversation, change: to})
  }
  return {
    select: async conversation => {
      store.dispatch({type: 'select', conversation})
      if (conversation && !store.state.talks[conversation]) await open(context, conversation)
    },
    open: conversation => open(context, conversation),
    sync: conversation => sync(context, conversation),
    older: conversation => older(context, conversation),
    looked: (conversation, live) => {
      store.dispatch({type: 'looked', conversation, live})
    },
    say: (conversation, text) => say(context, conversation, text),
    retry: async (conversation, id) => {
      const one = store.state.talks[conversation]?.outgoing.find(out => out.id === id)
      if (one) await deliver(context, conversation, id, one.text)
    },
    discard: (conversation, id) => {
      change(conversation, talk => ({...talk, outgoing: talk.outgoing.filter(one => one.id !== id)}))
    },
    takeBack: conversation => {
      change(conversation, talk => ({...talk, returned: null}))
    },
    note: (conversation, text) => note(context, conversation, text),
    end: (conversation, resolution) =>
      attempt(context, () => context.line.call('end', {conversation, id: context.newId(), resolution})),
    handBack: conversation =>
      attempt(context, () => context.line.call('hand_back', {conversation, id: context.newId()})),
    typing: typingSender(context),
  }
}

async function attempt(context: Context, call: () => Promise<unknown>): Promise<void> {
  try {
    await call()
  } catch (error) {
    complain(context, error)
  }
}

const open = (context: Context, conversation: string): Promise<void> =>
  attempt(context, async () => {
    const {snapshot, notes} = await context.line.call('open', {conversation})
    context.store.dispatch({type: 'opened', view: snapshot, notes})
  })

async function sync(context: Context, conversation: string): Promise<void> {
  const {store, line} = context
  let more = true
  while (more) {
    const held = store.state.talks[conversation]
    if (!held) return
    const {frames} = await line.call('sync', {conversation, seq: held.view.seq})
    if (!frames) {
      await open(context, conversation)
      return
    }
    store.dispatch({type: 'synced', conversation, frames})
    more = frames.length >= SYNC_PAGE
  }
}

async function older(context: Context, conversation: string): Promise<void> {
  const first = context.store.state.talks[conversation]?.view.frames[0]?.seq ?? 1
  if (first <= 1) return
  await attempt(context, async () => {
    const {frames} = await context.line.call('sync', {conversation, seq: Math.max(0, first - 1 - OLDER)})
    context.store.dispatch({type: 'older', conversation, frames: frames ?? []})
  })
}

/** Show the reply as being sent and send it; what was new has been answered. */
function say(context: Context, conversation: string, text: string): Promise<void> {
  const one = {id: context.newId(), text, at: context.clock(), failed: null}
  const shown = (talk: Talk): Talk => ({
    ...talk,
    unseen: null,
    newAfter: talk.view.seq,
    outgoing: [...talk.outgoing, one],
  })
  context.store.dispatch({type: 'talk', conversation, change: shown})
  return deliver(context, conversation, one.id, text)
}

/** Send a reply over; the same id on every try, so that a repeat changes nothing. */
async function deliver(context: Context, conversation: string, id: string, text: string): Promise<void> {
  const {store, line} = context
  const seen = store.state.talks[conversation]?.seen ?? 0
  const marked = (failed: string | null) => (talk: Talk) => ({
    ...talk,
    outgoing: talk.outgoing.map(one => (one.id === id ? {...one, failed} : one)),
  })
  store.dispatch({type: 'talk', conversation, change: marked(null)})
  try {
    await line.call('say', {conversation, id, text, seen_seq: seen})
  } catch (error) {
    if (codeOf(error) !== 'unseen') {
      store.dispatch({type: 'talk', conversation, change: marked(codeOf(error))})
      return
    }
    await attempt(context, () => sync(context, conversation))
    store.dispatch({type: 'talk', conversation, change: talk => refusedUnseen(talk, id, seen)})
  }
}

async function note(context: Context, conversation: string, text: string): Promise<boolean> {
  try {
    const stored = await context.line.call('note', {conversation, id: context.newId(), text})
    context.store.dispatch({type: 'note', conversation, note: stored.note})
    return true
  } catch (error) {
    complain(context, error)
    return false
  }
}

function typingSender({line, clock, store}: Context): (conversation: string) => void {
  let last = -Infinity
  return conversation => {
    if (store.state.link !== 'live' || clock() - last < TYPING_EVERY_MS) return
    last = clock()
    // Only a courtesy to the customer: nothing depends on its arrival.
    line.call('typing', {conversation}).catch(() => undefined)
  }
}
