/** The screenshot's element: fetched once, and shown also when the view was refreshed meanwhile. */
import {afterEach, expect, test} from 'vitest'
import {ConsoleScreenshot} from '../../src/console/screenshot'

const attachment = () => ({id: 'att-1', type: 'image/png' as const, width: 10, height: 10, bytes: 10})
afterEach(() => {
  document.body.replaceChildren()
})

function shot(picture: () => Promise<string>): ConsoleScreenshot {
  const element = new ConsoleScreenshot()
  Object.assign(element, {attachment: attachment(), picture})
  document.body.append(element)
  return element
}
const image = (element: ConsoleScreenshot) => element.renderRoot.querySelector('img')?.getAttribute('src')

test('a snapshot that comes while the picture is fetched does not lose it', async () => {
  let arrive: (address: string) => void = () => undefined
  const fetched = new Promise<string>(resolve => (arrive = resolve))
  const element = shot(() => fetched)
  await element.updateComplete
  element.attachment = attachment()
  arrive('blob:x')
  await fetched
  await element.updateComplete
  expect(image(element)).toBe('blob:x')
})

test('a picture that cannot be had says so and can be asked for again', async () => {
  let tries = 0
  const element = shot(() => (++tries === 1 ? Promise.reject(new Error('404')) : Promise.resolve('blob:y')))
  await element.updateComplete
  await element.updateComplete
  element.renderRoot.querySelector<HTMLButtonElement>('.link')!.click()
  await element.updateComplete
  await element.updateComplete
  expect(image(element)).toBe('blob:y')
})
