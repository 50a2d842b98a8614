import {createHash} from 'node:crypto'
import type {AddressSpace, Pool} from '../../model/address-space.js'
import {type Known, whenKnown} from '../../model/known.js'
import {familyOf} from '../../net/addr.js'
import {formatPrefix, type Prefix, parsePrefix, parsePrefixMasked, prefixLengthOf} from '../../net/prefix.js'
import {allocatorRulesOf} from './allocator-rules.js'

const pool = (base: string, blockLength: number): Pool => ({base: parsePrefix(base), blockLength})

/** The pools of local networks where the daemon has none configured: 31 blocks, the first for docker0 (moby ipamutils/utils.go). */
export const BUILT_IN_POOLS: readonly Pool[] = [
  pool('172.17.0.0/16', 16),
  pool('172.18.0.0/16', 16),
  pool('172.19.0.0/16', 16),
  pool('172.20.0.0/14', 16),
  pool('172.24.0.0/14', 16),
  pool('172.28.0.0/14', 16),
  pool('192.168.0.0/16', 20),
]

/** The pool of Swarm networks where none was configured (moby ipamutils/utils.go). */
const SWARM_POOLS: readonly Pool[] = [pool('10.0.0.0/8', 24)]

/**
 * The unique local /48 an engine from 27.0 on cuts its automatic IPv6 subnets from, in pieces of /64: fd00::/8 and the
 * 40 low bits of the first eight bytes of the SHA-256 of its id (moby daemon/daemon.go deriveULABaseNetwork).
 * @param engineId `ID` of GET /info
 */
export function uniqueLocalPool(engineId: string): Pool {
  const hash = createHash('sha256').update(engineId, 'utf8').digest()
  const value = (0xfdn << 120n) | ((hash.readBigUInt64BE(0) & 0xff_ffff_ffffn) << 80n)
  return {base: formatPrefix({family: 6, value}, 48), blockLength: 64}
}

/**
 * The pools an engine cuts automatic subnets of local networks from, in its order: those configured, else the built-in
 * ones; with the unique local one where the engine makes it and no IPv6 pool is configured (moby daemon/daemon.go
 * networkOptions). Unknown for an engine whose rules are.
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

/** The pieces of a pool that its user gave without saying how large they are to be: as in Swarm's pool, and as IPv6 wants it. */
const PIECE = {4: 24, 6: 64} as const

/**
 * Where to look for a free subnet of a network of this driver: in the pools given, else in those of the engine. An
 * engine whose own pools are not known takes any private block that it is asked for, and so one of the built-in pools.
 * A family without a pool gets the unique local one of the engine.
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
