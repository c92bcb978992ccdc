/** Which rows of a long transcript are drawn: the newest, growing by pages as the operator scrolls up. */

export const PAGE = 80

/** The first row to draw so that `pages` pages of the newest stand on screen. */
export const firstDrawn = (total: number, pages: number): number => Math.max(0, total - pages * PAGE)

/** How many pages are needed to draw the row at `index`. */
export const pagesFor = (total: number, index: number): number =>
  Math.max(1, Math.ceil((total - Math.max(0, index)) / PAGE))
