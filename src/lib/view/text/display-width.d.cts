/** How many columns of a terminal a text takes; colours take none. */
declare function displayWidth(text: string): number
export = displayWidth
