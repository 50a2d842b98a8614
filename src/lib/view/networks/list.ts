import type {NetworkBranch, NetworkRow} from '../../model/networks/network-rows.js'
import type {Look} from '../text/paint.js'
import {isBranch} from './network-json.js'
import {networkTable} from './network-table.js'
import {networkTree} from './tree.js'

/** The networks for people: a table, or a tree of those that have branches. */
export const networkListText = (
  rows: readonly (NetworkRow | NetworkBranch)[],
  flags: {readonly tree: boolean; readonly wide: boolean; readonly 'no-trunc': boolean},
  look: Look,
): string =>
  flags.tree
    ? networkTree(rows.filter(isBranch), look)
    : networkTable(rows, {wide: flags.wide, noTrunc: flags['no-trunc']}, look)
