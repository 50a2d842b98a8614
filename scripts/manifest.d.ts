/** See manifest.js. */
export function manifestText(): Promise<string>
