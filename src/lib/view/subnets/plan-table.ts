import type {Taken} from '../../model/address-space.js'
import {familyOf} from '../../net/addr.js'
import {comparePrefixes, contains, type Prefix, prefixLengthOf, supernet} from '../../net/prefix.js'
import type {PlannedSubnet} from '../../plan/addresses/plan-addresses.js'
import {addressMap, cellsIn, type MapLine} from '../text/address-map.js'
import {countText} from '../text/amounts.js'
import {tableText} from '../text/columns.js'
import {type Look, paintOf} from '../text/paint.js'

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Columns of a block and the gap after it, such as `fd27:a948:8c26::/58`. */
const LABEL = 24

/** The plan as a table, and a map of the space around it in which each network has a letter. */
export function planTable(plan: readonly PlannedSubnet[], taken: readonly Taken[], look: Look): string {
  const paint = paintOf(look)
  const names = [...new Set(plan.map(({name}) => name))]
  const signOf = (name: string): string => SIGNS[names.indexOf(name) % SIGNS.length] ?? '?'
  const table = tableText(
    plan,
    [
      {head: ' ', cell: ({name}) => signOf(name)},
      {head: 'NETWORK', cell: ({name}) => name, min: 12},
      {head: 'SUBNET', cell: ({subnet}) => subnet, tint: paint.address},
      {head: 'GATEWAY', cell: ({gateway}) => gateway ?? '-', dropAt: 1},
      {head: 'ROOM', cell: ({room}) => countText(room), right: true},
      {head: 'WHY', cell: ({because}) => because, dropAt: 0},
    ],
    {columns: look.columns, paint},
  )
  const marks = [
    ...plan.map(({name, subnet}) => ({block: subnet, whole: signOf(name), part: signOf(name)})),
    ...taken.map(({prefix}) => ({block: prefix, whole: '▒', part: '▒'})),
  ]
  const lines = ([4, 6] as const).flatMap((family) => {
    const blocks = plan.map(({subnet}) => subnet).filter((subnet) => familyOf(subnet) === family)
    return blocks.length > 0 ? mapLines(blocks, cellsIn(look.columns - LABEL)) : []
  })
  return `${table}\n${addressMap(lines, marks, look.columns)}▒ taken  · free\n`
}

const MOST_LINES = 12

/** Lines around the blocks of one family, with cells as small as the smallest block if that takes few lines. */
function mapLines(blocks: readonly Prefix[], cells: number): MapLine[] {
  const smallest = Math.max(...blocks.map(prefixLengthOf))
  for (let length = Math.max(0, smallest - Math.log2(cells)); ; length--) {
    const windows = [...new Set(blocks.map((block) => supernet(block, Math.min(length, prefixLengthOf(block)))))]
    const outer = windows.filter((one) => !windows.some((other) => other !== one && contains(other, one)))
    if (outer.length > MOST_LINES && length > 0) continue
    const cellLength = length + Math.log2(cells)
    return outer.toSorted(comparePrefixes).map((block) => ({block, cellLength, note: ''}))
  }
}
