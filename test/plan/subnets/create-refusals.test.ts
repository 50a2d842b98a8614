import {equal} from 'node:assert/strict'
import {isDeepStrictEqual} from 'node:util'
import type {AddressSpace} from '../../../src/lib/model/address-space.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {creationRefusal} from '../../../src/lib/plan/subnets/create-refusals.js'
import type {NetworkSpec, SubnetSpec} from '../../../src/lib/spec/network-spec.js'
import {hostWith, network, PODMAN_NETWORK} from '../../build/host.js'
import {networkSpec} from '../../build/specs.js'

const BRIDGE = 'com.docker.network.bridge.name'
const NETWORKS = [
  network('bridge', {options: {[BRIDGE]: 'docker0'}}),
  network('conf', {driver: 'null', configOnly: true}),
  network('web', {options: {[BRIDGE]: 'br-web'}}),
  network('mac', {driver: 'macvlan', options: {parent: 'eth0'}}),
  network('ip', {driver: 'ipvlan', options: {parent: 'eth0'}}),
]
const HOSTS = {
  '20.10': hostWith(NETWORKS, {apiVersion: '1.41'}),
  '26.1': hostWith(NETWORKS, {apiVersion: '1.45'}),
  '28.5': hostWith(NETWORKS, {apiVersion: '1.51'}),
  Podman: hostWith([PODMAN_NETWORK, network('web')], {apiVersion: '1.41'}),
}
type Engine = keyof typeof HOSTS
const ALL: readonly Engine[] = ['20.10', '26.1', '28.5', 'Podman']
const DOCKER: readonly Engine[] = ['20.10', '26.1', '28.5']
const SINCE_26: readonly Engine[] = ['26.1', '28.5']

const block = (subnet: string, more: Partial<SubnetSpec> = {}): Partial<NetworkSpec> => ({
  subnets: [{subnet, ipRange: '', gateway: '', auxAddresses: {}, ...more}],
})

const several = (...blocks: readonly string[]): readonly SubnetSpec[] =>
  blocks.map((subnet) => ({subnet, ipRange: '', gateway: '', auxAddresses: {}}))

const NO_SWARM = 'on one host, use a bridge network: omit --driver and --scope; for several, first: docker swarm init'

