// Search as you type. Without this file the form is an ordinary GET.
const PAUSE = 180
const LIKELY = 0.05
const form = document.querySelector('[data-search]')
const input = form.querySelector('input')
const list = form.querySelector('[data-found]')
const status = form.querySelector('[data-status]')
let waiting
let running

input.addEventListener('input', () => {
  clearTimeout(waiting)
  waiting = setTimeout(search, PAUSE)
})
form.addEventListener('keydown', move)
form.addEventListener('focusout', event => {
  if (!form.contains(event.relatedTarget)) list.hidden = true
})
input.addEventListener('focus', () => {
  list.hidden = !list.childElementCount
})

async function search() {
  running?.abort()
  const query = input.value.trim()
  if (query.length < 3) return show([], '')
  running = new AbortController()
  try {
    const answer = await fetch(`/api/help/search?k=6&q=${encodeURIComponent(query)}`, {signal: running.signal})
    if (!answer.ok) return show([], '')
    const {hits, decision} = await answer.json()
    const shown = decision === 'none' ? hits.filter(hit => hit.score >= LIKELY) : hits
    show(shown, shown.length ? found(shown.length) : 'Nenašli sme nič podobné.')
  } catch (error) {
    // The form still works by itself.
    if (error.name !== 'AbortError') show([], '')
  }
}

function found(count) {
  const form = new Intl.PluralRules('sk').select(count)
  return `${count} ${{one: 'nájdený článok', few: 'nájdené články'}[form] ?? 'nájdených článkov'}`
}

function show(hits, sentence) {
  list.replaceChildren(...hits.map(link))
  list.hidden = hits.length === 0
  status.textContent = sentence
}

function link(hit) {
  const anchor = document.createElement('a')
  anchor.href = `/help/${hit.slug}`
  const title = document.createElement('strong')
  title.textContent = hit.title
  const where = document.createElement('small')
  where.textContent = hit.category_title ?? ''
  anchor.append(title, where)
  return anchor
}

function move(event) {
  if (event.key === 'Escape') {
    list.hidden = true
    input.focus()
    return
  }
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key]
  if (!step || list.hidden) return
  event.preventDefault()
  const stops = [input, ...list.children]
  const next = stops.indexOf(document.activeElement) + step
  stops[(next + stops.length) % stops.length].focus()
}
