/** Defines `<support-chat>`; the file a page includes. */
import {SupportChat} from './element'

if (!customElements.get('support-chat')) customElements.define('support-chat', SupportChat)
