/** What the console needs of its connection; `operator-line.ts` makes the real one, tests a fake. */
import type {FromOperator, OperatorAnswers, ToOperator} from '../protocol-operator'
import type {Link} from './state'
import {maybe, t} from './texts'

export interface Line {
  /** Resolve with the parsed answer, or reject with {@link Declined}. */
  call<E extends keyof FromOperator>(event: E, fields: FromOperator[E]): Promise<OperatorAnswers[E]>
  close(): void
}

export interface LineEvents {
  link(link: Link): void
  /** The server no longer knows the token. */
  rejected(): void
  received(...message: Received): void
}

export type OpenLine = (token: string, events: LineEvents) => Line

/** The server refused a call, or its fate is unknown (`code` is then `offline`). */
export class Declined extends Error {
  override readonly name = 'Declined'

  constructor(
    readonly code: string,
    message = code,
  ) {
    super(message)
  }
}

export const codeOf = (error: unknown): string => (error instanceof Declined ? error.code : 'other')

/** The sentence for a refusal. */
export const sentence = (code: string): string => maybe(`error.${code}`, t('error.other'))

/** Each event with its own payload, so that a switch over the event knows the payload's type. */
export type Received = {[E in keyof ToOperator]: [event: E, payload: ToOperator[E]]}[keyof ToOperator]
