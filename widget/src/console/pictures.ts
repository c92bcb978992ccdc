/** Fetches attachments with the operator's token and keeps them as blob addresses while the desk is open. */
import type {Attachment} from '../protocol'

export class Pictures {
  #held = new Map<string, Promise<string>>()
  #token: string

  constructor(token: string) {
    this.#token = token
  }

  /** The blob's address; rejects when the server does not give the picture. */
  get({id}: Pick<Attachment, 'id'>): Promise<string> {
    const held = this.#held.get(id) ?? this.#fetch(id)
    this.#held.set(id, held)
    held.catch(() => this.#held.delete(id)) // asked again next time
    return held
  }

  /** Free everything that was fetched. */
  close(): void {
    for (const held of this.#held.values())
      void held.then(
        address => {
          URL.revokeObjectURL(address)
        },
        () => undefined, // nothing was fetched, nothing to free
      )
    this.#held.clear()
  }

  async #fetch(id: string): Promise<string> {
    const answer = await fetch(`/api/attachments/${encodeURIComponent(id)}`, {
      headers: {Authorization: `Bearer ${this.#token}`},
    })
    if (!answer.ok) throw new Error(`attachment: ${answer.status}`)
    return URL.createObjectURL(await answer.blob())
  }
}
