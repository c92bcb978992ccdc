/** A safe subset of Markdown as DOM nodes: paragraphs, lists, bold, emphasis, code and links; nothing else is markup. */

const INLINE =
  /\*\*(?<bold>[^*\n]+)\*\*|(?<![\w*])\*(?<em>[^*\n]+)\*(?![\w*])|`(?<code>[^`\n]+)`|\[(?<label>[^\]\n]+)\]\((?<href>[^()\s]+)\)|(?<url>https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g
const ITEM = /^\s*(?:[-•*]|(\d{1,2})[.)])\s+(.*)$/

export function markdown(source: string): DocumentFragment {
  const result = document.createDocumentFragment()
  for (const block of source.split(/\n{2,}/)) {
    if (block.trim()) appendBlock(result, block.split('\n'))
  }
  return result
}

function appendBlock(parent: Node, lines: string[]): void {
  let open: HTMLElement | undefined
  for (const line of lines) {
    const item = ITEM.exec(line)
    const block = blockFor(item)
    if (open?.localName === block.localName) {
      if (!item) open.append(document.createElement('br'))
    } else {
      open = parent.appendChild(block)
    }
    const into = item ? open.appendChild(document.createElement('li')) : open
    appendInline(into, item?.[2] ?? line)
  }
}

function blockFor(item: RegExpExecArray | null): HTMLElement {
  if (!item) return document.createElement('p')
  if (!item[1]) return document.createElement('ul')
  return Object.assign(document.createElement('ol'), {start: Number(item[1])})
}

function appendInline(parent: HTMLElement, text: string): void {
  let end = 0
  for (const match of text.matchAll(INLINE)) {
    parent.append(text.slice(end, match.index), inline(match[0], match.groups ?? {}))
    end = match.index + match[0].length
  }
  parent.append(text.slice(end))
}

function inline(whole: string, found: Record<string, string | undefined>): Node | string {
  if (found.bold) return withText('strong', found.bold)
  if (found.em) return withText('em', found.em)
  if (found.code) return withText('code', found.code)
  return link(found.href ?? found.url ?? '', found.label ?? whole) ?? whole
}

function withText(tag: 'strong' | 'em' | 'code', text: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}

/** A link that leaves the chat; undefined unless it goes to the web, to mail or to a phone. */
export function link(href: string, label: string): HTMLAnchorElement | undefined {
  if (!safeHref(href)) return undefined
  const made = document.createElement('a')
  made.href = href
  made.textContent = label
  made.target = '_blank'
  made.rel = 'noopener noreferrer'
  return made
}

export const safeHref = (href: string): boolean => /^(?:https?:\/\/|mailto:|tel:)[^\s]+$/i.test(href)
