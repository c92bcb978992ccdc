/** Keeps Tab inside the open dialog. */

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]):not([hidden]), textarea:not([disabled]), [tabindex="0"]'

export function trap(event: KeyboardEvent, root: ShadowRoot): void {
  const all = [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(one => one.checkVisibility())
  const edge = event.shiftKey ? all[0] : all.at(-1)
  if (root.activeElement !== edge) return
  event.preventDefault()
  ;(event.shiftKey ? all.at(-1) : all[0])?.focus()
}
