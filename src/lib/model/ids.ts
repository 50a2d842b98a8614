/** The first 12 characters of an id, as Docker shows it. */
export const shortId = (id: string): string => id.slice(0, 12)
