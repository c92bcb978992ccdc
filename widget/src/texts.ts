/** Message catalogues: sentences by key, `{name}` for values, plural forms chosen by `Intl`. */

type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}
export type Catalogue = Record<string, string | Plural>
export type Values = Record<string, string | number>

export interface Texts<C extends Catalogue = Catalogue> {
  readonly lang: string
  /** The sentence; a plural is chosen by the value named `count`. */
  (key: keyof C & string, values?: Values): string
}

export function texts<C extends Catalogue>(catalogue: C, lang: string): Texts<C> {
  const rules = new Intl.PluralRules(lang)
  const say = (key: keyof C & string, values: Values = {}): string => {
    const entry = catalogue[key]
    if (entry === undefined) return key
    const sentence =
      typeof entry === 'string' ? entry : (entry[rules.select(Number(values.count ?? 0))] ?? entry.other)
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  }
  return Object.assign(say, {lang})
}
