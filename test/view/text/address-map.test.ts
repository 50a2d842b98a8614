import {equal} from 'node:assert/strict'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {addressMap} from '../../../src/lib/view/text/address-map.js'

describe('a picture of address space', () => {
  const line = {block: parsePrefix('10.0.0.0/24'), cellLength: 30, note: '1 of 64'}
  const mark = {block: parsePrefix('10.0.0.0/25'), whole: '█', part: '▄'}
  const half = (cells: number): string => `${'█'.repeat(cells)}${'·'.repeat(cells)}`

  for (const [columns, cells] of [
    [Number.POSITIVE_INFINITY, 64],
    [86, 64],
    [85, 32],
    [40, 16],
    [10, 8],
  ] as const)
    it(`has ${cells} cells in ${columns} columns`, () =>
      equal(addressMap([line], [mark], columns), `10.0.0.0/24  ${half(cells / 2)}  1 of 64\n`))
})
