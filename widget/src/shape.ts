/** Small parsers that turn untrusted JSON into typed values, or throw {@link BadFrame}. */

/** The value is not what docs/protocol.md says; the message names the place. */
export class BadFrame extends Error {
  override readonly name = 'BadFrame'
}

export type Parser<T> = (value: unknown, at?: string) => T
export type Infer<P> = P extends Parser<infer T> ? T : never

type Shape = Record<string, Parser<unknown>>
type OptionalKeys<S extends Shape> = {[K in keyof S]: undefined extends Infer<S[K]> ? K : never}[keyof S]
type Flat<T> = {[K in keyof T]: T[K]}
type FromShape<S extends Shape> = Flat<
  {[K in Exclude<keyof S, OptionalKeys<S>>]: Infer<S[K]>} & {
    [K in OptionalKeys<S>]?: Exclude<Infer<S[K]>, undefined>
  }
>

function refuse(at: string, wanted: string): never {
  throw new BadFrame(`${at || 'payload'} is not ${wanted}`)
}

export const text: Parser<string> = (value, at = '') =>
  typeof value === 'string' ? value : refuse(at, 'a text')

export const filled: Parser<string> = (value, at = '') =>
  typeof value === 'string' && value !== '' ? value : refuse(at, 'a text with something in it')

export const truth: Parser<boolean> = (value, at = '') =>
  typeof value === 'boolean' ? value : refuse(at, 'true or false')

/** A whole number, at least `least`. */
export const whole =
  (least = 0): Parser<number> =>
  (value, at = '') =>
    Number.isSafeInteger(value) && (value as number) >= least
      ? (value as number)
      : refuse(at, `a whole number from ${least}`)

/** An ISO 8601 time with its zone. */
export const time: Parser<string> = (value, at = '') =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:?\d\d)$/.test(value) &&
  !isNaN(Date.parse(value))
    ? value
    : refuse(at, 'a time in ISO 8601')

export const oneOf =
  <const T extends string>(...words: T[]): Parser<T> =>
  (value, at = '') =>
    words.includes(value as T) ? (value as T) : refuse(at, `one of ${words.join(', ')}`)

export const nullable =
  <T>(parser: Parser<T>): Parser<T | null> =>
  (value, at = '') =>
    value === null ? null : parser(value, at)

export const optional =
  <T>(parser: Parser<T>): Parser<T | undefined> =>
  (value, at = '') =>
    value === null || value === undefined ? undefined : parser(value, at)

export const list =
  <T>(parser: Parser<T>, least = 0): Parser<T[]> =>
  (value, at = '') =>
    Array.isArray(value) && value.length >= least
      ? value.map((item: unknown, index) => parser(item, `${at}[${index}]`))
      : refuse(at, least ? `a list of at least ${least}` : 'a list')

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const record: Parser<Record<string, unknown>> = (value, at = '') =>
  isRecord(value) ? value : refuse(at, 'an object')

/** An object with these fields; others are dropped, absent optional ones stay absent. */
export const object =
  <S extends Shape>(shape: S): Parser<FromShape<S>> =>
  (value, at = '') => {
    const source = record(value, at)
    const parsed: Record<string, unknown> = {}
    for (const [key, parser] of Object.entries(shape)) {
      const field = parser(source[key], at ? `${at}.${key}` : key)
      if (field !== undefined) parsed[key] = field
    }
    return parsed as FromShape<S>
  }

type Tagged<S extends Record<string, Parser<object>>> = {
  [K in keyof S & string]: Flat<{type: K} & Infer<S[K]>>
}[keyof S & string]

/** An object whose `type` says which of these shapes it has; an unknown type is refused. */
export const tagged =
  <S extends Record<string, Parser<object>>>(shapes: S): Parser<Tagged<S>> =>
  (value, at = '') => {
    const {type} = record(value, at)
    const parser = typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined
    if (!parser) return refuse(at, 'of a known type')
    return {type, ...parser(value, at)} as Tagged<S>
  }

/** Both shapes over one object. */
export const both =
  <A extends object, B extends object>(first: Parser<A>, second: Parser<B>): Parser<A & B> =>
  (value, at = '') => ({...first(value, at), ...second(value, at)})
