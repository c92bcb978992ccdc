/** The golden frames hold this package to docs/protocol.md, as they hold the server. */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {BadFrame, parseRefusal, toCustomer} from '../src/protocol'
import {toOperator} from '../src/protocol-operator'
import type {Parser} from '../src/shape'

interface Golden {
  direction: string
  event: string
  valid: unknown[]
  invalid: unknown[]
}

const folder = join(import.meta.dirname, '..', '..', 'tests', 'frames')
const golden = readdirSync(folder)
  .filter(name => name.startsWith('server_to_'))
  .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Golden)

const parsers: Record<string, Record<string, Parser<unknown>>> = {
  server_to_any: {refusal: parseRefusal},
  server_to_customer: toCustomer,
  server_to_operator: toOperator,
}

describe.each(golden)('$direction $event', ({direction, event, valid, invalid}) => {
  const parse = parsers[direction]?.[event]

  test('has a parser', () => {
    expect(parse).toBeTypeOf('function')
  })
  test.each(valid.map((value, index) => ({value, index})))('valid $index is parsed', ({value}) => {
    // Everything the parser keeps is as it was sent.
    expect(event === 'refusal' ? (value as {error: object}).error : value).toMatchObject(
      parse!(value) as object,
    )
  })
  test.each(invalid.map((value, index) => ({value, index})))('invalid $index is refused', ({value}) => {
    expect(() => parse!(value)).toThrow(BadFrame)
  })
})

test('every event a server pushes has its golden frames', () => {
  const named = (direction: string) =>
    golden.filter(file => file.direction === direction).map(file => file.event)
  expect(Object.keys(toCustomer).sort()).toEqual(named('server_to_customer').sort())
})
