/** Words for the codes the server sends: why nobody is available, why a handoff, what a field is. */
import type {Field} from '../protocol'
import type {Floor} from '../protocol-operator'
import {maybe, t} from './texts'
import type {Key} from './texts'

type Why = 'phone' | 'email' | 'full' | 'away' | 'lost' | 'offline' | 'other'

// The docs and the store name some of them differently.
const WHY: Readonly<Record<string, Why>> = {
  phone: 'phone',
  on_phone: 'phone',
  email: 'email',
  on_email: 'email',
  full: 'full',
  no_slot: 'full',
  away: 'away',
  gone: 'lost',
  lease: 'lost',
  offline: 'offline',
}
const COUNTED = ['phone', 'email', 'full', 'away', 'lost'] as const

/** Why this operator gets no offers, as one phrase; empty when offers can come. */
export const whyNot = (me: Floor['me']): string =>
  [...new Set(me.why.map(code => t(`why.${WHY[code] ?? 'other'}`)))].join(', ')

/** What stands behind the indicator customers see. */
export function whyIndicator(floor: Pick<Floor, 'available' | 'reason'>): string {
  const counts = counted(floor.reason)
  if (floor.available) {
    const free = counts.free ?? counts.available ?? 0
    return free > 0 ? t('indicator.why.on', {count: free}) : ''
  }
  const busy = COUNTED.flatMap(why => {
    const count = sum(counts, why)
    return count > 0 ? [t(`indicator.count.${why}` as Key, {count})] : []
  })
  return busy.length ? busy.join(', ') : t('indicator.why.nobody')
}

function counted(reason: unknown): Record<string, number> {
  if (typeof reason !== 'object' || reason === null) return {}
  return Object.fromEntries(Object.entries(reason).filter(([, count]) => typeof count === 'number'))
}

const sum = (counts: Record<string, number>, why: Why): number =>
  Object.entries(counts).reduce((total, [code, count]) => (WHY[code] === why ? total + count : total), 0)

export const reasonText = (reason: string): string => maybe(`reason.${reason}`, reason)
export const fieldLabel = (field: Pick<Field, 'name'>): string =>
  maybe(`field.${field.name}`, field.name.replaceAll('_', ' '))
/** The value as people read it: a screenshot is shown elsewhere, its id says nothing. */
export const fieldValue = ({name, value}: Pick<Field, 'name' | 'value'>): string =>
  name === 'screenshot' ? t('field.screenshot.yes') : value
export const choiceText = (choice: string): string => maybe(`choice.${choice}`, choice)
