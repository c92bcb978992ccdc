/** The ways around the chat, one click away: e-mail and phone. */
import {html, nothing} from 'lit'
import type {TemplateResult} from 'lit'
import {icons} from './icons'
import type {T} from './part'

export function channelLinks(
  email: string | undefined,
  phone: string | undefined,
  hours: string | undefined,
  t: T,
): TemplateResult {
  const open = hours === 'nonstop' ? t('channels.nonstop') : hours
  return html`<ul class="links channels">
    ${
      email
        ? html`<li>
            <a href="mailto:${email}" data-testid="channel-email"
              >${icons.mail}<span><b>${email}</b><small>${t('channels.email')}</small></span></a
            >
          </li>`
        : nothing
    }
    ${
      phone
        ? html`<li>
            <a href="tel:${phone.replace(/[^+\d]/g, '')}" data-testid="channel-phone"
              >${icons.phone}<span
                ><b>${phone}</b><small>${t('channels.phone')}${open ? ` · ${open}` : ''}</small></span
              ></a
            >
          </li>`
        : nothing
    }
  </ul>`
}
