/** How times, spans and sizes read in Slovak; every function takes the time it compares with. */
import {t} from './texts'

const HOUR = new Intl.DateTimeFormat('sk', {hour: '2-digit', minute: '2-digit'})
const DATE = new Intl.DateTimeFormat('sk', {weekday: 'long', day: 'numeric', month: 'long', year: 'numeric'})
const SHORT = new Intl.DateTimeFormat('sk', {day: 'numeric', month: 'numeric', year: 'numeric'})
const DAY_MS = 86_400_000

export const hour = (at: number): string => HOUR.format(at)

/** The local calendar day as a sortable word, e.g. `2026-11-22`. */
export function dayOf(at: number): string {
  const date = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

export function day(at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return t('day.today')
  if (dayOf(at) === dayOf(now - DAY_MS)) return t('day.yesterday')
  return DATE.format(at)
}

/** The hour when it is today, else the date with the hour. */
export const moment = (at: number, now: number): string =>
  dayOf(at) === dayOf(now) ? hour(at) : `${SHORT.format(at)} ${hour(at)}`

/** How long it has been, in the coarsest words that still help: seconds only in the first minute. */
export function span(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000))
  if (seconds < 60) return t('time.seconds', {count: seconds})
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return t('time.minutes', {count: minutes})
  return t('time.hours', {hours: Math.floor(minutes / 60), minutes: minutes % 60})
}

export function size(bytes: number): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${value.toLocaleString('sk', {maximumFractionDigits: value < 10 ? 1 : 0})} ${unit}`
}

/** Up to two letters that stand for a person. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toLocaleUpperCase('sk')
}
