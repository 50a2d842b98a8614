import {DnetError, type ErrorCode} from '../../errors.js'
import {apiAtLeast} from '../../model/api-version.js'
import type {Host, Network} from '../../model/host.js'
import {isPodman} from '../../model/predefined.js'
import {isGatewayReserved} from '../../model/subnets/gateway-reserved.js'
import {familyOf, tryAddr} from '../../net/addr.js'
import {gatewayFor, isUsable} from '../../net/gateway.js'
import {contains, prefixLengthOf, tryPrefix} from '../../net/prefix.js'
import {toPaste} from '../../shell-words.js'
import type {NetworkSpec, SubnetSpec} from '../../spec/network-spec.js'
import type {Refusal} from '../foretold.js'

/** What an engine would say, and what to do about it. */
interface Reason {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}

const refused = (message: string, hint: string): Reason => ({code: 'ENGINE_REFUSED', message, hint})

/**
 * Why the engine would refuse a network, apart from what its subnets overlap; undefined if no reason was seen, which does
 * not mean that there is none. Only what an engine of the tests was seen to refuse counts (20.10.24, 26.1.5, 28.5.2,
 * Podman 5.4.2), and on versions between two that differ nothing is foretold.
 */
export function creationRefusal(host: Host, spec: NetworkSpec): Refusal | undefined {
  const reason = isPodman(host) ? onPodman(host, spec) : onDocker(host, spec)
  if (!reason) return undefined
  return {error: new DnetError(reason.code, reason.message, reason.hint), reason: ''}
}

function onPodman(host: Host, spec: NetworkSpec): Reason | undefined {
  if (MODES.includes(spec.name)) return refused(`"${spec.name}" is a network mode, not a name`, 'choose another name')
  if (spec.name === 'podman') return taken(spec.name)
  if (['host', 'null', 'none', 'overlay'].includes(spec.driver))
    return {code: 'NOT_FOUND', message: `Podman has no network driver "${spec.driver}"`, hint: 'omit --driver'}
  const range = spec.subnets.find(({subnet, ipRange}) => tooLarge(subnet, ipRange))
  return nameTaken(host, spec) ?? (range ? rangeTooLarge(range) : notAnAddress(spec.subnets))
}

/** Reports whether the engine refuses a network for its name or its configuration, before it looks at its subnets. */
export function isRefusedByName(host: Host, spec: NetworkSpec): boolean {
  if (isPodman(host)) return nameTaken(host, spec) !== undefined
  return ofName(host, spec) !== undefined
}

const ofName = (host: Host, spec: NetworkSpec): Reason | undefined =>
  MODES.includes(spec.name)
    ? refused(`"${spec.name}" is a name of the engine's own`, 'choose another name')
    : (nameTaken(host, spec) ?? configuration(host, spec))

/** moby v28.2.2 libnetwork/network.go validateConfiguration and controller.go NewNetwork. */
function onDocker(host: Host, spec: NetworkSpec): Reason | undefined {
  const {driver, configOnly} = spec
  const byName = ofName(host, spec)
  if (byName || configOnly) return byName
  if (driver === 'host' || driver === 'null')
    return refused(`only one network of driver "${driver}" is allowed`, 'use the existing one, or omit --driver')
  if (driver === 'none') return {code: 'NOT_FOUND', message: 'there is no driver "none"', hint: 'omit --driver'}
  const outside = outsideSwarm(host, spec)
  if (outside || spec.configFrom !== '') return outside
  if (spec.ipamDriver === 'null') {
    const hint = 'omit --ipam-driver null'
    if (driver !== 'bridge' && spec.subnets.length > 0) return refused('IPAM driver "null" takes no subnet', hint)
    if (['bridge', 'macvlan', 'ipvlan'].includes(driver))
      return refused(`a ${driver} network needs an IPAM driver that assigns addresses`, hint)
  }
  const {apiVersion} = host.engine
  if (spec.enableIPv4 === false && !spec.enableIPv6 && apiAtLeast(apiVersion, '1.48'))
    return refused('the network has neither IPv4 nor IPv6', 'give it IPv6: --ipv6, or omit --ipv4=false')
  return (
    spec.subnets.map((subnet) => addresses(subnet, apiVersion, spec)).find((reason) => reason !== undefined) ??
    severalOfAFamily(spec) ??
    interfaces(host, spec)
  )
}

