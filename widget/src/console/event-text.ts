/** One sentence for each thing that happened in a conversation. */
import {fieldLabel, reasonText} from './reasons'
import {maybe, t} from './texts'
import type {Happened} from './transcript'

/** `me` is the operator's own id, so that the sentence can say "vy". */
export function eventText(frame: Happened, me: string): string {
  switch (frame.type) {
    case 'human_requested':
      return frame.reason
        ? t('event.human_requested', {reason: reasonText(frame.reason)})
        : t('event.human_requested.plain')
    case 'wait_left':
      return frame.reason === 'expired' ? t('event.wait_left.expired') : t('event.wait_left')
    case 'operator_accepted':
      return frame.operator.id === me
        ? t('event.operator_accepted.me')
        : t('event.operator_accepted', {name: frame.operator.name})
    case 'ticket_filed':
      return t('event.ticket_filed', {number: frame.number, subject: frame.subject})
    case 'diagnostics_noted':
      return t('event.diagnostics_noted', {
        fields: frame.fields.map(fieldLabel).join(', ').toLocaleLowerCase('sk'),
      })
    case 'closed':
      return closedText(frame.by, frame.resolution)
    default:
      return t(`event.${frame.type}`)
  }
}

function closedText(by: 'customer' | 'operator' | 'desk', resolution: string | undefined): string {
  const sentence = t(`event.closed.${by}`)
  return resolution ? `${sentence} (${maybe(`resolution.${resolution}`, resolution)})` : sentence
}
