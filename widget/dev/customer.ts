/** Story page: the real panel over an invented server. `?story=queued&link=offline&typing=bot&article=1&say=…` */
import type {Status, SocketLike} from '../src/connection'
import type {Api} from '../src/customer/api'
import {Keep} from '../src/customer/keep'
import {Launcher} from '../src/customer/launcher'
import {makePanel} from '../src/customer/panel'
import {Session} from '../src/customer/session'
import {names, story} from './customer-data'

const asked = new URLSearchParams(location.search)
const name = asked.get('story') ?? 'answer'

class InventedSocket implements SocketLike {
  connected = false
  auth = {}
  readonly #heard = new Map<string, ((payload: unknown) => void)[]>()

  connect(): void {
    this.connected = true
    this.push('connect', undefined)
    this.push('snapshot', {conversation: story(name)})
    this.push('availability', {
      available: asked.get('available') !== '0',
      label: 'V prevádzke',
      waiting: 1,
      reason: {},
      at: new Date().toISOString(),
    })
    if (story(name)?.state === 'queued') this.push('queue', {place: name === 'lost' ? 1 : 2, of: 5})
    if (asked.has('typing')) this.push('typing', {who: asked.get('typing')})
  }
  disconnect(): void {
    this.connected = false
  }
  on(event: string, listener: (...args: never[]) => void): void {
    this.#heard.set(event, [...(this.#heard.get(event) ?? []), listener as (payload: unknown) => void])
  }
  emit(event: string, _: unknown, answer: (answer: unknown) => void): void {
    if (event === 'say' && asked.has('refuse'))
      answer({ok: false, error: {code: 'bad_frame', message: 'refused'}})
    if (event === 'sync') answer({ok: true, frames: []})
  }
  push(event: string, payload: unknown): void {
    for (const listener of this.#heard.get(event) ?? []) listener(payload)
  }
}

const article = {
  slug: 'ako-predlzim-domenu',
  title: 'Ako predĺžim doménu?',
  category_title: 'Domény',
  updated: '2026-11-22',
  html:
    '<p>Doménu predĺžite zaplatením výzvy na úhradu.</p><h2>Postup</h2><ol><li>Prihláste sa do Zákazníckeho centra.</li><li>Otvorte <strong>Faktúry a platby</strong> a vyberte výzvu.</li><li>Zaplaťte kartou alebo prevodom podľa <a href="/help/platba">pokynov</a>.</li></ol><h2>Čo ak to nepomôže</h2><p>Napíšte nám názov domény a dátum platby.</p><script>document.title="zle"</' +
    'script>',
  related: [{slug: 'b', title: 'Prečo mi expirovala doména .sk?'}],
}
const topics = [
  'Zákaznícke centrum',
  'Domény',
  'DNS záznamy',
  'E-mailové schránky',
  'Webhosting',
  'Databázy',
  'Platby a faktúry',
]
const api = {
  categories: () =>
    Promise.resolve(
      topics.map((title, slug) => ({
        slug: String(slug),
        title,
        articles: [
          {slug: 'a', title: article.title},
          {slug: 'b', title: 'Prečo mi expirovala doména .sk?'},
        ],
      })),
    ),
  company: () =>
    Promise.resolve({
      support_email: 'podpora@hosting.example',
      phone: '+421 2 5555 0100',
      phone_hours: 'nonstop',
    }),
  search: () =>
    Promise.resolve({
      decision: 'answer',
      hits: [
        {
          slug: 'a',
          title: article.title,
          category: 'domeny',
          passage: 'Doménu predĺžite zaplatením výzvy na úhradu, ktorú nájdete v Zákazníckom centre.',
        },
      ],
    }),
  article: () => Promise.resolve(article),
  upload: (_: Blob, __: string, progress: (share: number) => void) => {
    progress(0.6)
    return new Promise(() => undefined)
  },
} as unknown as Api

const host = document.createElement('div')
host.className = 'support-chat'
document.body.append(host)
const root = host.attachShadow({mode: 'open'})
const launcher = new Launcher(root, 'sk')
launcher.available(asked.get('available') !== '0')
launcher.unread(Number(asked.get('unread') ?? 0))

const keep = new Keep(undefined, 'jana')
const session = new Session({
  socket: new InventedSocket(),
  token: () => Promise.resolve('token'),
  environment: () => Promise.resolve({}),
  keep,
  now: () => new Date(),
})
const panel = await makePanel({
  session,
  keep,
  api,
  lang: asked.get('lang') ?? 'sk',
  token: () => Promise.resolve('token'),
  close: () => {
    panel.hide()
  },
})
session.start()
await Promise.resolve()
if (name !== 'launcher') {
  host.toggleAttribute('open', true)
  root.append(panel)
  panel.show(false)
}
if (asked.has('link')) session.status(asked.get('link') as Status)
if (asked.has('say')) session.say(asked.get('say') ?? '')
if (asked.has('article')) panel.openArticle('a')
if (asked.has('problem')) {
  session.problem = asked.get('problem')
  session.status(session.link)
}
Object.assign(globalThis, {names, panel, session})