/** moby daemon/cluster/networks.go CreateNetwork, and daemon/network.go createNetwork. */
function outsideSwarm({addressSpace}: Host, {driver, scope, ingress}: NetworkSpec): Reason | undefined {
  if (ingress && driver !== 'overlay' && scope === '')
    return refused('an ingress network is an overlay network of a Swarm', 'omit --ingress')
  const pools = addressSpace.known ? addressSpace.value.swarmPools : undefined
  // A manager always has some, and a worker does not know them.
  if (!pools || (pools.known && pools.value.length > 0)) return undefined
  const hint = 'on one host, use a bridge network: omit --driver and --scope; for several, first: docker swarm init'
  if (driver === 'overlay')
    return refused('an overlay network is created on a manager of a Swarm, which this engine is not', hint)
  if (scope === 'swarm' && pools.known)
    return refused('a network of a Swarm needs one, and this engine is in none', hint)
  return undefined
}

/** What engines call the default network, the host's network, and none. */
const MODES = ['host', 'bridge', 'none', 'default']

const taken = (name: string): Reason => ({
  code: 'NAME_TAKEN',
  message: `network with name ${name} already exists`,
  hint: toPaste`choose another name, or see the existing one: dnet inspect ${name}`,
})

const nameTaken = (host: Host, {name}: NetworkSpec): Reason | undefined =>
  host.networks.some((network) => network.name === name) ? taken(name) : undefined

/** Networks of configuration, and those that are made from them. */
function configuration(host: Host, spec: NetworkSpec): Reason | undefined {
  const {configOnly, configFrom} = spec
  if (configOnly && configFrom !== '')
    return refused('a network that only holds configuration cannot take it from another one', 'omit --config-from')
  const own = ['internal', 'attachable', 'ingress'] as const
  const flag = spec.scope === '' ? own.find((key) => spec[key]) : 'scope'
  if (configOnly && flag)
    return refused(`a network that only holds configuration cannot have --${flag}`, `omit --${flag}`)
  if (configFrom === '') return undefined
  const given = [
    ...(spec.subnets.length > 0 ? ['--subnet'] : []),
    ...(spec.enableIPv6 ? ['--ipv6'] : []),
    ...(spec.ipamDriver === 'default' ? [] : ['--ipam-driver']),
    ...(Object.keys(spec.ipamOptions).length > 0 ? ['--ipam-opt'] : []),
    ...(Object.keys(spec.labels).length > 0 ? ['--label'] : []),
    ...(Object.keys(spec.options).length > 0 ? ['--opt'] : []),
  ]
  if (given.length > 0)
    return refused(
      `a network that takes its configuration from "${configFrom}" cannot have ${given.join(' or ')}`,
      `omit ${given.join(' and ')}, or --config-from`,
    )
  if (host.networks.some((network) => network.configOnly && network.name === configFrom)) return undefined
  const message = `configuration network "${configFrom}" does not exist`
  return {code: 'NETWORK_NOT_FOUND', message, hint: toPaste`create it first: dnet create --config-only ${configFrom}`}
}

const BRIDGE = 'com.docker.network.bridge.name'

/** Bytes; Linux refuses a longer name of an interface (IFNAMSIZ). */
const LONGEST_INTERFACE = 15

/** The interfaces of the machine that another network has. */
function interfaces(host: Host, {driver, options}: NetworkSpec): Reason | undefined {
  const {apiVersion} = host.engine
  const holder = (key: string): Network | undefined =>
    host.networks.find((network) => network.driver === driver && options[key] && network.options[key] === options[key])
  if (driver === 'bridge') {
    if (Buffer.byteLength(options[BRIDGE] ?? '') > LONGEST_INTERFACE)
      return refused(
        `bridge name "${options[BRIDGE]}" is longer than ${LONGEST_INTERFACE} bytes`,
        'choose a shorter one',
      )
    const bridge = holder(BRIDGE)
    // 20.10 lets a network have docker0, and then cannot use it.
    const counts = bridge && (bridge.name !== 'bridge' || apiAtLeast(apiVersion, '1.45'))
    if (counts) {
      const message = `network "${bridge.name}" already has the bridge ${options[BRIDGE]}`
      return {code: 'CONFLICT', message, hint: `choose another one: -o ${BRIDGE}=BRIDGE`}
    }
  }
  // macvlan networks of one parent: refused by 26.1, not by 28.5.
  const exclusive = driver === 'ipvlan' || (driver === 'macvlan' && !apiAtLeast(apiVersion, '1.46'))
  const parent = exclusive ? holder('parent') : undefined
  if (!parent) return undefined
  const message = `network "${parent.name}" already uses the parent interface ${options.parent}`
  return {code: 'CONFLICT', message, hint: 'use that network, or another parent: -o parent=INTERFACE'}
}

