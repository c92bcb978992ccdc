/** The operator's sign-in: asks the server for a token and keeps it for this browser tab only. */
import {filled, object, text, time} from '../shape'
import type {Infer} from '../shape'

const session = object({token: filled, expires_at: time, operator: object({id: filled, name: text})})
export type Session = Infer<typeof session>
export type SignInError = 'bad_credentials' | 'rate_limited' | 'unavailable' | 'other'

const KEY = 'podpora.operator'
const BY_STATUS: Readonly<Record<number, SignInError>> = {
  401: 'bad_credentials',
  422: 'bad_credentials',
  429: 'rate_limited',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

/** Ask for a token; the answer is a session or why there is none, never an exception. */
export async function signIn(name: string, password: string, ask = fetch): Promise<Session | SignInError> {
  try {
    const answer = await ask('/api/operator/sign-in', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({name, password}),
    })
    if (!answer.ok) return BY_STATUS[answer.status] ?? 'other'
    return session(await answer.json())
  } catch (error) {
    return error instanceof TypeError ? 'unavailable' : 'other' // fetch throws TypeError when nobody answers
  }
}

/** The session kept in this tab, unless it has expired or cannot be read. */
export function kept(storage: Storage, now: number): Session | null {
  const stored = storage.getItem(KEY)
  if (stored === null) return null
  try {
    const found = session(JSON.parse(stored))
    return Date.parse(found.expires_at) > now ? found : null
  } catch {
    storage.removeItem(KEY) // left by an older version
    return null
  }
}

export const keep = (storage: Storage, value: Session): void => {
  storage.setItem(KEY, JSON.stringify(value))
}

/** Forget the token and every draft written under it. */
export const forget = (storage: Storage): void => {
  for (const key of Object.keys(storage)) if (key.startsWith('podpora.')) storage.removeItem(key)
}
