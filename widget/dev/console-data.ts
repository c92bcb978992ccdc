/** Made-up conversations for the console's story page. */
import type {Frame} from '../src/protocol'
import type {Floor, Note, Offer, OperatorView} from '../src/protocol-operator'
import type {TicketDetail, TicketRow} from '../src/console/state'

const START = Date.parse('2026-11-22T09:12:00Z')
const CONVERSATION = 'b07-5f1c9a3e'
const heads = {
  bot: {state: 'bot', owner: {kind: 'bot'}, epoch: 1, episode: 1},
  queued: {state: 'queued', owner: {kind: 'queue'}, epoch: 2, episode: 1},
  human: {state: 'human', owner: {kind: 'operator', name: 'Eva Kováčová'}, epoch: 3, episode: 1},
} as const

type Body = {type: Frame['type']} & Record<string, unknown>
let seq = 0
const frame = (head: keyof typeof heads, seconds: number, body: Body): Frame =>
  ({
    conversation: CONVERSATION,
    seq: ++seq,
    at: new Date(START + seconds * 1000).toISOString(),
    ...heads[head],
    ...body,
  }) as unknown as Frame

export const attachment = {
  id: 'att-1',
  type: 'image/png',
  width: 1280,
  height: 720,
  bytes: 84_211,
} as const

const diagnostics = [
  {name: 'problem', value: 'Web ukazuje chybu 500 od rána', provenance: 'said'},
  {name: 'os', value: 'Windows 11', provenance: 'detected'},
  {name: 'browser', value: 'Firefox 145.0', provenance: 'verified'},
  {name: 'address', value: 'https://www.priklad.sk/kontakt?formular=objednavka&krok=2', provenance: 'said'},
] as OperatorView['diagnostics']

const article = (slug: string, title: string, passage: string) => ({
  type: 'bot_said' as const,
  payload: {type: 'article', slug, title, category: 'webhosting', url: `/help/${slug}`, passage},
  turn: 2,
})
const choices = {
  type: 'bot_said' as const,
  payload: {
    type: 'choices',
    text: 'Pomohlo vám to?',
    choices: [
      {id: 'helped_yes', label: 'Áno, pomohlo'},
      {id: 'helped_no', label: 'Nie, nepomohlo'},
    ],
  },
}

const customer = (id: string, text: string, more = {}) => ({
  type: 'customer_said' as const,
  id,
  text,
  ...more,
})
const eva = {id: 'eva', name: 'Eva Kováčová'}
const operator = (id: string, text: string) => ({type: 'operator_said' as const, id, text, operator: eva})

export const frames: Frame[] = [
  frame('bot', 0, {type: 'opened'}),
  frame('bot', 2, customer('m1', 'Dobrý deň, od rána mi web ukazuje chybu 500. Čo s tým?')),
  frame(
    'bot',
    4,
    article(
      'chyba-500',
      'Web ukazuje chybu 500',
      'Chyba 500 znamená, že skript na serveri zlyhal. Pozrite sa najprv do záznamu chýb.',
    ),
  ),
  frame('bot', 5, choices),
  frame('bot', 40, customer('m2', 'Nie, nepomohlo', {choice: 'helped_no'})),
  frame(
    'bot',
    42,
    article(
      'zaznam-chyb',
      'Kde nájdem záznam chýb?',
      'Záznam chýb nájdete v Zákazníckom centre pri hostingu v časti Záznamy.',
    ),
  ),
  frame('bot', 43, choices),
  frame('bot', 80, customer('m3', 'Nie, nepomohlo', {choice: 'helped_no'})),
  frame('bot', 82, {
    type: 'bot_said',
    payload: {
      type: 'question',
      field: 'environment',
      text: 'Píšete z tohto počítača a prehliadača?',
      value: 'Windows 11, Firefox 145.0',
      choices: [
        {id: 'confirm', label: 'Áno, sedí'},
        {id: 'correct', label: 'Opraviť'},
      ],
    },
  }),
  frame('bot', 90, customer('m4', 'Áno, sedí', {choice: 'confirm'})),
  frame('bot', 92, {type: 'diagnostics_noted', fields: diagnostics}),
  frame('queued', 93, {type: 'human_requested', reason: 'not_helped'}),
  frame('human', 101, {type: 'operator_accepted', operator: eva}),
  frame(
    'human',
    120,
    operator(
      'o1',
      'Dobrý deň, pani Horváthová, pri telefóne… teda pri klávesnici Eva. Vidím, že chyba je na kontaktnom formulári. Pozriem sa do záznamu chýb.',
    ),
  ),
  frame('human', 150, customer('m5', 'Ďakujem. Posielam ešte snímku, ako to vyzerá u mňa.', {attachment})),
  frame(
    'human',
    190,
    operator('o2', 'Vďaka. V zázname je nedostatok pamäte pre PHP. Zvýšim limit na 256 MB a dám vám vedieť.'),
  ),
  frame('human', 235, customer('m6', 'Skúsila som znova a už sa stránka načíta, ale formulár sa neodošle.')),
  frame('human', 238, customer('m7', 'Píše: „Správu sa nepodarilo odoslať, skúste neskôr.“')),
]

