export function changed(path: string): number
export function isBuilt(): boolean
