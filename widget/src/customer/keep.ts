/** What must outlive a reload of the page: unsent messages, what is being typed, whether the panel is open. */
import type {Pending} from '../chat'
import {attachment} from '../protocol'
import {filled, list, object, optional, text, whole} from '../shape'

const pendings = list(
  object({
    id: filled,
    text,
    at: filled,
    attachment: optional(attachment),
    choice: optional(object({id: filled, of: whole(0)})),
    failed: optional(text),
  }),
)

/** Per tab (`sessionStorage`), so two tabs do not overwrite each other; without storage it forgets at reload. */
export class Keep {
  readonly #storage: Storage | undefined
  readonly #prefix: string

  /** `owner` keeps two customers who share a browser apart. */
  constructor(storage: Storage | undefined, owner: string) {
    this.#storage = storage
    this.#prefix = `podpora:${owner}:`
  }

  pending(): Pending[]
  pending(save: Pending[]): void
  pending(save?: Pending[]): Pending[] | undefined {
    if (save) {
      this.#set('pending', save.length ? JSON.stringify(save) : '')
      return undefined
    }
    try {
      return pendings(JSON.parse(this.get('pending') || '[]'))
    } catch {
      return [] // written by another version of the widget
    }
  }

  get(name: string): string {
    return this.#storage?.getItem(this.#prefix + name) ?? ''
  }

  set(name: string, value: string): void {
    this.#set(name, value)
  }

  #set(name: string, value: string): void {
    try {
      if (value) this.#storage?.setItem(this.#prefix + name, value)
      else this.#storage?.removeItem(this.#prefix + name)
    } catch {
      // Full or forbidden: then it lives only as long as the page.
    }
  }
}

/** The page's sessionStorage; undefined where it is forbidden (a sandboxed frame, blocked cookies). */
export function pageStorage(): Storage | undefined {
  try {
    return globalThis.sessionStorage
  } catch {
    return undefined
  }
}

/** The customer a token speaks for: only a label for the storage, the server decides who it is. */
export function subjectOf(token: string): string {
  try {
    const payload = token.split('.')[1] ?? ''
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as {sub?: unknown}
    return typeof claims.sub === 'string' ? claims.sub : ''
  } catch {
    return ''
  }
}
