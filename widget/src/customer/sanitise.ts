/** Turns the server's article HTML into nodes by an allow-list; the server is trusted, a mistake in it is not. */
import {safeHref} from './markdown'

const ALLOWED = new Set(
  'a b blockquote br code dd dl dt em h2 h3 h4 hr i kbd li ol p pre s strong sub sup table tbody td th thead tr ul'.split(
    ' ',
  ),
)
/** Elements whose content is not for reading goes with them. */
const DROPPED = new Set(
  'script style template noscript iframe object embed svg math form textarea select title head'.split(' '),
)

/** Links to other articles (`/help/<slug>`) call `openArticle`; all others open outside. */
export function sanitise(html: string, openArticle: (slug: string) => void): DocumentFragment {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  const result = document.createDocumentFragment()
  copyChildren(parsed.body, result, openArticle)
  return result
}

function copyChildren(from: Node, into: Node, openArticle: (slug: string) => void): void {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(child.textContent ?? ''))
    else if (child.nodeType === Node.ELEMENT_NODE) copyElement(child as Element, into, openArticle)
  }
}

function copyElement(element: Element, into: Node, openArticle: (slug: string) => void): void {
  const name = element.localName
  if (DROPPED.has(name)) return
  // An unknown element loses its tag and keeps its words. Attributes never pass, `href` and `start` are rebuilt.
  const copy = ALLOWED.has(name) ? into.appendChild(document.createElement(name)) : into
  if (copy instanceof HTMLAnchorElement) connect(copy, element.getAttribute('href') ?? '', openArticle)
  if (copy instanceof HTMLOListElement) copy.start = parseInt(element.getAttribute('start') ?? '') || 1
  copyChildren(element, copy, openArticle)
}

function connect(link: HTMLAnchorElement, href: string, openArticle: (slug: string) => void): void {
  const slug = /^\/help\/([a-z0-9-]+)(?:#.*)?$/.exec(href)?.[1]
  if (slug) {
    link.href = href
    link.addEventListener('click', event => {
      event.preventDefault()
      openArticle(slug)
    })
  } else if (safeHref(href)) {
    link.href = href
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
  }
}
