import {blockSize, type Prefix, prefixLengthOf, rangeOf} from '../../net/prefix.js'
import {type AddrRange, rangeSize, rangesOverlap} from '../../net/range.js'

/** A block to draw, one line of cells. */
export interface MapLine {
  readonly block: Prefix
  /** The prefix length of one cell, if that many cells fit the width. */
  readonly cellLength: number
  /** Shown after the cells. */
  readonly note: string
}

/** The characters for the cells that a block covers. */
interface MapMark {
  readonly block: Prefix
  readonly whole: string
  /** For a cell that is covered in part. */
  readonly part: string
}

/**
 * A map of address space: each line is a block, divided into as many cells of one size as fit; `·` is free. A cell
 * shows the first mark that covers all of it, otherwise the first that covers a part.
 */
export function addressMap(lines: readonly MapLine[], marks: readonly MapMark[], columns: number): string {
  const known = marks.map((mark) => ({...mark, range: rangeOf(mark.block)}))
  const labelWidth = Math.max(0, ...lines.map(({block}) => block.length))
  const width = cellsIn(columns - labelWidth - Math.max(...lines.map(({note}) => note.length + 4), 2))
  const drawn = lines.map(({block, cellLength, note}) => ({
    block,
    note,
    cells: cellsOf(block, cellLength, width, known),
  }))
  const cellsWidth = Math.max(0, ...drawn.map(({cells}) => cells.length))
  return drawn
    .map(({block, cells, note}) =>
      `${block.padEnd(labelWidth)}  ${note === '' ? cells : `${cells.padEnd(cellsWidth)}  ${note}`}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('')
}

/** A power of two, so that each cell is a block: at most 64, and never fewer than 8. */
export const cellsIn = (room: number): number => [64, 32, 16].find((cells) => cells <= room) ?? 8

type Known = MapMark & {readonly range: AddrRange}

function cellsOf(block: Prefix, cellLength: number, width: number, marks: readonly Known[]): string {
  const whole = rangeOf(block)
  const wanted = blockSize(whole.family, Math.max(cellLength, prefixLengthOf(block)))
  const least = rangeSize(whole) / BigInt(width)
  const size = wanted > least ? wanted : least
  const near = marks.filter(({range}) => rangesOverlap(range, whole))
  let cells = ''
  for (let first = whole.first; first <= whole.last; first += size)
    cells += signOf({family: whole.family, first, last: first + size - 1n}, near)
  return cells
}

function signOf(cell: AddrRange, marks: readonly Known[]): string {
  const within = marks.filter(({range}) => rangesOverlap(range, cell))
  const covering = within.find(({range}) => range.first <= cell.first && range.last >= cell.last)
  return covering?.whole ?? within[0]?.part ?? '·'
}
