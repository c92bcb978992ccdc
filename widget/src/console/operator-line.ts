/** The console's line over the shared connection to `/operator`. */
import {Connection, Refused, Unanswered} from '../connection'
import type {Status} from '../connection'
import {dial} from '../dial'
import type {FromOperator, OperatorAnswers, ToOperator} from '../protocol-operator'
import {operatorAnswers, toOperator} from '../protocol-operator'
import {Declined} from './line'
import type {Line, LineEvents, OpenLine} from './line'
import type {Link} from './state'

// Calls with an id wait for the connection and are repeated; the others only make sense now.
const REPEATED = new Set<keyof FromOperator>(['say', 'note', 'end', 'hand_back'])

/** Connect to the server this page came from. */
export const openLine: OpenLine = (token, events) => {
  const connection = new Connection<FromOperator, OperatorAnswers, ToOperator>({
    socket: dial('', '/operator'),
    auth: () => Promise.resolve({token}),
    answers: operatorAnswers,
    pushes: toOperator,
    delegate: {
      pushed: ({event, payload}) => {
        events.received(...([event, payload] as Parameters<LineEvents['received']>))
      },
      status: status => {
        tell(events, status)
      },
      catchUp: () => undefined, // the desk's own timers do
    },
  })
  connection.start()
  return lineOver(connection)
}

function tell(events: LineEvents, status: Status): void {
  // The token is the sign-in itself: when it is not taken there is no other to be had.
  if (status === 'refused' || status === 'expired') events.rejected()
  else events.link(linkOf(status))
}

function linkOf(status: Status): Link {
  if (status === 'online') return 'live'
  return status === 'connecting' ? 'connecting' : 'lost'
}

function lineOver(connection: Connection<FromOperator, OperatorAnswers, ToOperator>): Line {
  return {
    call: async (event, fields) => {
      try {
        return await (REPEATED.has(event) ? connection.send(event, fields) : connection.ask(event, fields))
      } catch (error) {
        if (error instanceof Refused) throw new Declined(error.refusal.code, error.message)
        if (error instanceof Unanswered) throw new Declined('offline')
        throw error
      }
    },
    close: () => {
      connection.stop()
    },
  }
}
