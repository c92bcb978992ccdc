/** The sign-in form; tells its parent by `signed-in`. */
import {LitElement, css, html, nothing} from 'lit'
import {define} from './element'
import {icon} from './icons'
import {signIn} from './session'
import type {SignInError} from './session'
import {shared} from './styles'
import {t} from './texts'

export class ConsoleSignIn extends LitElement {
  static override properties = {expired: {type: Boolean}, busy: {state: true}, error: {state: true}}
  declare expired: boolean
  declare busy: boolean
  declare error: SignInError | null

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        place-items: center;
        min-height: 100dvh;
        padding: 24px 16px;
        background: var(--ground);
      }
      form {
        display: grid;
        gap: 16px;
        width: min(380px, 100%);
        padding: 32px;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      .mark {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border-radius: 12px;
        background: var(--accent);
        color: var(--on-accent);
      }
      h1 {
        font-size: 20px;
        line-height: 1.25;
      }
      label {
        display: grid;
        gap: 6px;
        font-weight: 600;
      }
      input {
        min-height: 42px;
        padding: 8px 12px;
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        background: var(--surface);
        font-weight: 400;
        font-size: 16px;
      }
      button {
        min-height: 42px;
      }
      .error {
        padding: 10px 12px;
        border-radius: 8px;
        background: var(--bad-soft);
        color: var(--bad);
      }
      .error.calm {
        background: var(--note);
        color: var(--note-ink);
      }
    `,
  ]

  constructor() {
    super()
    this.expired = false
    this.busy = false
    this.error = null
  }

  override render() {
    return html`<form @submit=${this.#submit}>
      <span class="mark">${icon('talk', 26)}</span>
      <div>
        <h1>${t('signin.title')}</h1>
        <p class="soft">${t('signin.lead')}</p>
      </div>
      ${this.#message()}
      <label
        >${t('signin.name')}
        <input name="name" autocomplete="username" autocapitalize="none" required data-testid="signin-name" />
      </label>
      <label
        >${t('signin.password')}
        <input
          name="password"
          type="password"
          autocomplete="current-password"
          required
          data-testid="signin-password"
        />
      </label>
      <button class="primary" ?disabled=${this.busy} data-testid="signin-submit">
        ${this.busy ? t('signin.busy') : t('signin.submit')}
      </button>
    </form>`
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  #message() {
    if (this.error)
      return html`<p class="error" role="alert" data-testid="signin-error">
        ${t(`signin.error.${this.error}`)}
      </p>`
    return this.expired ? html`<p class="error calm" role="status">${t('signin.expired')}</p>` : nothing
  }

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const read = (name: string) => form.get(name) as string // both are text inputs
    this.busy = true
    const answer = await signIn(read('name').trim(), read('password'))
    this.busy = false
    if (typeof answer === 'string') {
      this.error = answer
      this.renderRoot.querySelector<HTMLInputElement>('[name=password]')?.select()
    } else {
      this.dispatchEvent(new CustomEvent('signed-in', {detail: answer}))
    }
  }
}

define('console-sign-in', ConsoleSignIn)
