/** The keyboard's cheat sheet, with the switch for single keys (WCAG 2.1.4). */
import {LitElement, css, html} from 'lit'
import {define} from './element'
import {icon} from './icons'
import {CHEATS} from './keys'
import {shared} from './styles'
import {t} from './texts'

const KEY = 'podpora.single-keys'

/** Whether single keys work; kept for this browser. */
export const singleKeys = (): boolean => localStorage.getItem(KEY) !== 'off'

export class CheatSheet extends LitElement {
  static override styles = [
    shared,
    css`
      .top {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
      }
      h1 {
        font-size: 18px;
      }
      .groups {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(230px, 1fr));
        gap: 4px 32px;
        width: 560px;
        max-width: 100%;
      }
      h2 {
        margin: 14px 0 6px;
      }
      .line {
        display: flex;
        justify-content: space-between;
        gap: 16px;
        padding: 4px 0;
      }
      label {
        display: flex;
        gap: 10px;
        align-items: flex-start;
        margin-top: 18px;
        padding-top: 14px;
        border-top: 1px solid var(--line);
      }
      input {
        width: 18px;
        height: 18px;
        accent-color: var(--accent);
      }
    `,
  ]

  override render() {
    return html`<dialog aria-labelledby="title" data-testid="cheat-sheet">
      <div class="top">
        <h1 id="title">${t('keys.title')}</h1>
        <form method="dialog">
          <button class="plain" aria-label=${t('nav.close')}>${icon('close')}</button>
        </form>
      </div>
      <div class="groups">
        ${CHEATS.map(
          ({group, lines}) =>
            html`<section>
              <h2>${t(group)}</h2>
              ${lines.map(
                line =>
                  html`<p class="line">
                    <span>${t(line.does)}</span>
                    <span>${line.keys.map(key => (key === '…' ? '…' : html`<kbd>${key}</kbd> `))}</span>
                  </p>`,
              )}
            </section>`,
        )}
      </div>
      <label>
        <input type="checkbox" .checked=${singleKeys()} @change=${this.#switch} />
        <span>${t('keys.single')}<br /><span class="small soft">${t('keys.single.hint')}</span></span>
      </label>
    </dialog>`
  }

  show(): void {
    const dialog = this.renderRoot.querySelector('dialog')
    if (!dialog?.open) dialog?.showModal()
  }

  #switch = (event: Event): void => {
    localStorage.setItem(KEY, (event.target as HTMLInputElement).checked ? 'on' : 'off')
  }
}

define('console-cheat-sheet', CheatSheet)
