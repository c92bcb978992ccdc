/** Invented conversations for the story page: one log per state worth looking at. */
import type {BotPayload, Conversation, Draft, Field, Frame, FrameHead, Owner, State} from '../src/protocol'

let seq = 0
const EVA = {id: 'eva', name: 'Eva Kováčová'}

function frame(body: object, state: State = 'bot', owner: Owner = {kind: 'bot'}): Frame {
  seq += 1
  const at = new Date(Date.now() - (60 - seq) * 60_000).toISOString()
  const head: FrameHead = {conversation: 'c-1', seq, at, state, owner, epoch: 1, episode: 1}
  return {...head, ...body} as Frame
}
const bot = (payload: BotPayload): Frame => frame({type: 'bot_said', payload, turn: seq})
const mine = (text: string, more: object = {}): Frame =>
  frame({type: 'customer_said', id: `m-${seq}`, text, ...more})
const eva = (text: string): Frame =>
  frame({type: 'operator_said', id: `o-${seq}`, text, operator: EVA}, 'human', {
    kind: 'operator',
    name: EVA.name,
  })

const fields: Field[] = [
  {name: 'os', value: 'Windows 11', provenance: 'detected'},
  {name: 'browser', value: 'Firefox 145.0', provenance: 'said'},
  {name: 'address', value: 'https://www.priklad.sk/kontakt', provenance: 'said'},
]
const draft: Draft = {
  version: 1,
  subject: 'Nejde web www.priklad.sk',
  text: 'Web www.priklad.sk ukazuje od rána chybu 500.\nProsím o nápravu.',
  customer: {name: 'Jana Horváthová', email: 'jana@priklad.sk'},
  diagnostics: fields,
  attachments: [],
  transcript: true,
}

const answer = (): Frame[] => [
  frame({type: 'opened'}),
  mine('Ako predĺžim doménu .sk?'),
  bot({
    type: 'article',
    slug: 'ako-predlzim-domenu',
    title: 'Ako predĺžim doménu?',
    category: 'domeny',
    url: '/help/ako-predlzim-domenu',
    passage:
      'Doménu predĺžite zaplatením výzvy na úhradu, ktorú vám pošleme 30 dní pred koncom platnosti. Nájdete ju aj v Zákazníckom centre v časti **Faktúry a platby**.',
  }),
  bot({
    type: 'choices',
    text: 'Pomohlo vám to?',
    choices: [
      {id: 'helped_yes', label: 'Áno, ďakujem'},
      {id: 'helped_no', label: 'Nie, nepomohlo'},
    ],
  }),
]

const fault = (): Frame[] => [
  ...answer(),
  mine('Nie, nepomohlo', {choice: 'helped_no'}),
  bot({
    type: 'suggestions',
    text: 'Nie je to niektorá z týchto otázok?',
    hits: [
      {slug: 'a', title: 'Prečo mi expirovala doména .sk?', category: 'domeny', url: '/help/a'},
      {slug: 'b', title: 'Ako zmením držiteľa domény?', category: 'domeny', url: '/help/b'},
    ],
  }),
  mine('Nejde mi web, ukazuje chybu 500'),
]

const asking = (payload: BotPayload): Frame[] => [...fault(), bot(payload)]

const choosing = (): Frame[] => [
  ...fault(),
  bot({type: 'summary', text: 'Toto odovzdám operátorovi:', fields}),
  frame({type: 'nobody_free', reason: 'fault'}, 'choosing', {kind: 'nobody'}),
]

const human = (): Frame[] => [
  ...fault(),
  frame({type: 'human_requested', reason: 'fault'}, 'queued', {kind: 'queue'}),
  frame({type: 'operator_accepted', operator: EVA}, 'human', {kind: 'operator', name: EVA.name}),
  eva('Dobrý deň, pani Horváthová, pozerám sa na to.'),
  eva('V súbore `.htaccess` je preklep na riadku 12. Opravila som ho, skúste, prosím, stránku obnoviť.'),
  frame(
    {
      type: 'customer_said',
      id: 'm-x',
      text: 'Už to ide, ďakujem veľmi pekne!\nEšte by som mala jednu otázku k platbe.',
    },
    'human',
    {kind: 'operator', name: EVA.name},
  ),
]

const environment: BotPayload = {
  type: 'question',
  field: 'environment',
  text: 'Používate Firefox 145.0 vo Windows 11?',
  value: 'Windows 11, Firefox 145.0',
  choices: [
    {id: 'confirm', label: 'Áno, súhlasí'},
    {id: 'correct', label: 'Opraviť'},
    {id: 'skip', label: 'Preskočiť'},
    {id: 'cancel', label: 'Zrušiť'},
  ],
}
const address: BotPayload = {
  type: 'question',
  field: 'address',
  text: 'Na akej internetovej adrese sa chyba ukazuje?',
  choices: [
    {id: 'skip', label: 'Preskočiť'},
    {id: 'cancel', label: 'Zrušiť'},
  ],
}
const screenshot: BotPayload = {
  type: 'question',
  field: 'screenshot',
  text: 'Môžete priložiť snímku obrazovky s chybou?',
  choices: [
    {id: 'skip', label: 'Preskočiť'},
    {id: 'cancel', label: 'Zrušiť'},
  ],
}
const channels: BotPayload = {
  type: 'channels',
  text: 'Môžete nám aj zavolať alebo napísať.',
  email: 'podpora@hosting.example',
  phone: '+421 2 5555 0100',
  hours: 'nonstop',
}

const stories: Record<string, () => Frame[]> = {
  home: () => [],
  answer,
  fault,
  environment: () => asking(environment),
  address: () => asking(address),
  screenshot: () => asking(screenshot),
  channels: () => asking(channels),
  choosing,
  queued: () => [...choosing(), frame({type: 'wait_chosen'}, 'queued', {kind: 'queue'})],
  draft: () => [...choosing(), frame({type: 'ticket_drafted', draft}, 'choosing', {kind: 'nobody'})],
  ticketed: () => [
    ...choosing(),
    frame({type: 'ticket_filed', number: 'P-2026-000042', subject: draft.subject}, 'ticketed', {
      kind: 'ticket',
    }),
  ],
  human,
  lost: () => [...human(), frame({type: 'operator_lost'}, 'queued', {kind: 'queue'})],
  closed: () => [
    ...human(),
    frame({type: 'closed', by: 'operator', resolution: 'solved'}, 'closed', {kind: 'nobody'}),
  ],
}

export const names = Object.keys(stories)

export function story(name: string): Conversation | null {
  seq = 0
  const frames = (stories[name] ?? answer)()
  const last = frames.at(-1)
  if (!last) return null
  const {state, owner, epoch, episode} = last
  const filed = frames.find(one => one.type === 'ticket_filed')
  return {
    id: 'c-1',
    seq: last.seq,
    state,
    owner,
    epoch,
    episode,
    customer: {name: 'Jana Horváthová'},
    diagnostics: fields,
    ticket: filed ? {number: filed.number, subject: filed.subject} : null,
    draft: frames.some(one => one.type === 'ticket_drafted') ? draft : null,
    frames,
  }
}
