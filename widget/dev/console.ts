/** The console's story page: every state by the address, e.g. `?show=talk&pane=card`; not shipped. */
import {Tone} from '../src/console/alerts'
import type {Actions} from '../src/console/actions'
import {DeskView} from '../src/console/desk-view'
import '../src/console/sign-in'
import {emptyDesk} from '../src/console/state'
import type {Desk, Pane} from '../src/console/state'
import {Store} from '../src/console/store'
import {tokens} from '../src/console/styles'
import {newTalk} from '../src/console/talk'
import {attachment, floor, notes, offer, other, ticket, ticketRows, view} from './console-data'

const asked = new URLSearchParams(location.search)
const show = asked.get('show') ?? 'talk'

function desk(): Desk {
  const base = emptyDesk(Date.now())
  const tab = show === 'tickets' ? 'tickets' : 'talks'
  const talk = {...newTalk(view, notes), seen: view.seq - 2, newAfter: view.seq - 2}
  const full: Desk = {
    ...base,
    link: show === 'lost' ? 'lost' : 'live',
    floor: floor(show === 'offer' ? 1 : 3),
    offers: show === 'offer' ? [offer()] : [],
    talks: {[view.id]: talk, [other.id]: {...newTalk(other), seen: 2}},
    selected: show === 'empty' ? null : view.id,
    tab,
    pane: (asked.get('pane') ?? 'talk') as Pane,
    tickets: {...base.tickets, ...listed()},
  }
  if (show !== 'unseen') return full
  const refused = {
    ...talk,
    unseen: 2,
    typingUntil: Date.now() + 1e6,
    outgoing: [{id: 'x', text: 'Skúste to, prosím, ešte raz.', at: Date.now(), failed: 'unavailable'}],
  }
  return {...full, missed: true, talks: {...full.talks, [view.id]: refused}}
}

const listed = () => ({rows: ticketRows, more: false, detail: asked.has('list') ? null : ticket})

/** A drawing instead of a fetched screenshot. */
function picture(): Promise<string> {
  const canvas = document.createElement('canvas')
  canvas.width = attachment.width
  canvas.height = attachment.height
  const draw = canvas.getContext('2d')!
  draw.fillStyle = '#eef'
  draw.fillRect(0, 0, canvas.width, canvas.height)
  draw.fillStyle = '#334'
  draw.font = '64px sans-serif'
  draw.fillText('500 Internal Server Error', 90, 180)
  return Promise.resolve(canvas.toDataURL())
}

const nothing = () => Promise.resolve()
function actions(store: Store): Actions {
  const said = {
    select: (conversation: string | null) => {
      store.dispatch({type: 'select', conversation})
      return nothing()
    },
    show: (tab: Desk['tab']) => {
      store.dispatch({type: 'tab', tab})
    },
    pane: (pane: Pane) => {
      store.dispatch({type: 'pane', pane})
    },
    readTicket: (number: string | null) => {
      store.dispatch({type: 'tickets', change: {detail: number ? ticket : null}})
      return nothing()
    },
    note: () => Promise.resolve(true),
    picture,
  }
  // Everything else does nothing here; names with _ are what Lit looks for in any value.
  const get = (known: object, name: string | symbol): unknown =>
    Reflect.get(known, name) ?? (/^[a-z]+$/i.test(String(name)) ? nothing : undefined)
  return new Proxy(said, {get}) as unknown as Actions
}

document.adoptedStyleSheets = [tokensForBody()]
if (show === 'signin') {
  const form = document.createElement('console-sign-in')
  form.setAttribute('role', 'main')
  document.body.append(form)
} else {
  const store = new Store(desk())
  const element = new DeskView()
  const draw = (state: Desk) => {
    element.desk = state
  }
  element.actions = actions(store)
  element.tone = new Tone()
  draw(store.state)
  store.subscribe(draw)
  document.body.append(element)
  setInterval(() => {
    store.dispatch({type: 'tick', now: Date.now()})
  }, 1000)
}

function tokensForBody(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(tokens.cssText.replaceAll(':host', ':root'))
  return sheet
}
