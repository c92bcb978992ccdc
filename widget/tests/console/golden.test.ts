/** Every golden frame an operator may receive goes through the console's state and has words. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {eventText} from '../../src/console/event-text'
import {reduce} from '../../src/console/reduce'
import {emptyDesk} from '../../src/console/state'
import {newTalk} from '../../src/console/talk'
import {rows} from '../../src/console/transcript'
import {toOperator} from '../../src/protocol-operator'
import type {ToOperator} from '../../src/protocol-operator'
import {START, view} from './make'

const folder = join(import.meta.dirname, '..', '..', '..', 'tests', 'frames')
function golden<E extends keyof ToOperator>(event: E): ToOperator[E][] {
  const file = join(folder, `server_to_operator.${event}.json`)
  const {valid} = JSON.parse(readFileSync(file, 'utf8')) as {valid: unknown[]}
  return valid.map(one => toOperator[event](one) as ToOperator[E])
}

test.each(golden('frame').map(frame => ({frame, type: frame.type})))(
  '$type is applied and shown',
  ({frame}) => {
    const held = view([], {id: frame.conversation, seq: frame.seq - 1})
    const desk = {...emptyDesk(START), talks: {[frame.conversation]: newTalk(held)}}
    const talk = reduce(desk, {type: 'frame', frame}).talks[frame.conversation]!
    expect(talk.view).toMatchObject({seq: frame.seq, state: frame.state, owner: frame.owner})
    const row = rows({frames: talk.view.frames, notes: [], newAfter: Infinity, open: () => true}).at(-1)!
    expect(['said', 'event']).toContain(row.kind)
    if (row.kind === 'event') expect(eventText(row.frame, 'eva')).not.toMatch(/^event\.|\{\w+\}/)
  },
)

test('floors and offers are taken as they come', () => {
  for (const floor of golden('floor'))
    expect(reduce(emptyDesk(START), {type: 'floor', floor}).floor).toEqual(floor)
  for (const offer of golden('offer'))
    expect(reduce(emptyDesk(START), {type: 'offer', offer}).offers).toEqual([offer])
})

test('every way an offer can go takes it away', () => {
  for (const gone of golden('offer_gone')) {
    const offer = {...golden('offer')[0]!, offer: gone.offer}
    const desk = reduce(emptyDesk(START), {type: 'offer', offer})
    expect(reduce(desk, {type: 'offer_gone', gone}).offers).toEqual([])
  }
})
