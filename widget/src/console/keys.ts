/** What each key of the console does; pure, so that the cheat sheet and the listener cannot differ. */
import type {Key} from './texts'

export type Command =
  | 'available'
  | 'phone'
  | 'email'
  | 'away'
  | 'offline'
  | 'accept'
  | 'decline'
  | 'talks'
  | 'tickets'
  | 'compose'
  | 'note'
  | 'search'
  | 'help'
  | `nth-${number}`

const SINGLE: Readonly<Record<string, Command>> = {
  d: 'available',
  t: 'phone',
  e: 'email',
  p: 'away',
  k: 'offline',
  a: 'accept',
  x: 'decline',
  o: 'compose',
  n: 'note',
  '/': 'search',
  '?': 'help',
}
const AFTER_G: Readonly<Record<string, Command>> = {q: 'talks', t: 'tickets'}

export interface Pressed {
  command: Command | null
  /** The first key of a sequence still waiting for its second. */
  pending: 'g' | null
}

/** What a key pressed outside of any field means, given the first key of a sequence. */
export function pressed(key: string, pending: 'g' | null): Pressed {
  const small = key.toLowerCase()
  if (pending === 'g') return {command: AFTER_G[small] ?? null, pending: null}
  if (small === 'g') return {command: null, pending: 'g'}
  if (/^[1-9]$/.test(key)) return {command: `nth-${Number(key)}`, pending: null}
  return {command: SINGLE[small] ?? null, pending: null}
}

export interface CheatLine {
  keys: string[]
  does: Key
}

export const CHEATS: {group: Key; lines: CheatLine[]}[] = [
  {
    group: 'keys.group.presence',
    lines: [
      {keys: ['d'], does: 'keys.available'},
      {keys: ['t'], does: 'keys.phone'},
      {keys: ['e'], does: 'keys.email'},
      {keys: ['p'], does: 'keys.away'},
      {keys: ['k'], does: 'keys.offline'},
    ],
  },
  {
    group: 'keys.group.talk',
    lines: [
      {keys: ['a'], does: 'keys.accept'},
      {keys: ['x'], does: 'keys.decline'},
      {keys: ['o'], does: 'keys.compose'},
      {keys: ['n'], does: 'keys.note'},
      {keys: ['Enter'], does: 'keys.send'},
    ],
  },
  {
    group: 'keys.group.move',
    lines: [
      {keys: ['g', 'q'], does: 'keys.talks'},
      {keys: ['g', 't'], does: 'keys.tickets'},
      {keys: ['1', '…', '9'], does: 'keys.nth'},
      {keys: ['/'], does: 'keys.search'},
      {keys: ['?'], does: 'keys.help'},
      {keys: ['Esc'], does: 'keys.escape'},
    ],
  },
]
