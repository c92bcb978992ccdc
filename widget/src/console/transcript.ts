/** A conversation's frames and notes as the rows of its transcript: days, people, the folded part of the assistant. */
import type {Field, Frame} from '../protocol'
import type {Note} from '../protocol-operator'
import {dayOf} from './format'

export interface Tried {
  slug: string
  title: string
  url: string
  helped: boolean | null
}

/** What the desk should know of a stretch led by the assistant without reading it. */
export interface BotSummary {
  asked: string[]
  tried: Tried[]
  failed: string[]
  gathered: Field[]
  messages: number
}

export type Said = Frame<'customer_said' | 'bot_said' | 'operator_said'>
export type Happened = Exclude<Frame, Said>

export type Row =
  | {kind: 'day'; key: string; at: number}
  | {kind: 'new'; key: string}
  | {kind: 'said'; key: string; at: number; frame: Said; head: boolean}
  | {kind: 'event'; key: string; at: number; frame: Happened}
  | {kind: 'note'; key: string; at: number; note: Note}
  | {kind: 'bot_part'; key: string; at: number; summary: BotSummary; open: boolean}

export interface TranscriptInput {
  frames: readonly Frame[]
  notes: readonly Note[]
  /** Frames after this one stand under the line "new"; Infinity for no line. */
  newAfter: number
  /** Whether a part of the assistant, by its key, is unfolded. */
  open: (key: string) => boolean
}

const RUN_MS = 5 * 60_000

export function rows({frames, notes, newAfter, open}: TranscriptInput): Row[] {
  const plain: Row[] = []
  for (const part of parts(frames)) {
    if (part.bot) plain.push(...botRows(part.frames, part.last, open))
    else plain.push(...part.frames.map(toRow))
  }
  return decorated(withNotes(plain, notes), newAfter)
}

interface Part {
  bot: boolean
  frames: Frame[]
  last: boolean
}

/** Cut frames where the assistant begins or ceases to lead; a stretch without its word is no part. */
export function parts(frames: readonly Frame[]): Part[] {
  const cut: Part[] = []
  for (const frame of frames) {
    const bot = frame.owner.kind === 'bot'
    const current = cut.at(-1)
    if (current?.bot === bot) current.frames.push(frame)
    else cut.push({bot, frames: [frame], last: false})
  }
  const final = cut.at(-1)
  if (final) final.last = true
  return cut.map(part => (part.frames.some(one => one.type === 'bot_said') ? part : {...part, bot: false}))
}

/** What was asked, tried and did not help in these frames. */
export function summarise(frames: readonly Frame[]): BotSummary {
  const summary: BotSummary = {asked: [], tried: [], failed: [], gathered: [], messages: 0}
  for (const frame of frames) {
    if (frame.type === 'bot_said' || frame.type === 'customer_said') summary.messages += 1
    if (frame.type === 'diagnostics_noted') summary.gathered.push(...frame.fields)
    if (frame.type === 'bot_said' && frame.payload.type === 'article') {
      const {slug, title, url} = frame.payload
      summary.tried.push({slug, title, url, helped: null})
    }
    if (frame.type === 'customer_said') note(summary, frame)
  }
  summary.failed = summary.tried.filter(one => one.helped === false).map(one => one.title)
  return summary
}

function note(summary: BotSummary, frame: Frame<'customer_said'>): void {
  const last = summary.tried.at(-1)
  if (!frame.choice) {
    if (frame.text) summary.asked.push(frame.text)
  } else if (last && frame.choice === 'helped_yes') last.helped = true
  else if (last && frame.choice === 'helped_no') last.helped = false
}

function botRows(frames: Frame[], last: boolean, open: (key: string) => boolean): Row[] {
  const first = frames[0]
  if (!first || last) return frames.map(toRow) // the assistant still leads: nothing to fold yet
  const key = `bot-${first.seq}`
  const opened = open(key)
  const head: Row = {
    kind: 'bot_part',
    key,
    at: Date.parse(first.at),
    summary: summarise(frames),
    open: opened,
  }
  return opened ? [head, ...frames.map(toRow)] : [head]
}

function toRow(frame: Frame): Row {
  const at = Date.parse(frame.at)
  const key = `f-${frame.seq}`
  return isSaid(frame) ? {kind: 'said', key, at, frame, head: true} : {kind: 'event', key, at, frame}
}

const isSaid = (frame: Frame): frame is Said =>
  frame.type === 'customer_said' || frame.type === 'bot_said' || frame.type === 'operator_said'

/** Notes have no place among the numbers, so time decides; after what came in the same moment. */
function withNotes(plain: Row[], notes: readonly Note[]): Row[] {
  const merged = [...plain]
  for (const one of notes) {
    const at = Date.parse(one.at)
    let place = merged.length
    while (place > 0 && timeOf(merged[place - 1]) > at) place -= 1
    merged.splice(place, 0, {kind: 'note', key: `n-${one.id}`, at, note: one})
  }
  return merged
}

const timeOf = (row: Row | undefined): number => (row && 'at' in row ? row.at : -Infinity)

/** Add the lines of days and of what is new, and mark who begins to speak. */
function decorated(plain: Row[], newAfter: number): Row[] {
  const result: Row[] = []
  let before: Row | undefined
  let marked = false
  for (const row of plain) {
    const at = timeOf(row)
    if (!before || dayOf(timeOf(before)) !== dayOf(at)) result.push({kind: 'day', key: `d-${dayOf(at)}`, at})
    if (!marked && isNew(row, newAfter)) {
      result.push({kind: 'new', key: 'new'})
      marked = true
    }
    result.push(row.kind === 'said' ? {...row, head: begins(row, before)} : row)
    before = row
  }
  return result
}

const isNew = (row: Row, newAfter: number): boolean =>
  row.kind === 'said' && row.frame.type === 'customer_said' && row.frame.seq > newAfter

function begins(row: Extract<Row, {kind: 'said'}>, before: Row | undefined): boolean {
  if (before?.kind !== 'said') return true
  return speaker(before.frame) !== speaker(row.frame) || row.at - before.at > RUN_MS
}

/** A word that is the same for frames of one person. */
export const speaker = (frame: Said): string =>
  frame.type === 'operator_said' ? `operator ${frame.operator.id}` : frame.type
