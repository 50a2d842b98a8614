import {equal} from 'node:assert/strict'
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

/** Whom each was seen to be refused by; the other engines took it. */
const CASES: [why: string, spec: Partial<NetworkSpec>, by: readonly Engine[], message: string][] = [
  ['nothing special', {}, [], ''],
  ['a taken name', {name: 'web'}, ALL, 'network with name web already exists'],
  ['a name of the engine', {name: 'host'}, DOCKER, '"host" is a name of the engine\'s own'],
  ['a mode as a name', {name: 'default'}, ['Podman'], '"default" is a network mode, not a name'],
  ['Podman’s network', {name: 'podman'}, ['Podman'], 'network with name podman already exists'],
  ['driver host', {driver: 'host'}, DOCKER, 'only one network of driver "host" is allowed'],
  ['driver null', {driver: 'null'}, ['Podman'], 'Podman has no network driver "null"'],
  ['driver none', {driver: 'none'}, DOCKER, 'there is no driver "none"'],
  ['configuration', {configOnly: true, driver: 'host'}, ['Podman'], 'Podman has no network driver "host"'],
  [
    'configuration that is internal',
    {configOnly: true, internal: true},
    DOCKER,
    'a network that only holds configuration cannot have --internal',
  ],
  [
    'configuration with a scope',
    {configOnly: true, scope: 'swarm'},
    DOCKER,
    'a network that only holds configuration cannot have --scope',
  ],
  [
    'configuration from configuration',
    {configOnly: true, configFrom: 'conf'},
    DOCKER,
    'a network that only holds configuration cannot take it from another one',
  ],
  ['from configuration', {configFrom: 'conf'}, [], ''],
  ['from none', {configFrom: 'nosuch'}, DOCKER, 'configuration network "nosuch" does not exist'],
  ['from a plain network', {configFrom: 'web'}, DOCKER, 'configuration network "web" does not exist'],
  [
    'from configuration, with more',
    {configFrom: 'conf', labels: {a: 'b'}, options: {a: 'b'}},
    DOCKER,
    'a network that takes its configuration from "conf" cannot have --label or --opt',
  ],
  ['no family', {enableIPv4: false}, ['28.5'], 'the network has neither IPv4 nor IPv6'],
  ['IPv6 alone', {enableIPv4: false, enableIPv6: true}, [], ''],
  [
    'no addresses for a bridge',
    {ipamDriver: 'null'},
    DOCKER,
    'a bridge network needs an IPAM driver that assigns addresses',
  ],
  [
    'a subnet without IPAM',
    {driver: 'macvlan', ipamDriver: 'null', ...block('10.1.0.0/24')},
    DOCKER,
    'IPAM driver "null" takes no subnet',
  ],
  ['a bridge in use', {options: {[BRIDGE]: 'br-web'}}, DOCKER, 'network "web" already has the bridge br-web'],
  ['the default bridge', {options: {[BRIDGE]: 'docker0'}}, SINCE_26, 'network "bridge" already has the bridge docker0'],
  [
    'a bridge of 16 bytes',
    {options: {[BRIDGE]: 'br-0123456789abc'}},
    DOCKER,
    'bridge name "br-0123456789abc" is longer than 15 bytes',
  ],
  ['a bridge of 15 bytes', {options: {[BRIDGE]: 'br-0123456789ab'}}, [], ''],
  [
    'a macvlan parent in use',
    {driver: 'macvlan', options: {parent: 'eth0'}},
    ['20.10', '26.1'],
    'network "mac" already uses the parent interface eth0',
  ],
  [
    'an ipvlan parent in use',
    {driver: 'ipvlan', options: {parent: 'eth0'}},
    DOCKER,
    'network "ip" already uses the parent interface eth0',
  ],
  ['a /30', block('10.1.0.0/30'), [], ''],
  ['a /31', block('10.1.0.0/31'), ['20.10'], '10.1.0.0/31 has no address that this engine can assign'],
  ['a /127', block('fd00::/127'), [], ''],
  ['a /128', block('fd00::/128'), DOCKER, 'fd00::/128 has no address that this engine can assign'],
  [
    'the first address as the gateway',
    block('10.1.0.0/24', {gateway: '10.1.0.0'}),
    DOCKER,
    'gateway 10.1.0.0 is reserved for 10.1.0.0/24 itself (first or last address)',
  ],
  [
    'a gateway with a length',
    block('10.1.0.0/24', {gateway: '10.1.0.1/24'}),
    ALL,
    'gateway "10.1.0.1/24" is not a valid address',
  ],
  [
    'the last address kept',
    block('10.1.0.0/24', {auxAddresses: {a: '10.1.0.255'}}),
    DOCKER,
    'auxiliary address 10.1.0.255 is reserved for 10.1.0.0/24 itself (first or last address)',
  ],
  [
    'the default gateway kept',
    block('10.1.0.0/24', {auxAddresses: {a: '10.1.0.1'}}),
    DOCKER,
    'auxiliary address 10.1.0.1 is the gateway of 10.1.0.0/24',
  ],
  [
    'an address kept twice',
    block('10.1.0.0/24', {auxAddresses: {a: '10.1.0.9', b: '10.1.0.9'}}),
    DOCKER,
    'auxiliary address 10.1.0.9 is another auxiliary address',
  ],
  ['a range', block('10.1.0.0/24', {ipRange: '10.1.0.128/25'}), [], ''],
  [
    'a range of the first address',
    block('10.1.0.0/24', {ipRange: '10.1.0.0/32'}),
    DOCKER,
    '10.1.0.0/32 has no address left for a gateway',
  ],
  [
    'a range beyond its subnet',
    block('10.1.0.0/24', {ipRange: '10.1.0.0/16'}),
    ['26.1', '28.5', 'Podman'],
    'ip-range 10.1.0.0/16 is larger than its subnet 10.1.0.0/24',
  ],
  ['anything of an IPAM plugin', {...block('10.1.0.0/31', {gateway: '10.1.0.0'}), ipamDriver: 'dhcp'}, [], ''],
]

describe('what an engine refuses to create', () => {
  for (const [why, spec, by, message] of CASES)
    it(`${why}: ${by.join(', ') || 'none'}`, () => {
      for (const engine of by) equal(creationRefusal(HOSTS[engine], networkSpec(spec))?.error.message, message, engine)
      // Engines say it each in its own words; what matters of the others is what the tests on engines hold.
      if (by.length === 0) for (const engine of ALL) equal(creationRefusal(HOSTS[engine], networkSpec(spec)), undefined)
    })
})
