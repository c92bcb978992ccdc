/** What makes an operator notice an offer: a tone, the tab's title and a desktop notification. */
import type {Desk} from './state'
import {unread} from './talk'
import {t} from './texts'

const REPEAT_MS = 4000
const NOTES = [
  {hz: 784, at: 0},
  {hz: 1047, at: 0.16},
]

/** The tab's title: an offer first, then unread messages, else the desk's name. */
export function titleOf(desk: Desk): string {
  const offer = desk.offers[0]
  if (offer) return `● ${t('offer.title.flash', {name: offer.customer.name})}`
  const count = Object.values(desk.talks).reduce((total, talk) => total + unread(talk), 0)
  return count ? `(${count}) ${t('app.title')}` : t('app.title')
}

/** Two short tones; browsers let them sound only after the operator has clicked or pressed something. */
export class Tone {
  #context: AudioContext | null = null
  #repeat: ReturnType<typeof setInterval> | null = null

  /** Resolve to whether the tone was heard. */
  async play(): Promise<boolean> {
    if (typeof AudioContext === 'undefined') return false
    const context = (this.#context ??= new AudioContext())
    // A blocked context never settles `resume`, so it is not waited for longer than it takes when allowed.
    await Promise.race([context.resume(), new Promise(done => setTimeout(done, 300))])
    if (context.state !== 'running') return false
    for (const {hz, at} of NOTES) chime(context, hz, context.currentTime + at)
    return true
  }

  /** Sound now and again until told to stop. */
  ring(on: boolean): void {
    if (on === (this.#repeat !== null)) return
    if (this.#repeat) clearInterval(this.#repeat)
    this.#repeat = on ? setInterval(() => void this.play(), REPEAT_MS) : null
    if (on) void this.play()
  }
}

function chime(context: AudioContext, hz: number, at: number): void {
  const wave = new OscillatorNode(context, {type: 'sine', frequency: hz})
  const volume = new GainNode(context, {gain: 0})
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(0.25, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.45)
  wave.connect(volume).connect(context.destination)
  wave.start(at)
  wave.stop(at + 0.5)
}

type Permission = NotificationPermission | 'unsupported'

export const permission = (): Permission =>
  typeof Notification === 'undefined' ? 'unsupported' : Notification.permission

/** Show a desktop notification for new offers while the desk is out of sight. */
export class Notices {
  #shown = new Map<string, Notification>()

  update(desk: Desk, hidden: boolean): void {
    const live = new Set(desk.offers.map(one => one.offer))
    for (const [id, shown] of this.#shown) {
      if (live.has(id)) continue
      shown.close()
      this.#shown.delete(id)
    }
    if (!hidden || permission() !== 'granted') return
    for (const offer of desk.offers) {
      if (this.#shown.has(offer.offer)) continue
      // No text of the customer: a notification may be seen on a locked or shared screen.
      const shown = new Notification(t('offer.from', {name: offer.customer.name}), {tag: offer.offer})
      shown.onclick = () => {
        window.focus()
      }
      this.#shown.set(offer.offer, shown)
    }
  }
}
