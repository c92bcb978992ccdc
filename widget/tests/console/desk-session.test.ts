/** The desk over a fake line: what is called, what is shown, what is refused. */
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {DeskSession} from '../../src/console/desk-session'
import {Declined} from '../../src/console/line'
import type {Line, LineEvents} from '../../src/console/line'
import {CONVERSATION, START, asked, at, floor, frame, offer, replied, view} from './make'

type Answer = (fields: Record<string, unknown>) => object

/** A server of one operator: answers by event, and keeps what was called. */
class FakeServer {
  events!: LineEvents
  calls: {event: string; fields: Record<string, unknown>}[] = []
  answers: Record<string, Answer> = {
    beat: () => ({at: at(0)}),
    presence: () => ({available: true}),
    open: () => ({snapshot: view([frame(1, 'human', asked('a'))]), notes: []}),
    sync: () => ({frames: []}),
    say: () => ({seq: 2}),
  }
  readonly line: Line = {
    call: (event, fields) => {
      this.calls.push({event, fields: fields})
      const answer = this.answers[event]
      if (!answer) return Promise.reject(new Declined('unknown_event'))
      return new Promise(resolve => {
        resolve(answer(fields) as never)
      })
    },
    close: () => undefined,
  }
  called = (event: string) => this.calls.filter(one => one.event === event)
  refuse = (event: string, code: string) => {
    this.answers[event] = () => {
      throw new Declined(code)
    }
  }
}

let server: FakeServer
let session: DeskSession
const state = () => session.store.state
const talk = () => state().talks[CONVERSATION]!
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers({now: START})
  server = new FakeServer()
  let next = 0
  session = new DeskSession({
    token: 'op_1',
    openLine: (_token, events) => {
      server.events = events
      return server.line
    },
    clock: () => Date.now(),
    newId: () => `id-${++next}`,
    picture: () => Promise.resolve('blob:x'),
    rejected: () => undefined,
  })
  server.events.link('live')
})
afterEach(() => {
  session.close()
  vi.useRealTimers()
})

test('the lease is renewed at once and every 5 s, but not while the line is lost', async () => {
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.called('beat')).toHaveLength(3)
  server.events.link('lost')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.called('beat')).toHaveLength(3)
})

test('own conversations are opened after a reload', async () => {
  server.events.received('floor', floor())
  await settle()
  expect(talk().view.seq).toBe(1)
  server.events.received('floor', floor())
  expect(server.called('open')).toHaveLength(1)
})

test('a missed frame is fetched before anything else is shown', async () => {
  server.events.received('floor', floor())
  await settle()
  server.answers.sync = ({seq}) => ({
    frames: [2, 3].filter(one => one > Number(seq)).map(one => frame(one, 'human', asked('b'))),
  })
  server.events.received('frame', frame(3, 'human', asked('b')))
  expect(talk().catchingUp).toBe(true)
  await settle()
  expect(talk()).toMatchObject({catchingUp: false, view: {seq: 3}})
})

test('a failed catch-up is tried again until it works', async () => {
  server.events.received('floor', floor())
  await settle()
  server.refuse('sync', 'unavailable')
  server.events.received('frame', frame(3, 'human', asked('b')))
  await settle()
  expect(talk().catchingUp).toBe(true)
  server.answers.sync = () => ({frames: [frame(2, 'human', asked('b')), frame(3, 'human', asked('c'))]})
  await vi.advanceTimersByTimeAsync(1000)
  expect(talk()).toMatchObject({catchingUp: false, view: {seq: 3}})
})

describe('an offer', () => {
  beforeEach(() => {
    server.events.received('offer', offer('of-1', at(20)))
  })
  test('that is accepted opens the conversation', async () => {
    server.answers.accept = () => ({snapshot: view([frame(1, 'human', asked('a'))])})
    await session.actions.accept('of-1')
    expect(state()).toMatchObject({offers: [], selected: CONVERSATION, accepting: null, pane: 'talk'})
  })
  test('that somebody else took is gone, and the operator is told', async () => {
    server.refuse('accept', 'unknown_offer')
    await session.actions.accept('of-1')
    expect(state()).toMatchObject({offers: [], selected: null, accepting: null, notice: {tone: 'warn'}})
  })
})

describe('a reply', () => {
  beforeEach(async () => {
    server.events.received('floor', floor())
    await settle()
  })
  test('carries what was seen and stands as being sent until its frame', async () => {
    await session.actions.say(CONVERSATION, 'Dobrý deň')
    expect(server.called('say')[0]?.fields).toMatchObject({id: 'id-1', seen_seq: 1, text: 'Dobrý deň'})
    expect(talk().outgoing).toHaveLength(1)
    server.events.received('frame', frame(2, 'human', replied('id-1')))
    expect(talk().outgoing).toEqual([])
  })
  test('to a stale view shows what is new and gives the text back', async () => {
    server.refuse('say', 'unseen')
    server.answers.sync = () => ({frames: [frame(2, 'human', asked('a ešte niečo'))]})
    await session.actions.say(CONVERSATION, 'Dobrý deň')
    expect(talk()).toMatchObject({
      returned: 'Dobrý deň',
      unseen: 1,
      outgoing: [],
      newAfter: 1,
      view: {seq: 2},
    })
  })
  test('that failed is repeated under the same id', async () => {
    server.refuse('say', 'unavailable')
    await session.actions.say(CONVERSATION, 'Dobrý deň')
    expect(talk().outgoing).toMatchObject([{failed: 'unavailable'}])
    server.answers.say = () => ({seq: 2})
    await session.actions.retry(CONVERSATION, 'id-1')
    expect(server.called('say').map(one => one.fields.id)).toEqual(['id-1', 'id-1'])
    expect(talk().outgoing).toMatchObject([{failed: null}])
  })
  test('is never sent by saving a note', async () => {
    server.answers.note = ({text}) => ({
      note: {id: 'n1', at: at(1), operator: {id: 'eva', name: 'Eva'}, text: String(text)},
    })
    expect(await session.actions.note(CONVERSATION, 'interné')).toBe(true)
    expect(server.called('say')).toEqual([])
    expect(talk().notes).toHaveLength(1)
  })
})

test('presence keeps what was not changed', async () => {
  const {me} = floor()
  server.events.received('floor', floor({me: {...me, on_email: true}}))
  await session.actions.presence({status: 'away'})
  expect(server.called('presence')[0]?.fields).toEqual({status: 'away', on_phone: false, on_email: true})
})

test('typing is told at most every 2.5 s', async () => {
  server.answers.typing = () => ({})
  session.actions.typing(CONVERSATION)
  session.actions.typing(CONVERSATION)
  expect(server.called('typing')).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2600)
  session.actions.typing(CONVERSATION)
  expect(server.called('typing')).toHaveLength(2)
})
