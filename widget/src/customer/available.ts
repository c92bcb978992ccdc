/** The one bit the launcher needs from GET /api/availability; the full parser comes with the panel. */

export function parseAvailable(answer: unknown): boolean | null {
  const {available} = (answer ?? {}) as {available?: unknown}
  return typeof available === 'boolean' ? available : null
}
