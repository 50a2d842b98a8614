import {DnetError} from '../../errors.js'
import type {AddressSpace, Taken} from '../../model/address-space.js'
import type {Finding} from '../../model/finding.js'
import type {Host} from '../../model/host.js'
import type {Known} from '../../model/known.js'
import {takenOn, takenText} from '../../model/subnets/blocks-in-use.js'
import {besideLan} from '../../model/subnets/lan.js'
import type {Family} from '../../net/addr.js'
import {overlaps, type Prefix} from '../../net/prefix.js'
import type {Prediction} from '../allocate/allocator.js'
import {rulesOf} from '../allocate/allocator-rules.js'
import {searchedPools} from '../allocate/engine-pools.js'
import {coveringText, creationThatWorks} from '../allocate/other-pools.js'
import {predictedSubnet} from '../allocate/prediction.js'
import type {Refusal} from '../foretold.js'
import {createLine, withOther} from './create-line.js'
import {automaticFamilies, blockFamilies, type CreateRequest} from './create-request.js'

/** The prediction for subnets that the engine chooses itself. */
export interface Automatic {
  /** One of each family; none if they cannot be predicted. */
  readonly subnets: readonly Prefix[]
  readonly findings: readonly Finding[]
  readonly refusal: Refusal | undefined
}

const NOTHING: Automatic = {subnets: [], findings: [], refusal: undefined}

/** Reports whether the subnets of a network without --subnet can be predicted. */
export const canForetellAutomatic = (request: CreateRequest): boolean =>
  automaticFamilies(request).length > 0 && request.network.driver !== 'overlay' && !request.network.ingress

/**
 * Which subnets the engine would choose for a network without --subnet, and what they would overlap: it considers few
 * routes of its machine, and nothing else. An engine before 27.0 may choose any free block.
 * @param beside the families of which a subnet is requested
 */
export function foretellAutomatic(host: Host, request: CreateRequest, beside: readonly Family[]): Automatic {
  const space = host.addressSpace
  if (!canForetellAutomatic(request) || !space.known) return NOTHING
  const taken = takenOn(host, request.avoid)
  const chosen = new Set([...blockFamilies(request), ...beside])
  const near = (subnet: Prefix): readonly Taken[] =>
    besideLan(request.network, subnet, taken).filter(({prefix}) => overlaps(prefix, subnet))
  const hint = (): string =>
    noneLeft(
      space.value,
      creationThatWorks(space.value, taken, (hosts, pool) => lineWithHosts(request, space.value, hosts, pool)),
    )
  return automaticFamilies(request)
    .filter((family) => !chosen.has(family))
    .map((family) => ofFamily(predictedSubnet(space.value, host.networks, family, undefined), near, hint))
    .reduce(
      (all, one) => ({
        subnets: [...all.subnets, ...one.subnets],
        findings: [...all.findings, ...one.findings],
        refusal: all.refusal ?? one.refusal,
      }),
      NOTHING,
    )
}

/** What is in the way of a subnet. */
type Near = (subnet: Prefix) => readonly Taken[]

/** @param hint what to do if no block is left */
function ofFamily(prediction: Known<Prediction>, near: Near, hint: () => string): Automatic {
  if (!prediction.known) return NOTHING
  const {value} = prediction
  if (value.is === 'refused') return {...NOTHING, refusal: refusal(value.message, hint())}
  if (value.is === 'one-of') return {...NOTHING, findings: possible(value.subnets, near)}
  return {...NOTHING, subnets: [value.subnet], findings: certain(value.subnet, near)}
}

const CLEAR = 'to choose one without an overlap: --subnet /24, --hosts N or --avoid PREFIX'

const warning = (message: string): Finding => ({code: 'SUBNET_OVERLAPS', refused: false, message, hint: CLEAR})

function certain(subnet: Prefix, near: Near): Finding[] {
  const holders = near(subnet)
  if (holders.length === 0) return []
  return [
    warning(
      `the engine chooses ${subnet}, which overlaps ${holders.map(takenText).join(', ')}: traffic to one of them will not arrive`,
    ),
  ]
}

/** How many of the blocks that an engine may choose are named. */
const MOST_NAMED = 3

function possible(subnets: readonly Prefix[], near: Near): Finding[] {
  const hiding = subnets.flatMap((subnet) => {
    const [holder] = near(subnet)
    return holder ? [`${subnet} overlaps ${takenText(holder)}`] : []
  })
  if (hiding.length === 0) return []
  const more = hiding.length > MOST_NAMED ? ` and ${hiding.length - MOST_NAMED} more` : ''
  const named = hiding.slice(0, MOST_NAMED).join(', ')
  return [
    warning(
      `the engine chooses one of ${subnets.length} free blocks, some of which overlap what is in use: ${named}${more}`,
    ),
  ]
}

const refusal = (message: string, hint: string): Refusal => ({
  error: new DnetError('POOL_EXHAUSTED', message, hint),
  reason: '',
})

/**
 * The request with a number of containers; '' if they would be of IPv6. A pool of IPv4 is named together with the
 * other pools of IPv6, unless the engine chooses that subnet itself.
 */
function lineWithHosts(request: CreateRequest, space: AddressSpace, hosts: number, pool: Prefix | undefined): string {
  const {network, pools} = request
  if (network.enableIPv4 === false) return ''
  const needsIPv6 = network.enableIPv6 && !rulesOf(space)?.automaticIPv6
  const others = needsIPv6 ? searchedPools(pools, network.driver, space).map(({base}) => base) : []
  return createLine({...request, hosts}, pool ? withOther(pool, others) : [])
}

/** @param line creates the network nevertheless; '' if there is none */
function noneLeft(space: AddressSpace, line: string): string {
  const routes = coveringText(space)
  const why =
    routes === '' ? 'see what is using the pools: dnet subnets' : `the engine's pools are covered by ${routes}`
  return line === '' ? why : `${why}; choose a subnet: ${line}`
}
