/** Rows of the transcript: days, the assistant's folded part, notes, what is new. */
import {describe, expect, test} from 'vitest'
import {rows, summarise} from '../../src/console/transcript'
import type {Row} from '../../src/console/transcript'
import {firstDrawn} from '../../src/console/window'
import {article, asked, at, frame, replied} from './make'

const talk = [
  frame(1, 'bot', {type: 'opened'}),
  frame(2, 'bot', asked('Nejde mi web')),
  frame(3, 'bot', article('chyba-500')),
  frame(4, 'bot', asked('Nie', 'helped_no')),
  frame(5, 'bot', article('zaznam')),
  frame(6, 'bot', asked('Áno', 'helped_yes')),
  frame(7, 'queued', {type: 'human_requested', reason: 'asked'}),
  frame(8, 'human', {type: 'operator_accepted', operator: {id: 'eva', name: 'Eva'}}),
  frame(9, 'human', replied('o1')),
  frame(10, 'human', asked('Vďaka')),
  frame(11, 'human', asked('A ešte')),
]
const closed = () => false
const kinds = (list: Row[]) => list.map(row => row.kind)
const drawn = (more: Partial<Parameters<typeof rows>[0]> = {}) =>
  rows({frames: talk, notes: [], newAfter: Infinity, open: closed, ...more})

describe('the part of the assistant', () => {
  test('is folded once somebody else leads', () => {
    expect(kinds(drawn())).toEqual(['day', 'bot_part', 'event', 'event', 'said', 'said', 'said'])
  })
  test('unfolds under its summary', () => {
    expect(kinds(drawn({open: key => key === 'bot-1'})).slice(0, 4)).toEqual([
      'day',
      'bot_part',
      'event',
      'said',
    ])
  })
  test('is shown whole while the assistant leads', () => {
    expect(kinds(drawn({frames: talk.slice(0, 4)}))).toEqual(['day', 'event', 'said', 'said', 'said'])
  })
  test('without a word of the assistant is not folded', () => {
    const silent = [talk[0]!, talk[1]!, talk[6]!]
    expect(kinds(drawn({frames: silent}))).toEqual(['day', 'event', 'said', 'event'])
  })
  test('says what was asked, tried and did not help', () => {
    expect(summarise(talk.slice(0, 6))).toMatchObject({
      asked: ['Nejde mi web'],
      tried: [
        {slug: 'chyba-500', helped: false},
        {slug: 'zaznam', helped: true},
      ],
      failed: ['Článok chyba-500'],
      messages: 5,
    })
  })
})

describe('people', () => {
  test('are named where they begin to speak', () => {
    const said = drawn().filter(row => row.kind === 'said')
    expect(said.map(row => row.head)).toEqual([true, true, false])
  })
  test('are named again after a silence', () => {
    const late = [...talk, frame(12, 'human', asked('po chvíli'), 1000)]
    expect(drawn({frames: late}).at(-1)).toMatchObject({kind: 'said', head: true})
  })
})

test('what is new stands under one line before the first such message', () => {
  expect(kinds(drawn({newAfter: 9})).slice(-3)).toEqual(['new', 'said', 'said'])
})

test('a note stands where it was written', () => {
  const note = {id: 'n1', at: at(9.5), operator: {id: 'eva', name: 'Eva'}, text: 'interné'}
  expect(kinds(drawn({notes: [note]})).slice(-4)).toEqual(['said', 'note', 'said', 'said'])
})

test('each day has its line', () => {
  const tomorrow = [...talk, frame(12, 'human', asked('ráno'), 86_400)]
  expect(kinds(drawn({frames: tomorrow})).filter(kind => kind === 'day')).toHaveLength(2)
})

describe('a long transcript', () => {
  test('draws only its newest rows', () => {
    expect(firstDrawn(2000, 1)).toBe(1920)
    expect(firstDrawn(30, 1)).toBe(0)
  })
})
