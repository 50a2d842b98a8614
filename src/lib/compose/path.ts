const ABSOLUTE = /^([a-zA-Z]:)?[\\/]/

/** `path` relative to `directory`, with `.` and `..` resolved and `/` between parts; an absolute path stays. */
export function resolveFrom(directory: string, path: string): string {
  const whole = (ABSOLUTE.test(path) ? path : `${directory}/${path}`).replaceAll('\\', '/')
  const root = /^([a-zA-Z]:)?\//.exec(whole)?.[0] ?? ''
  const parts: string[] = []
  for (const part of whole.slice(root.length).split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (root === '') parts.push('..')
  }
  return root + parts.join('/') || '.'
}

/** The folder a file is in. */
export const directoryOf = (path: string): string => resolveFrom(path, '..')

/** The last part of a path; '' for a root. */
export const baseName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? ''