/** Whom each was seen to be refused by, and `CODE MESSAGE | HINT`; another row tells what others say of the same. */
const CASES: [why: string, spec: Partial<NetworkSpec>, by: readonly Engine[], told: string][] = [
  ['nothing special', {}, [], ''],
  [
    'a taken name',
    {name: 'web'},
    ALL,
    'NAME_TAKEN network with name web already exists | choose another name, or see the existing one: dnet inspect web',
  ],
  [
    'a name of the engine',
    {name: 'host'},
    DOCKER,
    'ENGINE_REFUSED "host" is a name of the engine\'s own | choose another name',
  ],
  [
    'a name of the engine, which Podman calls a mode',
    {name: 'host'},
    ['Podman'],
    'ENGINE_REFUSED "host" is a network mode, not a name | choose another name',
  ],
  [
    'a mode as a name',
    {name: 'default'},
    ['Podman'],
    'ENGINE_REFUSED "default" is a network mode, not a name | choose another name',
  ],
  [
    'Podman’s network',
    {name: 'podman'},
    ['Podman'],
    'NAME_TAKEN network with name podman already exists | choose another name, or see the existing one: dnet inspect podman',
  ],
  [
    'driver host',
    {driver: 'host'},
    DOCKER,
    'ENGINE_REFUSED only one network of driver "host" is allowed | use the existing one, or omit --driver',
  ],
  ['driver null', {driver: 'null'}, ['Podman'], 'NOT_FOUND Podman has no network driver "null" | omit --driver'],
  ['driver none', {driver: 'none'}, DOCKER, 'NOT_FOUND there is no driver "none" | omit --driver'],
  [
    'configuration',
    {configOnly: true, driver: 'host'},
    ['Podman'],
    'NOT_FOUND Podman has no network driver "host" | omit --driver',
  ],
  [
    'configuration that is internal',
    {configOnly: true, internal: true},
    DOCKER,
    'ENGINE_REFUSED a network that only holds configuration cannot have --internal | omit --internal',
  ],
  [
    'configuration with a scope',
    {configOnly: true, scope: 'swarm'},
    DOCKER,
    'ENGINE_REFUSED a network that only holds configuration cannot have --scope | omit --scope',
  ],
  [
    'configuration from configuration',
    {configOnly: true, configFrom: 'conf'},
    DOCKER,
    'ENGINE_REFUSED a network that only holds configuration cannot take it from another one | omit --config-from',
  ],
  ['from configuration', {configFrom: 'conf'}, [], ''],
  [
    'from none',
    {configFrom: 'nosuch'},
    DOCKER,
    'NETWORK_NOT_FOUND configuration network "nosuch" does not exist | create it first: dnet create --config-only nosuch',
  ],
  [
    'from a plain network',
    {configFrom: 'web'},
    DOCKER,
    'NETWORK_NOT_FOUND configuration network "web" does not exist | create it first: dnet create --config-only web',
  ],
  [
    'from configuration, with more',
    {configFrom: 'conf', labels: {a: 'b'}, options: {a: 'b'}},
    DOCKER,
    'ENGINE_REFUSED a network that takes its configuration from "conf" cannot have --label or --opt | omit --label and --opt, or --config-from',
  ],
  [
    'no family',
    {enableIPv4: false},
    ['28.5'],
    'ENGINE_REFUSED the network has neither IPv4 nor IPv6 | give it IPv6: --ipv6, or omit --ipv4=false',
  ],
  ['IPv6 alone', {enableIPv4: false, enableIPv6: true}, [], ''],
  [
    'no addresses for a bridge',
    {ipamDriver: 'null'},
    DOCKER,
    'ENGINE_REFUSED a bridge network needs an IPAM driver that assigns addresses | omit --ipam-driver null',
  ],
  [
    'a subnet without IPAM',
    {driver: 'macvlan', ipamDriver: 'null', ...block('10.1.0.0/24')},
    DOCKER,
    'ENGINE_REFUSED IPAM driver "null" takes no subnet | omit --ipam-driver null',
  ],
  [
    'a bridge in use',
    {options: {[BRIDGE]: 'br-web'}},
    DOCKER,
    'CONFLICT network "web" already has the bridge br-web | choose another one: -o com.docker.network.bridge.name=BRIDGE',
  ],
  [
    'the default bridge',
    {options: {[BRIDGE]: 'docker0'}},
    SINCE_26,
    'CONFLICT network "bridge" already has the bridge docker0 | choose another one: -o com.docker.network.bridge.name=BRIDGE',
  ],
  [
    'a bridge of 16 bytes',
    {options: {[BRIDGE]: 'br-0123456789abc'}},
    DOCKER,
    'ENGINE_REFUSED bridge name "br-0123456789abc" is longer than 15 bytes | choose a shorter one',
  ],
  ['a bridge of 15 bytes', {options: {[BRIDGE]: 'br-0123456789ab'}}, [], ''],
  [
    'a macvlan parent in use',
    {driver: 'macvlan', options: {parent: 'eth0'}},
    ['20.10', '26.1'],
    'CONFLICT network "mac" already uses the parent interface eth0 | use that network, or another parent: -o parent=INTERFACE',
  ],
  [
    'an ipvlan parent in use',
    {driver: 'ipvlan', options: {parent: 'eth0'}},
    DOCKER,
    'CONFLICT network "ip" already uses the parent interface eth0 | use that network, or another parent: -o parent=INTERFACE',
  ],
  ['a /30', block('10.1.0.0/30'), [], ''],
  [
    'a /31',
    block('10.1.0.0/31'),
    ['20.10'],
    'ENGINE_REFUSED 10.1.0.0/31 has no address that this engine can assign | choose a larger subnet',
  ],
  ['a /127', block('fd00::/127'), [], ''],
  [
    'a /128',
    block('fd00::/128'),
    DOCKER,
    'ENGINE_REFUSED fd00::/128 has no address that this engine can assign | choose a larger subnet',
  ],
  [
    'the first address as the gateway',
    block('10.1.0.0/24', {gateway: '10.1.0.0'}),
    DOCKER,
    'ENGINE_REFUSED gateway 10.1.0.0 is reserved for 10.1.0.0/24 itself (first or last address) | choose another address',
  ],
  [
    'a gateway with a length',
    block('10.1.0.0/24', {gateway: '10.1.0.1/24'}),
    ALL,
    'ENGINE_REFUSED gateway "10.1.0.1/24" is not a valid address | write one such as 172.20.0.1',
  ],
  [
    'the last address kept',
    block('10.1.0.0/24', {auxAddresses: {a: '10.1.0.255'}}),
    DOCKER,
    'ENGINE_REFUSED auxiliary address 10.1.0.255 is reserved for 10.1.0.0/24 itself (first or last address) | choose another address',
  ],
  [
    'the default gateway kept',
    block('10.1.0.0/24', {auxAddresses: {a: '10.1.0.1'}}),
    DOCKER,
    'ENGINE_REFUSED auxiliary address 10.1.0.1 is the gateway of 10.1.0.0/24 | choose another address',
  ],
  [
    'an address kept twice',
    block('10.1.0.0/24', {auxAddresses: {a: '10.1.0.9', b: '10.1.0.9'}}),
    DOCKER,
    'ENGINE_REFUSED auxiliary address 10.1.0.9 is another auxiliary address | choose another address',
  ],
  ['a range', block('10.1.0.0/24', {ipRange: '10.1.0.128/25'}), [], ''],
  [
    'a range of the first address',
    block('10.1.0.0/24', {ipRange: '10.1.0.0/32'}),
    DOCKER,
    'ENGINE_REFUSED 10.1.0.0/32 has no address left for a gateway | --gateway ADDRESS',
  ],
  [
    'a range beyond its subnet',
    block('10.1.0.0/24', {ipRange: '10.1.0.0/16'}),
    ['26.1', '28.5', 'Podman'],
    'ENGINE_REFUSED ip-range 10.1.0.0/16 is larger than its subnet 10.1.0.0/24 | choose a range inside the subnet',
  ],
  [
    'the default’s name, which Docker calls its own',
    {name: 'default'},
    DOCKER,
    'ENGINE_REFUSED "default" is a name of the engine\'s own | choose another name',
  ],
  ...['bridge', 'none'].flatMap((name): typeof CASES => [
    [
      `${name}, a name of the engine`,
      {name},
      DOCKER,
      `ENGINE_REFUSED "${name}" is a name of the engine's own | choose another name`,
    ],
    [
      `${name}, a mode`,
      {name},
      ['Podman'],
      `ENGINE_REFUSED "${name}" is a network mode, not a name | choose another name`,
    ],
  ]),
  [
    'driver host, which Podman lacks',
    {driver: 'host'},
    ['Podman'],
    'NOT_FOUND Podman has no network driver "host" | omit --driver',
  ],
  [
    'driver null, of which Docker has one',
    {driver: 'null'},
    DOCKER,
    'ENGINE_REFUSED only one network of driver "null" is allowed | use the existing one, or omit --driver',
  ],
  [
    'driver none, which Podman lacks',
    {driver: 'none'},
    ['Podman'],
    'NOT_FOUND Podman has no network driver "none" | omit --driver',
  ],
  [
    'an overlay, which Podman lacks',
    {driver: 'overlay'},
    ['Podman'],
    'NOT_FOUND Podman has no network driver "overlay" | omit --driver',
  ],
  [
    'an overlay outside of a Swarm',
    {driver: 'overlay'},
    DOCKER,
    `ENGINE_REFUSED an overlay network is created on a manager of a Swarm, which this engine is not | ${NO_SWARM}`,
  ],
  [
    'a network of a Swarm outside of one',
    {scope: 'swarm'},
    DOCKER,
    `ENGINE_REFUSED a network of a Swarm needs one, and this engine is in none | ${NO_SWARM}`,
  ],
  [
    'an ingress network that is none',
    {ingress: true},
    DOCKER,
    'ENGINE_REFUSED an ingress network is an overlay network of a Swarm | omit --ingress',
  ],
  [
    'from configuration, with addresses of all kinds',
    {configFrom: 'conf', enableIPv6: true, ipamDriver: 'null', ipamOptions: {a: 'b'}, ...block('10.1.0.0/24')},
    DOCKER,
    'ENGINE_REFUSED a network that takes its configuration from "conf" cannot have --subnet or --ipv6 or --ipam-driver or --ipam-opt | omit --subnet and --ipv6 and --ipam-driver and --ipam-opt, or --config-from',
  ],
  ...['macvlan', 'ipvlan'].map((driver): (typeof CASES)[number] => [
    `no addresses for ${driver}`,
    {driver, ipamDriver: 'null'},
    DOCKER,
    `ENGINE_REFUSED a ${driver} network needs an IPAM driver that assigns addresses | omit --ipam-driver null`,
  ]),
  ['a bridge’s name for macvlan', {driver: 'macvlan', options: {[BRIDGE]: 'br-0123456789abc'}}, [], ''],
  ['a parent of a bridge', {options: {parent: 'eth0'}}, [], ''],
  [
    'two subnets of a family on a bridge',
    {subnets: several('10.1.0.0/24', '10.2.0.0/24')},
    DOCKER,
    'ENGINE_REFUSED a bridge has one subnet of each family | create several networks, or use another driver',
  ],
  [
    'two IPv6 subnets on a bridge of both families',
    {enableIPv6: true, subnets: several('fd00::/64', 'fd01::/64')},
    DOCKER,
    'ENGINE_REFUSED a bridge has one subnet of each family | create several networks, or use another driver',
  ],
  ['two IPv6 subnets that are not used', {subnets: several('fd00::/64', 'fd01::/64')}, [], ''],
  ['one of each family', {enableIPv6: true, subnets: several('10.1.0.0/24', 'fd01::/64')}, [], ''],
  ['two subnets of a macvlan', {driver: 'macvlan', subnets: several('10.1.0.0/24', '10.2.0.0/24')}, [], ''],
  [
    'the gateway kept',
    block('10.1.0.0/24', {gateway: '10.1.0.9', auxAddresses: {a: '10.1.0.9'}}),
    DOCKER,
    'ENGINE_REFUSED auxiliary address 10.1.0.9 is the gateway of 10.1.0.0/24 | choose another address',
  ],
  [
    'the first address of the range kept',
    block('10.1.0.0/24', {ipRange: '10.1.0.128/25', auxAddresses: {a: '10.1.0.128'}}),
    DOCKER,
    'ENGINE_REFUSED auxiliary address 10.1.0.128 is the gateway of 10.1.0.0/24 | choose another address',
  ],
  [
    'the gateway of an internal network kept',
    {internal: true, ...block('10.1.0.0/24', {auxAddresses: {a: '10.1.0.1'}})},
    DOCKER,
    'ENGINE_REFUSED auxiliary address 10.1.0.1 is the gateway of 10.1.0.0/24 | choose another address',
  ],
  [
    'an address where an internal macvlan had its gateway',
    {internal: true, driver: 'macvlan', ...block('10.1.0.0/24', {auxAddresses: {a: '10.1.0.1'}})},
    ['20.10', '26.1'],
    'ENGINE_REFUSED auxiliary address 10.1.0.1 is the gateway of 10.1.0.0/24 | choose another address',
  ],
  ['a range as large as its subnet', block('10.1.0.0/24', {ipRange: '10.1.0.0/24'}), [], ''],
  ['a range that is none', block('10.1.0.0/24', {ipRange: 'x'}), [], ''],
  ['anything of an IPAM plugin', {...block('10.1.0.0/31', {gateway: '10.1.0.0'}), ipamDriver: 'dhcp'}, [], ''],
]

