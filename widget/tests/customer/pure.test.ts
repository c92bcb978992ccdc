import {describe, expect, test} from 'vitest'
import {sending} from '../../src/chat'
import {fromHints, fromUserAgent} from '../../src/customer/environment'
import {split} from '../../src/customer/question'
import {isOpen, openDraft, timeline} from '../../src/customer/timeline'
import {texts} from '../../src/texts'
import cs from '../../src/texts/cs.json'
import en from '../../src/texts/en.json'
import launcher from '../../src/texts/launcher.json'
import sk from '../../src/texts/sk.json'
import {afterAll, log} from '../examples'

describe('the environment', () => {
  test.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Linux', 'Firefox', '145.0'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.51',
      'Windows',
      'Edge',
      '131.0',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'macOS',
      'Safari',
      '18.1',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1',
      'iOS',
      'Chrome',
      '131.0',
    ],
  ])('is read from %s', (agent, os, browser, version) => {
    expect(fromUserAgent(agent)).toMatchObject({os, browser, browser_version: version})
  })

  test('hints name the browser behind Chromium and tell Windows 11 from 10', () => {
    const fullVersionList = [
      {brand: 'Not A;Brand', version: '99'},
      {brand: 'Chromium', version: '131.0.6778.86'},
      {brand: 'Microsoft Edge', version: '131.0.2903.51'},
    ]
    const hints = {platform: 'Windows', platformVersion: '15.0.0', fullVersionList}
    expect(fromHints(hints)).toEqual({
      os: 'Windows',
      os_version: '11',
      browser: 'Edge',
      browser_version: '131.0',
    })
    expect(fromHints({...hints, platformVersion: '10.0.0'}).os_version).toBe('10')
  })

  test.each(['Firefox 145.0, Windows 11', 'Windows 11, Firefox 145.0'])(
    '%s falls into its two fields',
    value => {
      expect(split(value)).toEqual({os: 'Windows 11', browser: 'Firefox 145.0'})
    },
  )
})

describe('the log as it is listed', () => {
  test('begins with the day and shows neither openings nor diagnostics', () => {
    expect(timeline(afterAll(log)).map(({kind}) => kind)).toEqual([
      'day',
      'said',
      'said',
      'said',
      'line',
      'ticket',
    ])
  })

  test('choices are open until something is said', () => {
    const offered = afterAll(log.slice(0, 3))
    expect(isOpen(offered, 3)).toBe(true)
    expect(
      isOpen(sending(offered, {id: 'x', text: 'Nie', at: '', choice: {id: 'helped_no', of: 3}}), 3),
    ).toBe(false)
    const answered = afterAll(log.slice(0, 4))
    expect(isOpen(answered, 3)).toBe(false)
  })

  test('a draft is open until it is put off or filed', () => {
    const drafted = afterAll(log.slice(0, 8))
    expect(openDraft(drafted, 0)?.version).toBe(1)
    expect(openDraft(drafted, 1)).toBeNull()
    expect(openDraft(afterAll(log), 0)).toBeNull()
  })
})

describe('catalogues', () => {
  const names = (sentence: unknown): string[] =>
    [...JSON.stringify(sentence).matchAll(/\{(\w+)\}/g)].map(m => m[1]!).sort()

  test.each([
    ['cs', cs],
    ['en', en],
  ])('%s has every sentence of the Slovak one, with the same values', (_, catalogue) => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(sk).sort())
    for (const [key, sentence] of Object.entries(sk)) {
      const other = catalogue[key as keyof typeof catalogue]
      expect(new Set(names(other)), key).toEqual(new Set(names(sentence)))
    }
  })

  test('another language is not the Slovak one over again', () => {
    const same = (other: Record<string, unknown>): string[] =>
      Object.entries(sk).flatMap(([key, value]) =>
        typeof value === 'string' && value.length > 14 && other[key] === value ? [key] : [],
      )
    expect(same(en)).toEqual([])
    expect(same(cs).length).toBeLessThan(12)
  })

  test.each([
    [1, '1 neprečítaná správa'],
    [3, '3 neprečítané správy'],
    [5, '5 neprečítaných správ'],
  ])('%i is counted in good Slovak', (count, sentence) => {
    expect(texts(launcher.sk, 'sk')('unread', {count})).toBe(sentence)
  })
})

test('everything the assistant gathers has a label in each language', () => {
  const gathered = ['problem', 'os', 'browser', 'environment', 'address', 'screenshot', 'note', 'page']
  for (const catalogue of [sk, cs, en])
    expect(gathered.filter(name => !(`field.${name}` in catalogue))).toEqual([])
})
