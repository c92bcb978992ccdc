import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {Connection, Refused} from '../src/connection'
import type {Status} from '../src/connection'
import {customerAnswers, toCustomer} from '../src/protocol'
import type {CustomerAnswers, FromCustomer, ToCustomer} from '../src/protocol'
import {FakeSocket} from './fake-socket'

const OK = {ok: true, seq: 2, conversation: 'c-1'}
const no = (code: string, more: object = {}): object => ({ok: false, error: {code, message: code, ...more}})

function connect(auth: (fresh: boolean) => Promise<object> = () => Promise.resolve({token: 't'})) {
  const socket = new FakeSocket()
  const seen: {statuses: Status[]; pushes: unknown[]; catchUps: number} = {
    statuses: [],
    pushes: [],
    catchUps: 0,
  }
  const connection = new Connection<FromCustomer, CustomerAnswers, ToCustomer>({
    socket,
    auth,
    answers: customerAnswers,
    pushes: toCustomer,
    delegate: {
      pushed: push => seen.pushes.push(push),
      status: status => seen.statuses.push(status),
      catchUp: () => (seen.catchUps += 1),
    },
  })
  connection.start()
  return {socket, connection, seen}
}
const pass = (time = 0) => vi.advanceTimersByTimeAsync(time)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('delivering', () => {
  test('what is said before the connection stands goes when it does', async () => {
    const {socket, connection} = connect()
    const said = connection.send('say', {id: 'm-1', text: 'Dobrý deň'})
    await pass()
    socket.says()[0]!.answer(OK)
    expect(await said).toMatchObject({seq: 2})
  })

  test('an unanswered message is sent again under the same id after a reconnect, and settles once', async () => {
    const {socket, connection} = connect()
    await pass()
    const said = connection.send('say', {id: 'm-1', text: 'Dobrý deň'})
    await pass()
    socket.disconnect()
    await pass(1000)
    expect(socket.says().map(({fields}) => fields.id)).toEqual(['m-1', 'm-1'])
    socket.says()[1]!.answer(OK)
    socket.says()[0]!.answer(OK)
    expect(await said).toMatchObject({seq: 2})
    await pass(30_000)
    expect(socket.says()).toHaveLength(2)
  })

  test('ten seconds of silence end the connection, and the new one asks again', async () => {
    const {socket, connection, seen} = connect()
    await pass()
    void connection.send('say', {id: 'm-1', text: 'Dobrý deň'})
    await pass(10_000)
    expect(seen.statuses).toEqual(['online', 'reconnecting'])
    await pass(1000)
    expect(socket.attempts).toBe(2)
    expect(socket.says()).toHaveLength(2)
  })

  test('messages go one at a time and in order', async () => {
    const {socket, connection} = connect()
    await pass()
    void connection.send('say', {id: 'm-1', text: 'prvá'})
    void connection.send('say', {id: 'm-2', text: 'druhá'})
    await pass()
    expect(socket.says()).toHaveLength(1)
    socket.says()[0]!.answer(OK)
    await pass()
    expect(socket.says().map(({fields}) => fields.id)).toEqual(['m-1', 'm-2'])
  })

  test.each([
    ['rate_limited', {retry_after: 2.5}, 2500],
    ['unavailable', {}, 1000],
  ])('%s is tried again after a pause', async (code, more, pause) => {
    const {socket, connection} = connect()
    await pass()
    void connection.send('say', {id: 'm-1', text: 'Dobrý deň'})
    await pass()
    socket.says()[0]!.answer(no(code, more))
    await pass(pause - 1)
    expect(socket.says()).toHaveLength(1)
    await pass(1)
    expect(socket.says().map(({fields}) => fields.id)).toEqual(['m-1', 'm-1'])
  })

  test('a refusal for good is told and the next message goes', async () => {
    const {socket, connection} = connect()
    await pass()
    const refused = connection.send('say', {id: 'm-1', text: ''}).catch((error: unknown) => error)
    void connection.send('say', {id: 'm-2', text: 'druhá'})
    await pass()
    socket.says()[0]!.answer(no('bad_frame'))
    expect(await refused).toBeInstanceOf(Refused)
    expect(socket.says().at(-1)?.fields.id).toBe('m-2')
  })
})

describe('keeping alive', () => {
  test('an expired token is replaced at once, by a fresh one', async () => {
    const auth = vi.fn((fresh: boolean) => Promise.resolve({token: fresh ? 'new' : 'old'}))
    const {socket, seen} = connect(auth)
    socket.refusals = [{code: 'bad_token', reason: 'expired'}]
    await pass()
    expect(socket.auth).toEqual({token: 'new'})
    expect(seen.statuses).toEqual(['online'])
  })

  test('a token that is expired again says so, and goes on trying', async () => {
    const {socket, seen} = connect()
    socket.refusals = Array.from({length: 2}, () => ({code: 'bad_token', reason: 'expired'}))
    await pass()
    expect(seen.statuses).toEqual(['expired'])
    await pass(10_000)
    expect(seen.statuses).toEqual(['expired', 'online'])
  })

  test('a token that does not verify is not tried again', async () => {
    const {socket, seen} = connect()
    socket.refusals = [{code: 'bad_token', reason: 'signature'}]
    await pass(60_000)
    expect(seen.statuses).toEqual(['refused'])
    expect(socket.attempts).toBe(1)
  })

  test('a server that stays away is called gone, until it is back', async () => {
    const {socket, seen} = connect()
    await pass()
    socket.refusals = Array.from({length: 3}, () => ({}))
    socket.disconnect()
    await pass(60_000)
    expect(seen.statuses).toEqual(['online', 'reconnecting', 'gone', 'online'])
  })

  test('every connect and every twenty seconds online catch up', async () => {
    const {seen} = connect()
    await pass()
    expect(seen.catchUps).toBe(1)
    await pass(40_000)
    expect(seen.catchUps).toBe(3)
  })

  test('a push that cannot be read is dropped, not thrown', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const {socket, seen} = connect()
    await pass()
    socket.push('frame', {seq: 'x'})
    socket.push('typing', {who: 'bot'})
    expect(seen.pushes).toEqual([{event: 'typing', payload: {who: 'bot'}}])
    expect(warn).toHaveBeenCalledOnce()
  })

  test('a stopped connection stays stopped', async () => {
    const {socket, connection} = connect()
    await pass()
    connection.stop()
    await pass(60_000)
    expect(socket.attempts).toBe(1)
  })
})
