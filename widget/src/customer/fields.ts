/** The gathered diagnostics as a list, each with where it is from. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import sk from '../texts/sk.json'
import type {Field} from '../protocol'
import type {Key, T} from './part'

export function fieldList(fields: Field[], t: T): TemplateResult | typeof nothing {
  if (!fields.length) return nothing
  return html`<dl class="facts">
    ${fields.map(({name, value, provenance}) => {
      const label = `field.${name}`
      const shown = name === 'screenshot' ? t('field.screenshot.yes') : value
      return html`<div>
        <dt>${label in sk ? t(label as Key) : name}</dt>
        <dd>
          ${shown}
          ${provenance === 'said' ? nothing : html`<span class="badge">${t(`provenance.${provenance}`)}</span>`}
        </dd>
      </div>`
    })}
  </dl>`
}
