import {describe, expect, test} from 'vitest'
import {catchUp, emptyChat, failed, receive, sending} from '../src/chat'
import {afterAll, bot, customer, frame, log, snapshotOf} from './examples'

describe('receiving frames', () => {
  test('the next frame is taken', () => {
    const chat = afterAll(log.slice(0, 3))
    expect(chat.conversation?.seq).toBe(3)
    expect(chat.conversation?.frames).toHaveLength(3)
  })

  test('a frame that is there already changes nothing', () => {
    const chat = afterAll(log.slice(0, 3))
    expect(receive(chat, {event: 'frame', payload: log[1]!})).toBe(chat)
  })

  test('a hole asks for a resync and changes nothing', () => {
    const chat = afterAll(log.slice(0, 2))
    expect(receive(chat, {event: 'frame', payload: log[3]!})).toBe('resync')
  })

  test('a later frame of an unknown conversation asks for a resync', () => {
    expect(receive(emptyChat, {event: 'frame', payload: log[2]!})).toBe('resync')
  })

  test.each(log.map((_, seen) => ({seen})))(
    'a copy that stopped after $seen frames catches up to what a snapshot says',
    ({seen}) => {
      const stale = afterAll(log.slice(0, seen))
      const fresh = receive(emptyChat, {event: 'snapshot', payload: {conversation: snapshotOf(log)}})
      const caughtUp = catchUp(stale, log.slice(Math.max(0, seen - 2)))
      expect(fresh).not.toBe('resync')
      expect({...caughtUp.conversation, customer: null}).toEqual({
        ...(fresh as typeof stale).conversation,
        customer: null,
      })
    },
  )

  test('a snapshot replaces everything that was known', () => {
    const other = {...snapshotOf(log), id: 'c-2', seq: 1, frames: []}
    const chat = receive(afterAll(log), {event: 'snapshot', payload: {conversation: other}})
    expect(chat).toMatchObject({conversation: other, queue: null})
  })

  test('a snapshot that frames have overtaken takes nothing back', () => {
    const chat = afterAll(log)
    const older = {...snapshotOf(log.slice(0, 8)), seq: 8}
    expect(receive(chat, {event: 'snapshot', payload: {conversation: older}})).toBe(chat)
    expect(receive(chat, {event: 'snapshot', payload: {conversation: null}})).toBe('resync')
  })

  test('the place in the queue goes when the queue is left', () => {
    const queued = afterAll([
      ...log.slice(0, 2),
      frame(3, {type: 'human_requested', reason: 'asked'}, 'queued', 'queue'),
    ])
    const placed = receive(queued, {event: 'queue', payload: {place: 2, of: 3}})
    expect(placed).toMatchObject({queue: {place: 2, of: 3}})
    const back = receive(placed as typeof queued, {
      event: 'frame',
      payload: frame(4, {type: 'wait_left', reason: 'customer'}, 'choosing', 'nobody'),
    })
    expect(back).toMatchObject({queue: null})
  })
})

describe('sending', () => {
  test('a pending message goes when the log has it', () => {
    const chat = sending(afterAll(log.slice(0, 1)), {id: 'm-2', text: 'Ako?', at: '2026-11-22T09:00:00Z'})
    expect(chat.pending).toHaveLength(1)
    expect(receive(chat, {event: 'frame', payload: customer(2, 'm-2', 'Ako?')})).toMatchObject({pending: []})
  })

  test('a refused message stays, with the reason', () => {
    const chat = sending(emptyChat, {id: 'm-9', text: 'Ako?', at: '2026-11-22T09:00:00Z'})
    expect(failed(chat, 'm-9', 'closed').pending).toMatchObject([{text: 'Ako?', failed: 'closed'}])
  })

  test('an answer ends the dots', () => {
    const chat = receive(afterAll(log.slice(0, 2)), {event: 'typing', payload: {who: 'bot'}})
    expect(chat).toMatchObject({typing: 'bot'})
    const answered = receive(chat as typeof emptyChat, {
      event: 'frame',
      payload: bot(3, {type: 'text', text: 'Dobrý deň'}),
    })
    expect(answered).toMatchObject({typing: null})
  })
})
