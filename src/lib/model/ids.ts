/** How many characters of an id Docker shows, and how many at least stand for it. */
export const SHORT = 12

/** The first characters of an id, as Docker shows it. */
export const shortId = (id: string): string => id.slice(0, SHORT)
