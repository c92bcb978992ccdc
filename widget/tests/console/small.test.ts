/** The console's small pure parts: time, words, keys, search, sign-in, drafts. */
import {beforeEach, describe, expect, test} from 'vitest'
import {titleOf} from '../../src/console/alerts'
import {countdown, skew} from '../../src/console/countdown'
import {draftOf, keepDraft} from '../../src/console/drafts'
import {initials, size, span} from '../../src/console/format'
import {CHEATS, pressed} from '../../src/console/keys'
import {articleLink} from '../../src/console/message'
import {fieldLabel, fieldValue, reasonText, whyIndicator, whyNot} from '../../src/console/reasons'
import {reduce} from '../../src/console/reduce'
import {forget, keep, kept, signIn} from '../../src/console/session'
import {emptyDesk} from '../../src/console/state'
import {has, t} from '../../src/console/texts'
import {found} from '../../src/console/ticket-actions'
import {START, at, floor, offer} from './make'

describe('countdown', () => {
  test('counts whole seconds to the end by the clock it is given', () => {
    expect(countdown(at(20), START)).toEqual({seconds: 20, share: 1, urgent: false})
    expect(countdown(at(20), START + 15_500)).toMatchObject({seconds: 5, urgent: true})
  })
  test('never goes below nothing', () => {
    expect(countdown(at(20), START + 60_000)).toEqual({seconds: 0, share: 0, urgent: true})
  })
  test("takes the server's clock from the middle of a call", () => {
    expect(skew(at(10), START, START + 2000)).toBe(9000)
  })
})

describe('words', () => {
  test('plural forms follow Slovak', () => {
    expect([1, 3, 5].map(count => t('tickets.count', {count}))).toEqual([
      '1 požiadavka',
      '3 požiadavky',
      '5 požiadaviek',
    ])
  })
  test('an unknown code is shown as it came', () => {
    expect(reasonText('something_new')).toBe('something_new')
    expect(fieldLabel({name: 'php_version'})).toBe('php version')
  })
  test('everything the assistant gathers has a label, and a screenshot no bare id', () => {
    const gathered = ['problem', 'os', 'browser', 'environment', 'address', 'screenshot', 'note', 'page']
    expect(gathered.filter(name => !has(`field.${name}`))).toEqual([])
    expect(fieldValue({name: 'screenshot', value: '3f2a'})).toBe('priložená')
    expect(fieldValue({name: 'address', value: 'https://a.example'})).toBe('https://a.example')
  })
  test('the indicator is explained by who is busy', () => {
    expect(whyIndicator({available: false, reason: {free: 0, phone: 2, full: 1}})).toBe(
      '2 telefonujú, 1 má plno',
    )
    expect(whyIndicator({available: true, reason: {free: 2, phone: 1}})).toContain('2 operátori')
    expect(whyIndicator({available: false, reason: null})).toBe(t('indicator.why.nobody'))
  })
  test('why no offer comes is one phrase', () => {
    expect(whyNot({...floor().me, why: ['away', 'on_phone', 'phone']})).toBe('ste preč, telefonujete')
  })
  test('spans and sizes are coarse', () => {
    expect([5, 61, 3700].map(seconds => span(0, seconds * 1000))).toEqual(['5 s', '1 min', '1 h 1 min'])
    expect(size(84_211)).toBe('84 kB')
    expect(initials('Ľubomír Ďurčanský')).toBe('ĽĎ')
  })
})

describe('keys', () => {
  test('a sequence needs its second key', () => {
    expect(pressed('g', null)).toEqual({command: null, pending: 'g'})
    expect(pressed('t', 'g')).toEqual({command: 'tickets', pending: null})
    expect(pressed('t', null).command).toBe('phone')
    expect(pressed('z', 'g')).toEqual({command: null, pending: null})
  })
  test('a number opens that conversation', () => {
    expect(pressed('3', null).command).toBe('nth-3')
  })
  test('every key of the cheat sheet does something', () => {
    const keys = CHEATS.flatMap(one => one.lines).filter(
      ({keys: [first]}) => !['Esc', 'Enter', '1'].includes(first!),
    )
    for (const {
      keys: [first, second],
    } of keys) {
      const one = pressed(first!, null)
      expect(second ? pressed(second, one.pending).command : one.command, first).not.toBeNull()
    }
  })
})

test('search folds diacritics and needs every word', () => {
  const row = {
    number: 'P-2026-000042',
    subject: 'Nejde web',
    customer: {id: 'j', name: 'Jana Horváthová', email: 'j@x.sk'},
    at: at(0),
    state: 'new',
    conversation: 'c',
  }
  expect(found([row], 'horvathova web')).toHaveLength(1)
  expect(found([row], '42')).toHaveLength(1)
  expect(found([row], 'horvathova faktura')).toHaveLength(0)
})

test('a link that is no web page is only text', () => {
  expect(articleLink('javascript:alert(1)', 'x').strings.join('')).not.toContain('href')
  expect(articleLink('//elsewhere', 'x').strings.join('')).not.toContain('href')
  expect(articleLink('/help/x', 'x').strings.join('')).toContain('href')
})

test('the title calls for an offer', () => {
  const desk = reduce(emptyDesk(START), {type: 'offer', offer: offer('o', at(20))})
  expect(titleOf(desk)).toContain('Jana Horváthová')
  expect(titleOf(emptyDesk(START))).toBe(t('app.title'))
})

describe('the session', () => {
  const session = {token: 'op_1', expires_at: at(3600), operator: {id: 'eva', name: 'Eva'}}
  const answers = (status: number, body: unknown) => () =>
    Promise.resolve(new Response(JSON.stringify(body), {status}))
  beforeEach(() => {
    sessionStorage.clear()
  })

  test('is what the server answers, or why there is none', async () => {
    expect(await signIn('eva', 'demo', answers(200, session))).toEqual(session)
    expect(await signIn('eva', 'x', answers(401, {}))).toBe('bad_credentials')
    expect(await signIn('eva', 'x', answers(429, {}))).toBe('rate_limited')
    expect(await signIn('eva', 'x', answers(200, {token: 7}))).toBe('other')
    expect(await signIn('eva', 'x', () => Promise.reject(new TypeError('no network')))).toBe('unavailable')
  })
  test('is kept for the tab until it expires', () => {
    keep(sessionStorage, session)
    expect(kept(sessionStorage, START)).toEqual(session)
    expect(kept(sessionStorage, START + 3_600_000)).toBeNull()
  })
  test('takes every draft with it', () => {
    keepDraft(sessionStorage, 'c', 'note', 'tajné')
    forget(sessionStorage)
    expect(draftOf(sessionStorage, 'c', 'note')).toBe('')
  })
  test('a reply and a note never mix', () => {
    keepDraft(sessionStorage, 'c', 'note', 'pre kolegov')
    expect(draftOf(sessionStorage, 'c', 'reply')).toBe('')
  })
})
