const BLOCK = 512
/** Where a header has the size of its file, in octal, and its kind (POSIX ustar). */
const SIZE = {at: 124, length: 12}
const KIND = 156

/** The content of the first regular file in a tar archive; undefined if there is none. */
export function firstFileOf(tar: Buffer): Buffer | undefined {
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const size = Number.parseInt(tar.toString('latin1', at + SIZE.at, at + SIZE.at + SIZE.length), 8)
    if (Number.isNaN(size)) return undefined
    const content = at + BLOCK
    if (['0', '\0'].includes(String.fromCharCode(tar[at + KIND] ?? 0))) return tar.subarray(content, content + size)
    at = content + Math.ceil(size / BLOCK) * BLOCK
  }
  return undefined
}
