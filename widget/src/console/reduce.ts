/** How the console's state changes: one pure step for everything that arrives or is done. */
import type {Frame} from '../protocol'
import type {Floor, Note, Offer, OperatorView, ToOperator} from '../protocol-operator'
import type {Desk, Link, Pane, Tab, Talk} from './state'
import {applied, caughtUp, looked, newTalk, refreshed, TYPING_MS, withNote, withOlder} from './talk'

export type Step =
  | {type: 'tick'; now: number}
  | {type: 'link'; link: Link}
  | {type: 'skew'; skew: number}
  | {type: 'floor'; floor: Floor}
  | {type: 'offer'; offer: Offer}
  | {type: 'offer_gone'; gone: ToOperator['offer_gone']}
  | {type: 'accepting'; offer: string | null}
  | {type: 'opened'; view: OperatorView; notes?: Note[]}
  | {type: 'frame'; frame: Frame}
  | {type: 'synced'; conversation: string; frames: Frame[]}
  | {type: 'older'; conversation: string; frames: Frame[]}
  | {type: 'note'; conversation: string; note: Note}
  | {type: 'typing'; conversation: string}
  | {type: 'select'; conversation: string | null}
  | {type: 'looked'; conversation: string; live: boolean}
  | {type: 'tab'; tab: Tab}
  | {type: 'pane'; pane: Pane}
  | {type: 'talk'; conversation: string; change: (talk: Talk) => Talk}
  | {type: 'notice'; notice: Desk['notice']}
  | {type: 'tickets'; change: Partial<Desk['tickets']>}

type Steps = {[K in Step['type']]: (desk: Desk, step: Extract<Step, {type: K}>) => Desk}

const STEPS: Steps = {
  tick: (desk, {now}) => withoutExpired({...desk, now}),
  link: linked,
  skew: (desk, {skew}) => ({...desk, skew}),
  floor: (desk, {floor}) => onFloor(desk, floor),
  offer: (desk, {offer}) => ({
    ...desk,
    offers: [...desk.offers.filter(one => one.offer !== offer.offer), offer],
  }),
  offer_gone: (desk, {gone}) => ({
    ...desk,
    offers: desk.offers.filter(one => one.offer !== gone.offer),
    accepting: desk.accepting === gone.offer ? null : desk.accepting,
    missed: desk.missed || gone.why === 'expired',
  }),
  accepting: (desk, {offer}) => ({...desk, accepting: offer}),
  opened: (desk, {view, notes}) => {
    const held = desk.talks[view.id]
    return withTalk(desk, view.id, held ? refreshed(held, view, notes) : newTalk(view, notes))
  },
  frame: (desk, {frame}) => change(desk, frame.conversation, talk => orLocked(talk, applied(talk, frame))),
  synced: (desk, {conversation, frames}) =>
    change(desk, conversation, talk => orLocked(talk, caughtUp(talk, frames))),
  older: (desk, {conversation, frames}) => change(desk, conversation, talk => withOlder(talk, frames)),
  note: (desk, {conversation, note}) => change(desk, conversation, talk => withNote(talk, note)),
  typing: (desk, {conversation}) =>
    change(desk, conversation, talk => ({...talk, typingUntil: desk.now + TYPING_MS})),
  select: (desk, {conversation}) => ({
    ...desk,
    selected: conversation,
    tab: 'talks',
    pane: conversation ? 'talk' : 'desk',
  }),
  looked: (desk, {conversation, live}) => change(desk, conversation, talk => looked(talk, live)),
  tab: (desk, {tab}) => ({...desk, tab, pane: tab === 'tickets' ? 'talk' : desk.pane}),
  pane: (desk, {pane}) => ({...desk, pane}),
  talk: (desk, step) => change(desk, step.conversation, step.change),
  notice: (desk, {notice}) => ({...desk, notice}),
  tickets: (desk, step) => ({...desk, tickets: {...desk.tickets, ...step.change}}),
}

/** The next state; never changes the one given. */
export function reduce(desk: Desk, step: Step): Desk {
  // TypeScript does not tie the key to the step's own type here.
  const next = STEPS[step.type] as (desk: Desk, step: Step) => Desk
  return next(desk, step)
}

function linked(desk: Desk, {link}: {link: Link}): Desk {
  if (link === 'live') return {...desk, link}
  // Until a sync says otherwise, each view may lack frames and no offer can be trusted.
  const talks = mapTalks(desk, talk => ({...talk, catchingUp: true}))
  return {...desk, link, talks, offers: [], accepting: null}
}

function onFloor(desk: Desk, floor: Floor): Desk {
  const missed = desk.missed && floor.me.status === 'away'
  const mine = new Set(floor.mine.map(one => one.conversation))
  const kept = Object.entries(desk.talks).filter(([id]) => mine.has(id) || id === desk.selected)
  return {...desk, floor, missed, talks: Object.fromEntries(kept)}
}

function withoutExpired(desk: Desk): Desk {
  // A second of grace: the server decides, this only clears what a lost `offer_gone` left behind.
  const offers = desk.offers.filter(one => Date.parse(one.expires_at) + 1000 > desk.now + desk.skew)
  return offers.length === desk.offers.length ? desk : {...desk, offers}
}

const orLocked = (talk: Talk, after: Talk | 'resync'): Talk =>
  after === 'resync' ? {...talk, catchingUp: true} : after

const mapTalks = (desk: Desk, to: (talk: Talk) => Talk): Desk['talks'] =>
  Object.fromEntries(Object.entries(desk.talks).map(([id, talk]) => [id, to(talk)]))

const withTalk = (desk: Desk, id: string, talk: Talk): Desk => ({...desk, talks: {...desk.talks, [id]: talk}})

function change(desk: Desk, id: string, to: (talk: Talk) => Talk): Desk {
  const talk = desk.talks[id]
  if (!talk) return desk
  const after = to(talk)
  return after === talk ? desk : withTalk(desk, id, after)
}
