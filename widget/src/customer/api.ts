/** The HTTP half of the server: help, availability, company, screenshots. */
import {attachment, availability} from '../protocol'
import type {Attachment, Availability} from '../protocol'
import {filled, list, object, oneOf, optional, text} from '../shape'
import type {Infer, Parser} from '../shape'

const link = object({slug: filled, title: text})
const help = {
  search: object({
    decision: oneOf('answer', 'suggest', 'none'),
    hits: list(
      object({slug: filled, title: text, category: text, category_title: optional(text), passage: text}),
    ),
  }),
  categories: object({
    categories: list(object({slug: filled, title: text, articles: list(link)})),
  }),
  article: object({
    slug: filled,
    title: text,
    category_title: text,
    updated: text,
    html: text,
    related: list(link),
  }),
  company: object({
    company: optional(text),
    support_email: optional(text),
    phone: optional(text),
    phone_hours: optional(text),
  }),
}
export type Found = Infer<typeof help.search>
export type Category = Infer<typeof help.categories>['categories'][number]
export type Article = Infer<typeof help.article>
export type Company = Infer<typeof help.company>

/** Why a screenshot was not taken: a code of docs/protocol.md, or `failed`. */
export class UploadRefused extends Error {
  override readonly name = 'UploadRefused'
  constructor(readonly code: string) {
    super(code)
  }
}

export class Api {
  readonly #server: string

  constructor(server: string) {
    this.#server = server
  }

  search(q: string, signal: AbortSignal): Promise<Found> {
    return this.#get(`/api/help/search?k=5&q=${encodeURIComponent(q)}`, help.search, signal)
  }
  async categories(): Promise<Category[]> {
    return (await this.#get('/api/help/categories', help.categories)).categories
  }
  article(slug: string): Promise<Article> {
    return this.#get(`/api/help/articles/${encodeURIComponent(slug)}`, help.article)
  }
  company(): Promise<Company> {
    return this.#get('/api/company', help.company)
  }
  availability(): Promise<Availability> {
    return this.#get('/api/availability', availability)
  }

  async picture(id: string, token: string): Promise<Blob> {
    const headers = {Authorization: `Bearer ${token}`}
    const answer = await fetch(`${this.#server}/api/attachments/${encodeURIComponent(id)}`, {headers})
    if (!answer.ok) throw new Error(`picture: ${answer.status}`)
    return answer.blob()
  }

  /** Uploads one screenshot; rejects with {@link UploadRefused}. `fetch` cannot tell how far an upload is. */
  upload(
    file: Blob,
    token: string,
    progress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<Attachment> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('POST', `${this.#server}/api/attachments`)
      request.setRequestHeader('Authorization', `Bearer ${token}`)
      request.setRequestHeader('Content-Type', file.type)
      request.upload.onprogress = ({loaded, total}) => {
        progress(total ? loaded / total : 0)
      }
      request.onerror = () => {
        reject(new UploadRefused('failed'))
      }
      request.onload = () => {
        try {
          resolve(uploaded(request))
        } catch (error) {
          reject(error instanceof UploadRefused ? error : new UploadRefused('failed'))
        }
      }
      signal.addEventListener('abort', () => {
        request.abort()
      })
      request.send(file)
    })
  }

  async #get<T>(path: string, parse: Parser<T>, signal?: AbortSignal): Promise<T> {
    const answer = await fetch(this.#server + path, signal ? {signal} : {})
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    return parse(await answer.json())
  }
}

const refusal = object({error: object({code: filled})})

function uploaded(request: XMLHttpRequest): Attachment {
  const body: unknown = JSON.parse(request.responseText)
  if (request.status !== 201) throw new UploadRefused(refusal(body).error.code)
  return attachment(body)
}
