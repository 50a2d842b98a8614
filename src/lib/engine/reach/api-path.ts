import {posix} from 'node:path'

const KEPT = new Set(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+,/:;=@'))

/**
 * The path of a request line as Docker's client writes it: `basePath`, the version and `path` joined and cleaned as Go's
 * path.Join does (a name may hold `/`, `.` or `..`), then percent-encoded as Go's net/url encodes a path (shouldEscape,
 * encodePath). `path` is plain text with a leading slash; `version` is like "1.41", '' for a path without version.
 */
export function apiPath(basePath: string, version: string, path: string): string {
  const joined = posix.join('/', basePath, version && `v${version}`, path)
  const cleaned = joined.length > 1 ? joined.replace(/\/$/, '') : joined
  return [...Buffer.from(cleaned)]
    .map((byte) =>
      KEPT.has(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
}
