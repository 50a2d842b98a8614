import {DnetError} from '../../errors.js'
import {type AddrValue, bitsOf, readAddr, unmapped} from '../../net/addr.js'
import type {SubnetSpec} from '../../spec/network-spec.js'

/** The address flags of `docker network create`, as typed. */
export interface AddressFlags {
  readonly subnets: readonly string[]
  readonly ipRanges: readonly string[]
  readonly gateways: readonly string[]
  readonly auxAddresses: Readonly<Record<string, string>>
}

/**
 * Assigns each range, gateway and auxiliary address to every subnet that contains it, by the rules of the Docker CLI 28
 * and in its order (cli/command/network/create.go, createIPAMConfig). Texts stay as typed: the engine checks them.
 * @throws DnetError USAGE with the Docker CLI's sentence
 */
export function pairSubnets(flags: AddressFlags): SubnetSpec[] {
  const {subnets, ipRanges, gateways, auxAddresses} = flags
  if (subnets.length < ipRanges.length || subnets.length < gateways.length)
    throw usage('every ip-range or gateway must have a corresponding subnet', '--subnet PREFIX')
  checkOverlaps(subnets)
  const pairs = subnets.map((subnet) => ({
    subnet,
    ipRange: '',
    gateway: '',
    auxAddresses: {} as Record<string, string>,
  }))
  for (const ipRange of ipRanges) assign(pairs, 'ipRange', ipRange)
  for (const gateway of gateways) assign(pairs, 'gateway', gateway)
  for (const [name, address] of Object.entries(auxAddresses)) {
    const holders = pairs.filter((pair) => holds(pair.subnet, goAddr(address)))
    if (holders.length === 0) throw noSubnet('aux-address', address)
    for (const pair of holders) pair.auxAddresses[name] = address
  }
  return pairs
}

function checkOverlaps(subnets: readonly string[]): void {
  for (const [i, subnet] of subnets.entries()) {
    for (const earlier of subnets.slice(0, i)) {
      if (holds(earlier, goCidr(subnet).addr) || holds(subnet, goCidr(earlier).addr))
        throw usage('multiple overlapping subnet configuration is not supported', '')
    }
  }
}

function assign(
  pairs: {subnet: string; ipRange: string; gateway: string}[],
  field: 'ipRange' | 'gateway',
  text: string,
) {
  const address = field === 'ipRange' || text.includes('/') ? goCidr(text).addr : goAddr(text)
  const holders = pairs.filter((pair) => holds(pair.subnet, address))
  if (holders.length === 0) throw noSubnet(field === 'ipRange' ? 'range' : 'gateway', text)
  for (const pair of holders) {
    if (pair[field] !== '') {
      const what = field === 'ipRange' ? 'multiple ranges' : 'multiple gateways'
      const on = field === 'ipRange' ? 'on' : 'for'
      throw usage(`cannot configure ${what} (${text}, ${pair[field]}) ${on} the same subnet (${pair.subnet})`, '')
    }
    pair[field] = text
  }
}

function holds(subnet: string, address: AddrValue | undefined): boolean {
  const {addr, length} = goCidr(subnet)
  if (address === undefined || address.family !== addr.family) return false
  const host = BigInt(bitsOf(addr.family) - length)
  return addr.value >> host === address.value >> host
}

/** As Go's net.ParseCIDR: more lenient than dnet's parser (a prefix length may start with 0). */
function goCidr(text: string): {addr: AddrValue; length: number} {
  const slash = text.indexOf('/')
  const addr = slash < 0 ? 'no slash' : readAddr(text.slice(0, slash))
  const digits = text.slice(slash + 1)
  const length = /^\d+$/.test(digits) ? Number(digits) : Number.POSITIVE_INFINITY
  if (typeof addr === 'string' || length > bitsOf(addr.family))
    throw usage(`invalid CIDR address: ${text}`, 'write a block such as 10.7.0.0/24')
  return {addr, length}
}

/** As Go's net.ParseIP: undefined for an invalid address; an IPv4 address in IPv6 form is the IPv4 one. */
function goAddr(text: string): AddrValue | undefined {
  const read = readAddr(text)
  return typeof read === 'string' ? undefined : (unmapped(read) ?? read)
}

const noSubnet = (what: string, text: string): DnetError =>
  usage(`no matching subnet for ${what} ${text}`, 'add the --subnet that contains it')

const usage = (message: string, hint: string): DnetError => new DnetError('USAGE', message, hint)
