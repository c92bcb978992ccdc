/** Unsent replies and notes, kept over a reload; the two never mix, so neither can be sent as the other. */

export type Mode = 'reply' | 'note'

const key = (conversation: string, mode: Mode) => `podpora.draft.${mode}.${conversation}`

export const draftOf = (storage: Storage, conversation: string, mode: Mode): string =>
  storage.getItem(key(conversation, mode)) ?? ''

export function keepDraft(storage: Storage, conversation: string, mode: Mode, text: string): void {
  if (text) storage.setItem(key(conversation, mode), text)
  else storage.removeItem(key(conversation, mode))
}
