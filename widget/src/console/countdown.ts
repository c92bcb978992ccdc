/** How much of an offer's time is left, by the server's clock. */

export const OFFER_MS = 20_000

export interface Countdown {
  /** Whole seconds left, 0 when it is over. */
  seconds: number
  /** 1 when it has just come, 0 when it is over; for the ring. */
  share: number
  urgent: boolean
}

/** `now` is in milliseconds by the server's clock: the console's clock plus the measured skew. */
export function countdown(expiresAt: string, now: number): Countdown {
  // The clock is read once a second, so a fresh offer could seem to have more than all its time.
  const left = Math.min(OFFER_MS, Math.max(0, Date.parse(expiresAt) - now))
  return {seconds: Math.ceil(left / 1000), share: left / OFFER_MS, urgent: left <= 5000}
}

/** The server's clock minus ours, from one answer that took from `sent` to `received`. */
export const skew = (serverAt: string, sent: number, received: number): number =>
  Date.parse(serverAt) - (sent + received) / 2
