/** Which rows of a long transcript are drawn: the newest, growing by pages as the operator scrolls up. */

export const PAGE = 80

/** The first row to draw so that `pages` pages of the newest stand on screen. */
export const firstDrawn = (total: number, pages: number): number => Math.max(0, total - pages * PAGE)
