/** Pictures drawn on a canvas: no `blob:` address, so a page's CSP needs no exception for them. */
import {noChange} from 'lit'
import {AsyncDirective, directive} from 'lit/async-directive.js'
import {PartType} from 'lit/directive.js'
import type {ElementPart, PartInfo} from 'lit/directive.js'

const LONGEST = 640

class Draw extends AsyncDirective {
  #drawn: Blob | undefined

  constructor(part: PartInfo) {
    super(part)
    if (part.type !== PartType.ELEMENT) throw new Error('draw belongs on a canvas')
  }

  override render(_blob: Blob | undefined): typeof noChange {
    return noChange
  }

  override update(part: ElementPart, [blob]: [Blob | undefined]): typeof noChange {
    if (blob && blob !== this.#drawn) void this.#draw(part.element as HTMLCanvasElement, blob)
    this.#drawn = blob
    return noChange
  }

  async #draw(canvas: HTMLCanvasElement, blob: Blob): Promise<void> {
    try {
      const picture = await createImageBitmap(blob)
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
      canvas.width = Math.max(1, Math.round(picture.width * scale))
      canvas.height = Math.max(1, Math.round(picture.height * scale))
      canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
      picture.close()
    } catch {
      canvas.classList.add('broken') // not a picture after all; the server will say so
    }
  }
}

export const draw = directive(Draw)
