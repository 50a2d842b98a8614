import {addrValue, familyOf} from '../../src/lib/net/addr.js'
import {blockSize, firstAddr, formatPrefix, type Prefix, rangeOf} from '../../src/lib/net/prefix.js'

/** Every block of a longer (or equal) length that a block is made of, lowest first: what brute force looks through. */
export function blocksOfLength(prefix: Prefix, length: number): Prefix[] {
  const family = familyOf(firstAddr(prefix))
  const {value} = addrValue(firstAddr(prefix))
  const step = blockSize(family, length)
  const blocks: Prefix[] = []
  for (let at = value; at <= rangeOf(prefix).last; at += step) blocks.push(formatPrefix({family, value: at}, length))
  return blocks
}
