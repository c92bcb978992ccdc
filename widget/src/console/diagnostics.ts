/** Diagnostics with where each value comes from; shared by the customer's card and a request. */
import {css, html} from 'lit'
import type {TemplateResult} from 'lit'
import type {Field} from '../protocol'
import {fieldLabel, fieldValue} from './reasons'
import {t} from './texts'

const TONES = {said: '', detected: 'accent', verified: 'ok'} as const

export const diagnosticsStyles = css`
  .diagnostics {
    display: grid;
    gap: 8px;
  }
  .diagnostics dt {
    color: var(--ink-soft);
    font-size: var(--small);
  }
  .diagnostics dd {
    display: flex;
    gap: 8px;
    align-items: baseline;
    justify-content: space-between;
    overflow-wrap: anywhere;
  }
  .diagnostics dd > span:first-child {
    min-width: 0;
  }
`

export function diagnosticsTemplate(fields: readonly Field[]): TemplateResult {
  if (!fields.length) return html`<p class="soft small">${t('diagnostics.empty')}</p>`
  return html`<dl class="diagnostics">
    ${fields.map(
      field =>
        html`<div data-field=${field.name}>
          <dt>${fieldLabel(field)}</dt>
          <dd>
            <span>${fieldValue(field)}</span>
            <span class="badge ${TONES[field.provenance]}" title=${t(`provenance.${field.provenance}.long`)}
              >${t(`provenance.${field.provenance}`)}</span
            >
          </dd>
        </div>`,
    )}
  </dl>`
}
