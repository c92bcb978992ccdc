/** One sentence for each thing that happened in a conversation. */
import {fieldLabel, reasonText} from './reasons'
import {maybe, t} from './texts'
import type {Happened} from './transcript'

type Tellers = {[K in Happened['type']]?: (frame: Extract<Happened, {type: K}>, me: string) => string}

const TELL: Tellers = {
  human_requested: ({reason}) =>
    reason ? t('event.human_requested', {reason: reasonText(reason)}) : t('event.human_requested.plain'),
  wait_left: ({reason}) => (reason === 'expired' ? t('event.wait_left.expired') : t('event.wait_left')),
  operator_accepted: ({operator}, me) =>
    operator.id === me
      ? t('event.operator_accepted.me')
      : t('event.operator_accepted', {name: operator.name}),
  ticket_drafted: ({draft}) => t('event.ticket_drafted', {subject: draft.subject}),
  ticket_filed: ({number, subject}) => t('event.ticket_filed', {number, subject}),
  diagnostics_noted: ({fields}) =>
    t('event.diagnostics_noted', {fields: fields.map(fieldLabel).join(', ').toLocaleLowerCase('sk')}),
  closed: ({by, resolution}) => closedText(by, resolution),
}

/** `me` is the operator's own id, so that the sentence can say "vy". */
export function eventText(frame: Happened, me: string): string {
  const tell = TELL[frame.type] as ((frame: Happened, me: string) => string) | undefined
  return tell ? tell(frame, me) : t(`event.${frame.type}`)
}

function closedText(by: 'customer' | 'operator' | 'desk', resolution: string | undefined): string {
  const sentence = t(`event.closed.${by}`)
  return resolution ? `${sentence} (${maybe(`resolution.${resolution}`, resolution)})` : sentence
}