/** The addresses that the engine assigns in a subnet as it creates it. @param spec what the subnet is of */
function addresses(given: SubnetSpec, apiVersion: string, spec: NetworkSpec): Reason | undefined {
  const prefix = tryPrefix(given.subnet)
  if (!prefix || spec.ipamDriver !== 'default') return undefined
  const {ipRange, gateway, auxAddresses} = given
  if (tooLarge(given.subnet, ipRange) && apiAtLeast(apiVersion, '1.44')) return rangeTooLarge(given)
  const wrong = notAnAddress([given])
  if (wrong) return wrong
  const family = familyOf(prefix)
  const length = prefixLengthOf(prefix)
  if (length === 128 || (family === 4 && length >= 31 && !apiAtLeast(apiVersion, '1.42')))
    return refused(`${prefix} has no address that this engine can assign`, 'choose a larger subnet')
  const range = ipRange === '' ? undefined : tryPrefix(ipRange)
  const isChosen = gateway === '' && isGatewayReserved(spec, family, apiVersion)
  const first = isChosen && (!range || contains(prefix, range))
  const own = first ? gatewayFor(range ?? prefix, [], prefix) : (tryAddr(gateway) ?? null)
  if (first && own === null) return refused(`${range ?? prefix} has no address left for a gateway`, '--gateway ADDRESS')
  const asked = [...(own && !first ? [['gateway', own] as const] : []), ...auxOf(auxAddresses)]
  const reserved = asked.find(([, addr]) => contains(prefix, addr) && !isUsable(prefix, addr))
  if (reserved)
    return refused(
      `${reserved[0]} ${reserved[1]} is reserved for ${prefix} itself (first or last address)`,
      'choose another address',
    )
  const all = [...(own ? [own] : []), ...auxOf(auxAddresses).map(([, addr]) => addr)]
  const twice = all.find((addr, i) => all.indexOf(addr) !== i)
  if (twice === undefined) return undefined
  const whose = twice === own ? `the gateway of ${prefix}` : 'another auxiliary address'
  return refused(`auxiliary address ${twice} is ${whose}`, 'choose another address')
}

/** moby daemon/libnetwork/drivers/bridge/bridge_linux.go parseNetworkIPAMOptions; other drivers take several. */
function severalOfAFamily({driver, enableIPv4, enableIPv6, subnets}: NetworkSpec): Reason | undefined {
  if (driver !== 'bridge') return undefined
  const count = (six: boolean): number => subnets.filter(({subnet}) => subnet.includes(':') === six).length
  const several = (enableIPv4 !== false && count(false) > 1) || (enableIPv6 === true && count(true) > 1)
  if (!several) return undefined
  return refused('a bridge has one subnet of each family', 'create several networks, or use another driver')
}

const auxOf = (auxAddresses: Readonly<Record<string, string>>) =>
  Object.values(auxAddresses).flatMap((text) => {
    const addr = tryAddr(text)
    return addr ? [['auxiliary address', addr] as const] : []
  })

/** Reports whether an ip-range begins in the subnet and ends outside. */
function tooLarge(subnet: string, ipRange: string): boolean {
  const [prefix, range] = [tryPrefix(subnet), ipRange === '' ? undefined : tryPrefix(ipRange)]
  return prefix !== undefined && range !== undefined && prefixLengthOf(range) < prefixLengthOf(prefix)
}

const rangeTooLarge = ({subnet, ipRange}: SubnetSpec): Reason =>
  refused(`ip-range ${ipRange} is larger than its subnet ${subnet}`, 'choose a range inside the subnet')

/** The Docker CLI lets a gateway have a prefix length; no engine does. */
function notAnAddress(subnets: readonly SubnetSpec[]): Reason | undefined {
  const wrong = subnets.find(({gateway}) => gateway !== '' && !tryAddr(gateway))
  return wrong && refused(`gateway "${wrong.gateway}" is not a valid address`, 'write one such as 172.20.0.1')
}