const told = (engine: Engine, spec: Partial<NetworkSpec>): string => {
  const error = creationRefusal(HOSTS[engine], networkSpec(spec))?.error
  return error ? `${error.code} ${error.message} | ${error.hint}` : ''
}

describe('what an engine refuses to create', () => {
  for (const [why, spec, by, text] of CASES)
    it(`${why}: ${by.join(', ') || 'none'}`, () => {
      const twins = CASES.filter((one) => isDeepStrictEqual(one[1], spec))
      for (const engine of ALL) {
        const own = twins.find(([, , refusing]) => refusing.includes(engine))
        equal(told(engine, spec), own?.[3] ?? '', engine)
      }
      for (const engine of by) equal(told(engine, spec), text, engine)
    })

  it('in a Swarm, only its managers create overlays', () => {
    const of = (swarmPools: AddressSpace['swarmPools'], driver: string, scope = ''): string | undefined =>
      creationRefusal(hostWith(NETWORKS, {swarmPools}), networkSpec({driver, scope}))?.error.message
    const manager = known([{base: parsePrefix('10.0.0.0/8'), blockLength: 24}])
    equal(of(manager, 'overlay'), undefined)
    equal(of(manager, 'bridge', 'swarm'), undefined)
    const worker = unknown('only a manager knows them')
    equal(of(worker, 'overlay'), 'an overlay network is created on a manager of a Swarm, which this engine is not')
    equal(of(worker, 'bridge', 'swarm'), undefined)
  })

  it('where the engine’s part in a Swarm was not seen, nothing is foretold of it', () => {
    const host = {...hostWith(NETWORKS), addressSpace: unknown('not asked for')}
    equal(creationRefusal(host, networkSpec({driver: 'overlay'})), undefined)
  })
})
