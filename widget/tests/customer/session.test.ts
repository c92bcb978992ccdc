import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {Keep} from '../../src/customer/keep'
import {Session} from '../../src/customer/session'
import {customer, frame, log, snapshotOf} from '../examples'
import {FakeSocket} from '../fake-socket'

function open(keep = new Keep(sessionStorage, 'jana')) {
  const socket = new FakeSocket()
  const session = new Session({
    socket,
    token: () => Promise.resolve('t'),
    environment: () => Promise.resolve({os: 'Windows', browser: 'Firefox'}),
    keep,
    now: () => new Date('2026-11-22T09:00:00Z'),
  })
  session.start()
  return {socket, session}
}
const pass = (time = 0) => vi.advanceTimersByTimeAsync(time)

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
})
afterEach(() => vi.useRealTimers())

describe('a customer’s session', () => {
  test('tells the environment after every connect', async () => {
    const {socket} = open()
    await pass()
    expect(socket.sent.find(({event}) => event === 'context')?.fields).toEqual({
      os: 'Windows',
      browser: 'Firefox',
    })
  })

  test('what was not sent before a reload goes after it, under the same id', async () => {
    const before = open()
    before.session.say('Nejde mi web')
    await pass()
    const id = before.socket.says()[0]?.fields.id
    before.session.stop()
    const after = open()
    await pass()
    expect(after.socket.says().map(({fields}) => fields)).toEqual([{id, text: 'Nejde mi web'}])
    after.socket.says()[0]!.answer({ok: true, seq: 2, conversation: 'c-1'})
    after.socket.push('frame', frame(1, {type: 'opened'}))
    after.socket.push('frame', customer(2, id!, 'Nejde mi web'))
    expect(after.session.chat.pending).toEqual([])
    expect(new Keep(sessionStorage, 'jana').pending()).toEqual([])
  })

  test('another customer of the same browser does not send it', async () => {
    const before = open()
    before.session.say('Nejde mi web')
    before.session.stop()
    const after = open(new Keep(sessionStorage, 'peter'))
    await pass()
    expect(after.socket.says()).toEqual([])
  })

  test('a hole is filled by sync from the last frame seen', async () => {
    const {socket, session} = open()
    await pass()
    socket.push('snapshot', {
      conversation: {
        ...snapshotOf(log.slice(0, 2)),
        seq: 2,
        state: 'bot',
        draft: null,
        ticket: null,
        diagnostics: [],
      },
    })
    socket.push('frame', log[4])
    const asked = socket.sent.findLast(({event}) => event === 'sync')
    expect(asked?.fields).toEqual({conversation: 'c-1', seq: 2})
    asked?.answer({ok: true, frames: log.slice(2)})
    await pass()
    expect(session.chat.conversation).toEqual(snapshotOf(log))
  })

  test('a message whose frame the bus lost is fetched from the log', async () => {
    const {socket, session} = open()
    await pass()
    session.say('Nejde mi web')
    await pass()
    const said = socket.says()[0]!
    said.answer({ok: true, seq: 2, conversation: 'c-1'})
    await pass()
    socket.sent
      .findLast(({event}) => event === 'sync')
      ?.answer({ok: true, frames: [frame(1, {type: 'opened'}), customer(2, said.fields.id!, 'Nejde mi web')]})
    await pass()
    expect(session.chat.pending).toEqual([])
    expect(session.chat.conversation?.seq).toBe(2)
  })

  test('a refused message stays with its text and can be sent again', async () => {
    const {socket, session} = open()
    await pass()
    session.say('Nejde mi web')
    await pass()
    socket.says()[0]!.answer({ok: false, error: {code: 'closed', message: 'closed'}})
    await pass()
    expect(session.chat.pending).toMatchObject([{text: 'Nejde mi web', failed: 'closed'}])
    session.retry(session.chat.pending[0]!.id)
    await pass()
    expect(socket.says()).toHaveLength(2)
    expect(session.chat.pending).toHaveLength(1)
    expect(session.chat.pending[0]).not.toHaveProperty('failed')
  })

  test('the dots go after four seconds', async () => {
    const {socket, session} = open()
    await pass()
    socket.push('typing', {who: 'bot'})
    expect(session.chat.typing).toBe('bot')
    await pass(4000)
    expect(session.chat.typing).toBeNull()
  })
})
