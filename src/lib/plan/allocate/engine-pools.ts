import {createHash} from 'node:crypto'
import type {AddressSpace, Pool} from '../../model/address-space.js'
import {type Known, whenKnown} from '../../model/known.js'
import {familyOf} from '../../net/addr.js'
import {formatPrefix, type Prefix, parsePrefix, parsePrefixMasked, prefixLengthOf} from '../../net/prefix.js'
import {allocatorRulesOf} from './allocator-rules.js'

const pool = (base: string, blockLength: number): Pool => ({base: parsePrefix(base), blockLength})

/**
 * The pools of local networks if the daemon has none configured: 31 blocks, the first for docker0 (moby
 * ipamutils/utils.go).
 */
export const BUILT_IN_POOLS: readonly Pool[] = [
  pool('172.17.0.0/16', 16),
  pool('172.18.0.0/16', 16),
  pool('172.19.0.0/16', 16),
  pool('172.20.0.0/14', 16),
  pool('172.24.0.0/14', 16),
  pool('172.28.0.0/14', 16),
  pool('192.168.0.0/16', 20),
]

/** The pool of Swarm networks if none was configured (moby ipamutils/utils.go). */
const SWARM_POOLS: readonly Pool[] = [pool('10.0.0.0/8', 24)]

/**
 * The unique local /48 from which engines 27.0 and newer take automatic IPv6 subnets, each a /64: fd00::/8 and the
 * 40 low bits of the first eight bytes of the SHA-256 of its id (moby daemon/daemon.go deriveULABaseNetwork).
 * @param engineId `ID` of GET /info
 */
export function uniqueLocalPool(engineId: string): Pool {
  const hash = createHash('sha256').update(engineId, 'utf8').digest()
  const value = (0xfdn << 120n) | ((hash.readBigUInt64BE(0) & 0xff_ffff_ffffn) << 80n)
  return {base: formatPrefix({family: 6, value}, 48), blockLength: 64}
}

/**
 * The pools from which an engine takes automatic subnets of local networks, in its order: the configured ones, else the
 * built-in ones; and the unique local one if the engine has it and no IPv6 pool is configured (moby daemon/daemon.go
 * networkOptions). Unknown if the engine's rules are.
 */
export function localPools(space: PoolFacts): Known<readonly Pool[]> {
  const {configuredPools, engineId} = space
  return whenKnown(allocatorRulesOf(space.engineVersion), ({automaticIPv6}) => {
    const own = configuredPools.map(({base, size}) => ({base: parsePrefixMasked(base), blockLength: size}))
    const pools = own.length > 0 ? own : [...BUILT_IN_POOLS]
    const hasIPv6 = pools.some(({base}) => familyOf(base) === 6)
    return automaticIPv6 && !hasIPv6 ? [...pools, uniqueLocalPool(engineId)] : pools
  })
}

type PoolFacts = Pick<AddressSpace, 'engineVersion' | 'engineId' | 'configuredPools'>

/**
 * The pieces of a pool that its user gave without saying how large they are to be: as in Swarm's pool, and as IPv6
 * wants it.
 */
export const PIECE = {4: 24, 6: 64} as const

/**
 * Where to look for a free subnet of a network with this driver: in the given pools, else in those of the engine. For
 * an engine whose pools are not known, the built-in ones: it accepts any private block. A family without a pool gets
 * the engine's unique local one.
 */
export function searchedPools(
  given: readonly Prefix[],
  driver: string,
  space: AddressSpace | undefined,
): readonly Pool[] {
  if (given.length > 0)
    return given.map((base) => ({base, blockLength: Math.max(prefixLengthOf(base), PIECE[familyOf(base)])}))
  if (driver === 'overlay') {
    const swarm = space?.swarmPools.known ? space.swarmPools.value : []
    return swarm.length > 0 ? swarm : SWARM_POOLS
  }
  const local = space && localPools(space)
  const own = local?.known ? local.value : BUILT_IN_POOLS
  const hasIPv6 = own.some(({base}) => familyOf(base) === 6)
  return hasIPv6 || !space ? own : [...own, uniqueLocalPool(space.engineId)]
}
