import {describe, expect, test} from 'vitest'
import {markdown} from '../../src/customer/markdown'
import {sanitise} from '../../src/customer/sanitise'

function shown(nodes: DocumentFragment): HTMLElement {
  const box = document.createElement('div')
  box.append(nodes)
  return box
}
const html = (nodes: DocumentFragment): string => shown(nodes).getHTML()

describe('markdown of a message', () => {
  test('bold, emphasis, code, lists and links become elements', () => {
    const box = shown(
      markdown('**Pozor** na `A` a *TTL*:\n\n1. prvý\n2. druhý\n\n- [článok](https://a.sk/x)'),
    )
    expect(
      [...box.querySelectorAll('strong, code, em, ol > li, ul > li > a')].map(one => one.textContent),
    ).toEqual(['Pozor', 'A', 'TTL', 'prvý', 'druhý', 'článok'])
  })

  test('a bare address is a link without the full stop after it', () => {
    expect(shown(markdown('Pozrite https://www.priklad.sk/a.')).querySelector('a')?.href).toBe(
      'https://www.priklad.sk/a',
    )
  })

  test.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<b>tučné</b>'])(
    'HTML is shown as text: %s',
    source => {
      const box = shown(markdown(source))
      expect(box.textContent).toBe(source)
      expect(box.querySelector('script, img, b')).toBeNull()
    },
  )

  test.each([
    '[x](javascript:alert(1))',
    '[x](data:text/html,y)',
    '[x](//evil.example)',
    '[x](JaVaScRiPt:alert`1`)',
  ])('a link that goes elsewhere than the web stays text: %s', source => {
    expect(shown(markdown(source)).querySelector('a')).toBeNull()
  })
})

describe('HTML of an article', () => {
  const never = (): void => {
    throw new Error('not a help link')
  }

  test('headings, lists and emphasis pass', () => {
    const source = '<h2>Postup</h2><ol><li>prvý <strong>krok</strong></li></ol>'
    expect(html(sanitise(source, never)).replace(' start="1"', '')).toBe(source)
  })

  test.each([
    '<script>alert(1)</script>',
    '<img src="x" onerror="alert(1)">',
    '<svg onload="alert(1)"><script>1</script></svg>',
    '<iframe srcdoc="<script>1</script>"></iframe>',
    '<style>*{display:none}</style>',
    '<form action="https://evil.example"><input name="heslo"></form>',
  ])('%s leaves nothing behind', source => {
    expect(html(sanitise(source, never))).toBe('')
  })

  test('attributes do not pass', () => {
    expect(html(sanitise('<p onclick="alert(1)" style="color:red" id="a" class="b">text</p>', never))).toBe(
      '<p>text</p>',
    )
  })

  test.each(['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'vbscript:x'])(
    'a link to %s keeps its words only',
    href => {
      const link = shown(sanitise(`<a href="${href}">tu</a>`, never)).querySelector('a')
      expect(link?.getAttribute('href')).toBeNull()
      expect(link?.textContent).toBe('tu')
    },
  )

  test('a link to another article opens it inside', () => {
    const opened: string[] = []
    const box = shown(sanitise('<a href="/help/ako-zmenim-dns">DNS</a>', slug => opened.push(slug)))
    box.querySelector('a')?.dispatchEvent(new MouseEvent('click', {cancelable: true}))
    expect(opened).toEqual(['ako-zmenim-dns'])
  })
})
