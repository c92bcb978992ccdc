import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {SupportChat} from '../../src/customer/element'

beforeEach(async () => {
  vi.useFakeTimers() // the page never gets idle: nothing connects
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.resolve(Response.json({available: true}))),
  )
  await import('../../src/customer/support-chat')
})
afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function put(attributes: Record<string, string> = {}): SupportChat {
  const chat = new SupportChat()
  for (const [name, value] of Object.entries(attributes)) chat.setAttribute(name, value)
  document.body.append(chat)
  return chat
}
const state = (chat: SupportChat) => chat.shadowRoot?.querySelector<HTMLElement>('[data-testid=availability]')

describe('the closed chat', () => {
  test('shows that a person is there when the server says so', async () => {
    const chat = put({lang: 'sk', server: 'https://podpora.example'})
    await vi.waitFor(() => {
      expect(state(chat)?.dataset.available).toBe('true')
    })
    expect(state(chat)?.textContent).toBe('V prevádzke')
    expect(fetch).toHaveBeenCalledWith('https://podpora.example/api/availability')
  })

  test.each([
    ['the server is away', () => Promise.reject(new TypeError('failed'))],
    ['the answer is an error', () => Promise.resolve(new Response('', {status: 503}))],
    ['the answer makes no sense', () => Promise.resolve(Response.json({available: 'yes'}))],
  ])('claims nothing when %s', async (_, answer) => {
    vi.stubGlobal('fetch', vi.fn(answer))
    const chat = put({lang: 'sk'})
    await vi.waitFor(() => {
      expect(fetch).toHaveBeenCalled()
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(state(chat)?.dataset.available).toBeUndefined()
    expect(state(chat)?.textContent).toBe('Opýtajte sa asistenta')
  })

  test('keeps the callback a page has set before the script came', () => {
    class Late extends SupportChat {}
    const early = document.createElement('late-chat')
    const fetchToken = () => Promise.resolve('token')
    Object.assign(early, {fetchToken})
    customElements.define('late-chat', Late)
    customElements.upgrade(early)
    expect(early).toHaveProperty('fetchToken', fetchToken)
  })

  test('is one button with a name, in the language of the page', () => {
    const chat = put({lang: 'en-GB'})
    const buttons = chat.shadowRoot?.querySelectorAll('button')
    expect(buttons).toHaveLength(1)
    expect(buttons?.[0]?.textContent).toContain('Need a hand?')
  })
})