export const notes: Note[] = [
  {
    id: 'n1',
    at: new Date(START + 200_000).toISOString(),
    operator: {id: 'martin', name: 'Martin Novotný'},
    text: 'Pozor, má dva hostingy. Ide o ten starší, PHP 8.1. Limit na novom nemeniť.',
  },
]

export const view: OperatorView = {
  id: CONVERSATION,
  seq: frames.length,
  ...heads.human,
  customer: {
    id: 'demo-jana',
    name: 'Jana Horváthová',
    email: 'jana.horvathova@priklad.sk',
    verified: true,
    auth_time: START / 1000 - 1500,
  },
  diagnostics,
  ticket: null,
  draft: null,
  frames,
  tried: [
    {slug: 'chyba-500', title: 'Web ukazuje chybu 500', helped: false},
    {slug: 'zaznam-chyb', title: 'Kde nájdem záznam chýb?', helped: false},
    {slug: 'limit-pamate-php', title: 'Ako zvýšim limit pamäte PHP?', helped: null},
  ],
  reason: 'not_helped',
}

export const other: OperatorView = {
  ...view,
  id: 'b11-22',
  seq: 3,
  customer: {id: 'demo-zuzana', name: 'Zuzana Šťastná', email: 'zuzana@priklad.sk', verified: true},
  frames: [
    {...frames[0]!, conversation: 'b11-22'},
    {...frame('human', 200, {type: 'operator_accepted', operator: eva}), conversation: 'b11-22', seq: 2},
    {
      ...frame('human', 230, customer('z1', 'Faktúra mi prišla na staré IČO, viete ju opraviť?')),
      conversation: 'b11-22',
      seq: 3,
    },
  ],
  tried: [],
}

const me = {
  id: 'eva',
  name: 'Eva Kováčová',
  status: 'available',
  on_phone: false,
  on_email: false,
  slots: 3,
  used: 2,
  why: [],
} as Floor['me']
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

export const floor = (queue: number): Floor => ({
  me,
  available: true,
  reason: {free: 1, phone: 1, email: 0, full: 0, away: 1, gone: 0, offline: 0},
  operators: [me],
  queue: Array.from({length: queue}, (_, at) => ({
    conversation: `q-${at}`,
    customer: ['Peter Novák', 'Ľubomír Ďurčanský', 'Katarína Krížová-Mrkvičková', 'Štefan Kôň'][at % 4]!,
    since: ago(40 + at * 61),
    reason: ['asked', 'fault', 'not_helped', 'urgent'][at % 4]!,
    place: at + 1,
  })),
  mine: [
    {conversation: view.id, customer: view.customer.name, since: ago(300), state: 'human'},
    {conversation: other.id, customer: other.customer.name, since: ago(100), state: 'human'},
  ],
})

export const offer = (): Offer => ({
  offer: 'of-31',
  conversation: 'q-0',
  customer: {name: 'Peter Novák', email: 'peter@priklad.sk'},
  reason: 'fault',
  diagnostics: diagnostics.slice(1, 3),
  last: 'Nechodia mi e-maily z formulára a zákazníci sa sťažujú.',
  expires_at: new Date(Date.now() + 13_500).toISOString(),
})

export const ticketRows: TicketRow[] = [
  'Nejde web po zmene PHP',
  'Prosím o zrušenie presmerovania na starú doménu a obnovu DNS záznamov podľa priloženého zoznamu',
  'Oprava IČO na faktúre',
  'Zmena držiteľa domény priklad.sk',
].map((subject, at) => ({
  number: `P-2026-${String(142 - at).padStart(6, '0')}`,
  subject,
  customer: {id: 'demo-jana', name: ['Jana Horváthová', 'Peter Novák'][at % 2]!, email: 'jana@priklad.sk'},
  at: ago(at * 40_000 + 600),
  state: 'new',
  conversation: view.id,
}))

export const ticket: TicketDetail = {
  ...ticketRows[0]!,
  text: 'Web www.priklad.sk ukazuje chybu 500 od rána, čo som prepla PHP na 8.3.\n\nProsím o vrátenie na 8.1 a o zvýšenie limitu pamäte na 256 MB.',
  diagnostics,
  attachments: [attachment],
  transcript: frames,
}
