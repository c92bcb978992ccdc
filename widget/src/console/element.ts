/** What the elements of the desk share: the state to show and the actions to call. */
import {LitElement} from 'lit'
import type {Actions} from './actions'
import type {Desk} from './state'

export abstract class DeskElement extends LitElement {
  static override properties = {desk: {attribute: false}, actions: {attribute: false}}
  declare desk: Desk
  declare actions: Actions
}

/** Define the element once, even if the script is loaded twice. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element)
}
