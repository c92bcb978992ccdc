/** The console's state: offers, frames, unread messages, the guard against answering a stale view. */
import {describe, expect, test} from 'vitest'
import {reduce} from '../../src/console/reduce'
import type {Step} from '../../src/console/reduce'
import {emptyDesk, leads} from '../../src/console/state'
import type {Desk} from '../../src/console/state'
import {applied, caughtUp, looked, newTalk, refusedUnseen, unread, withOlder} from '../../src/console/talk'
import {CONVERSATION, START, asked, at, floor, frame, offer, replied, view} from './make'

const after = (...steps: Step[]): Desk => steps.reduce(reduce, emptyDesk(START))
const talkOf = (desk: Desk) => desk.talks[CONVERSATION]!
const opened: Step = {
  type: 'opened',
  view: view([frame(1, 'human', asked('a')), frame(2, 'human', replied('o1'))]),
}

describe('offers', () => {
  const come: Step = {type: 'offer', offer: offer('of-1', at(20))}

  test('the same offer twice stands once', () => {
    expect(after(come, come).offers).toHaveLength(1)
  })
  test('an expired one is taken away and the operator is told why they are away', () => {
    const gone = after(come, {type: 'offer_gone', gone: {offer: 'of-1', why: 'expired'}})
    expect(gone).toMatchObject({offers: [], missed: true})
  })
  test('coming back clears the word about the missed offer', () => {
    const missed: Step = {type: 'offer_gone', gone: {offer: 'of-1', why: 'expired'}}
    expect(after(come, missed, {type: 'floor', floor: floor()}).missed).toBe(false)
  })
  test('one taken by somebody else goes without blaming the operator', () => {
    expect(after(come, {type: 'offer_gone', gone: {offer: 'of-1', why: 'withdrawn'}}).missed).toBe(false)
  })
  test('the clock removes what a lost message left, a second after its end by the server', () => {
    const slow: Step = {type: 'skew', skew: -5000}
    expect(after(come, {type: 'tick', now: START + 20_900}).offers).toHaveLength(1)
    expect(after(come, {type: 'tick', now: START + 21_100}).offers).toHaveLength(0)
    expect(after(come, slow, {type: 'tick', now: START + 21_100}).offers).toHaveLength(1)
  })
  test('a lost connection takes all offers and locks every view', () => {
    const lost = after(opened, come, {type: 'link', link: 'lost'})
    expect(lost.offers).toEqual([])
    expect(talkOf(lost).catchingUp).toBe(true)
  })
})

describe('frames', () => {
  test('the next one is applied with its state and owner', () => {
    const closed = frame(3, 'closed', {type: 'closed', by: 'operator', resolution: 'solved'})
    expect(talkOf(after(opened, {type: 'frame', frame: closed})).view).toMatchObject({
      seq: 3,
      state: 'closed',
    })
  })
  test('one that is held already changes nothing', () => {
    const desk = after(opened)
    expect(reduce(desk, {type: 'frame', frame: frame(2, 'human', asked('x'))})).toBe(desk)
  })
  test('a gap locks the view instead of guessing', () => {
    const desk = after(opened, {type: 'frame', frame: frame(4, 'human', asked('x'))})
    expect(talkOf(desk)).toMatchObject({catchingUp: true, view: {seq: 2}})
  })
  test('one of a conversation that is not open here is dropped', () => {
    const desk = after()
    expect(reduce(desk, {type: 'frame', frame: frame(1, 'human', asked('x'))})).toBe(desk)
  })
  test('catching up on a stale copy gives what a fresh view holds', () => {
    const all = [
      frame(1, 'human', asked('a')),
      frame(2, 'human', {
        type: 'diagnostics_noted',
        fields: [{name: 'os', value: 'Linux', provenance: 'said'}],
      }),
      frame(3, 'ticketed', {type: 'ticket_filed', number: 'P-2026-000001', subject: 'Web'}),
    ]
    const fresh = view(all, {
      diagnostics: [{name: 'os', value: 'Linux', provenance: 'said'}],
      ticket: {number: 'P-2026-000001', subject: 'Web'},
    })
    const stale = caughtUp(newTalk(view(all.slice(0, 1))), all)
    expect(stale).toMatchObject({catchingUp: false, view: fresh})
  })
  test('older ones go before those held, once', () => {
    const talk = newTalk(view([frame(3, 'human', asked('c'))]))
    const older = withOlder(
      talk,
      [1, 2, 3].map(seq => frame(seq, 'human', asked('x'))),
    )
    expect(older.view.frames.map(one => one.seq)).toEqual([1, 2, 3])
  })
  test('a reply on its way ends with its frame', () => {
    const sent = {
      ...newTalk(view([frame(1, 'human', asked('a'))])),
      outgoing: [{id: 'o1', text: 't', at: 0, failed: null}],
    }
    expect(applied(sent, frame(2, 'human', replied('o1')))).toMatchObject({outgoing: []})
  })
})

describe('what was seen', () => {
  const heard = after(opened, {type: 'frame', frame: frame(3, 'human', asked('nové'))})

  test('only messages of the customer after the last look are unread', () => {
    expect(unread(talkOf(heard))).toBe(1)
    expect(unread(talkOf(reduce(heard, {type: 'frame', frame: frame(4, 'human', replied('o2'))})))).toBe(1)
  })
  test('looking reads them and keeps the line of what is new', () => {
    const read = looked(talkOf(heard))
    expect(read).toMatchObject({seen: 3, newAfter: 2})
    expect(unread(read)).toBe(0)
  })
  test('what came while the operator watched needs no line', () => {
    expect(looked(talkOf(heard), true)).toMatchObject({seen: 3, newAfter: 3})
  })
  test('a reply refused as unseen comes back with its text and with what it had missed', () => {
    const sending = {...talkOf(heard), outgoing: [{id: 'o2', text: 'moja odpoveď', at: 0, failed: null}]}
    expect(refusedUnseen(sending, 'o2', 2)).toMatchObject({
      outgoing: [],
      returned: 'moja odpoveď',
      unseen: 1,
      newAfter: 2,
    })
  })
})

describe('the floor', () => {
  test('says which conversations this operator leads', () => {
    const desk = after(opened, {type: 'floor', floor: floor()})
    expect(leads(desk, talkOf(desk))).toBe(true)
    const taken = reduce(desk, {type: 'floor', floor: floor({mine: []})})
    expect(leads(taken, talkOf(desk))).toBe(false)
  })
  test('forgets conversations that are neither led nor open', () => {
    const gone: Step = {type: 'floor', floor: floor({mine: []})}
    expect(after(opened, gone).talks).toEqual({})
    expect(after(opened, {type: 'select', conversation: CONVERSATION}, gone).talks).toHaveProperty(
      CONVERSATION,
    )
  })
})
