import {displayWidth} from './display-width.js'
import {safeText} from './safe-text.js'

/** Rows of texts as lines, columns aligned with three blanks between them; the last column is not padded. */
export function alignedText(rows: readonly (readonly string[])[]): string {
  const safe = rows.map((row) => row.map((cell) => safeText(cell)))
  const columns = Math.max(0, ...safe.map((row) => row.length))
  const widths = Array.from({length: columns}, (_, i) => Math.max(...safe.map((row) => displayWidth(row[i] ?? ''))))
  const padded = (cell: string, i: number, row: readonly string[]): string =>
    i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - displayWidth(cell) + 3)
  return safe
    .map(
      (row) =>
        `${row
          .map((cell, i) => padded(cell, i, row))
          .join('')
          .trimEnd()}\n`,
    )
    .join('')
}
