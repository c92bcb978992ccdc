/** The console's sentences: one catalogue, placeholders in braces, plurals by the rules of the language. */
import sk from '../texts/console.sk.json'

type Catalogue = typeof sk
type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}
export type Key = keyof Catalogue
export type Values = Record<string, string | number>

const catalogue: Record<string, string | Plural> = sk
const plurals = new Intl.PluralRules('sk')

export const has = (key: string): key is Key => Object.hasOwn(catalogue, key)

/** The sentence of this key; `count` picks the plural form. */
export function t(key: Key, values: Values = {}): string {
  const entry = catalogue[key] ?? key
  const sentence = typeof entry === 'string' ? entry : inflected(entry, Number(values.count ?? 0))
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The sentence of a key put together at run time, or `otherwise` when the catalogue lacks it. */
export function maybe(key: string, otherwise: string): string {
  return has(key) ? t(key) : otherwise
}

const inflected = (forms: Plural, count: number): string => forms[plurals.select(count)] ?? forms.other
