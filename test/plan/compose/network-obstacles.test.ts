import {deepEqual} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import type {Host, Network} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {composeObstacles} from '../../../src/lib/plan/compose/network-obstacles.js'
import {addr, container, endpoint, hostWith, network, PODMAN_NETWORK, subnet} from '../../build/host.js'
import {load} from '../../compose/loading.js'

const OF_SHOP = {
  'com.docker.compose.project': 'shop',
  'com.docker.compose.network': 'n',
  'com.docker.compose.config-hash': 'abc',
}

/** As Compose marks `shop_n` with the subnet 10.1.0.0/24 and nothing else. */
const OF_10_1 = {
  ...OF_SHOP,
  'com.docker.compose.config-hash': '2274ec6eeaff79b67ddfc28d5fdc053933c4b0f4a9ae35c9d422742eca405c4f',
}
const ofService = (name: string, oneOff = 'False') => ({
  labels: {...OF_SHOP, 'com.docker.compose.service': name, 'com.docker.compose.oneoff': oneOff},
})

const service = (name: string, ...endpoints: readonly string[]): string =>
  `  ${name}: {networks: {${endpoints.join(', ')}}}`
const withSubnet = (key: string, prefix: string, more = ''): string =>
  `  ${key}: {ipam: {config: [{subnet: ${prefix}${more}}]}}`

/** `VERDICT [SERVICE on] NETWORK: REASON | HINT`, and where that is written. */
function told(services: readonly string[], networks: readonly string[], host = hostWith([])): string[] {
  const text = ['name: shop', 'services:', ...services, 'networks:', ...networks, ''].join('\n')
  const project = load({'/p/compose.yaml': text})
  deepEqual(project.problems, [])
  return composeObstacles(host, project).obstacles.map(
    ({network: of, service: by, at, verdict, reason, hint}) =>
      `${at.replace('/p/compose.yaml:', '')} ${verdict} ${by === '' ? '' : `${by} on `}${of}: ${reason} | ${hint}`,
  )
}

type Row = [
  why: string,
  services: string[],
  networks: string[],
  there: {networks?: Network[]; containers?: Container[]},
  told: string[],
]

const FREE_24 = 'subnets that are free: dnet subnets --free /24'

/** Each seen with Docker Compose 2.40.3 on engine 28.5.2. */
const rows: Row[] = [
  [
    'networks with room stand in no way',
    [service('a', 'n: ', 'm: ')],
    [withSubnet('n', '10.1.0.0/24'), '  m: '],
    {},
    [],
  ],
  [
    'an external network has to be there',
    [service('a', 'n: ')],
    ['  n: {external: true, name: outer}'],
    {},
    ['5 blocked outer: the file calls it external, and no network has that name | dnet create outer'],
  ],
  [
    'one that is there is used',
    [service('a', 'n: ')],
    ['  n: {external: true, name: outer}'],
    {networks: [network('outer')]},
    [],
  ],
  ['a network that no service joins is not made', [service('a', 'm: ')], ['  n: {external: true}', '  m: '], {}, []],
  [
    'a subnet in use is refused',
    [service('a', 'n: ')],
    [withSubnet('n', '10.1.0.0/24')],
    {networks: [network('other', {subnets: ['10.1.0.0/16']})]},
    [`5 blocked shop_n: subnet 10.1.0.0/24 overlaps network "other" (10.1.0.0/16) | ${FREE_24}`],
  ],
  [
    'of two networks on one subnet the second is refused',
    [service('a', 'n: ', 'm: ')],
    [withSubnet('m', '10.1.0.0/16'), withSubnet('n', '10.1.0.0/24')],
    {},
    [`6 blocked shop_n: subnet 10.1.0.0/24 overlaps network "shop_m" (10.1.0.0/16) | ${FREE_24}`],
  ],
  [
    'a subnet needs its first address',
    [service('a', 'n: ')],
    [withSubnet('n', '10.1.0.7/24')],
    {},
    [
      `5 blocked shop_n: "10.1.0.7/24" is not a valid prefix: 10.1.0.7 is not the first address of its block | ${FREE_24}`,
    ],
  ],
  [
    'a gateway needs a subnet',
    [service('a', 'n: ')],
    ['  n: {ipam: {config: [{gateway: 10.1.0.1}]}}'],
    {},
    [`5 blocked shop_n: entry 1 of its ipam.config has no subnet | `],
  ],
  [
    'a gateway is an address of its subnet',
    [service('a', 'n: ')],
    [withSubnet('n', '10.1.0.0/24', ', gateway: 10.7.0.1')],
    {},
    [`5 blocked shop_n: no matching subnet for gateway 10.7.0.1 | ${FREE_24}`],
  ],
  [
    'a bridge has one subnet of a family',
    [service('a', 'n: ')],
    ['  n: {ipam: {config: [{subnet: 10.1.0.0/24}, {subnet: 10.2.0.0/24}]}}'],
    {},
    [`5 blocked shop_n: a bridge has one subnet of each family | ${FREE_24}`],
  ],
  [
    'a network of that name is used if Compose created it for that key',
    [service('a', 'n: ')],
    ['  n: '],
    {networks: [network('shop_n', {labels: OF_SHOP})]},
    [],
  ],
  [
    'one that Compose did not create is refused',
    [service('a', 'n: ')],
    ['  n: '],
    {networks: [network('shop_n')]},
    [
      '5 blocked shop_n: a network of that name exists, and Compose did not create it | give the network another name in the file, or call it external',
    ],
  ],
  [
    'so is one that it created for another key',
    [service('a', 'n: ')],
    ['  n: {name: x}'],
    {networks: [network('x', {labels: {...OF_SHOP, 'com.docker.compose.network': 'm'}})]},
    [
      '5 blocked x: a network of that name exists, and Compose created it for network "m" | give the network another name in the file, or call it external',
    ],
  ],
  [
    'one with other settings is replaced by itself: its subnet is free then',
    [service('a', 'n: ')],
    [withSubnet('n', '10.1.0.0/16')],
    {networks: [network('shop_n', {labels: OF_SHOP, subnets: ['10.1.0.0/24']})]},
    [],
  ],
  [
    'but not while another container than the project’s runs on it',
    [service('a', 'n: ')],
    [withSubnet('n', '10.1.0.0/16')],
    {
      networks: [network('shop_n', {labels: OF_SHOP, subnets: ['10.1.0.0/24']})],
      containers: [
        container('guest', [endpoint('shop_n')]),
        container('own', [endpoint('shop_n')], {labels: {...OF_SHOP, 'com.docker.compose.service': 'a'}}),
        container('idle', [endpoint('shop_n')], {state: 'exited'}),
        container('elsewhere', [endpoint('bridge')]),
      ],
    },
    [
      '5 blocked shop_n: it differs from the file (subnet is 10.1.0.0/24, not 10.1.0.0/16), so that Compose stops the project\'s containers to replace it, and cannot while "guest" is on it | keep the settings of the network that is there',
    ],
  ],
  [
    'one as in the file is kept, whoever is on it',
    [service('a', 'n: ')],
    [withSubnet('n', '10.1.0.0/24')],
    {
      networks: [network('shop_n', {labels: OF_10_1, subnets: ['10.1.0.0/24']})],
      containers: [container('guest', [endpoint('shop_n')])],
    },
    [],
  ],
  [
    'all differences and all guests are named',
    [service('a', 'n: ')],
    ['  n: {internal: true, driver_opts: {a: b}}'],
    {
      networks: [network('shop_n', {labels: OF_SHOP, subnets: ['10.1.0.0/24']})],
      containers: [container('guest', [endpoint('shop_n')]), container('other', [endpoint('shop_n')])],
    },
    [
      '5 blocked shop_n: it differs from the file (internal is false, not true; option a is unset, not b), so that Compose stops the project\'s containers to replace it, and cannot while "guest", "other" is on it | keep the settings of the network that is there',
    ],
  ],
  [
    'of the project, Compose stops only services that still join it, and none of `compose run`',
    [service('a', 'n: '), service('b', 'm: ')],
    [withSubnet('n', '10.1.0.0/16'), '  m: {external: true, name: outer}'],
    {
      networks: [network('shop_n', {labels: OF_SHOP, subnets: ['10.1.0.0/24']}), network('outer')],
      containers: [
        container('shop-a-1', [endpoint('shop_n')], ofService('a')),
        container('shop-a-run', [endpoint('shop_n')], ofService('a', 'True')),
        container('shop-b-1', [endpoint('shop_n')], ofService('b')),
        container('shop-gone-1', [endpoint('shop_n')], ofService('gone')),
      ],
    },
    [
      '6 blocked shop_n: it differs from the file (subnet is 10.1.0.0/24, not 10.1.0.0/16), so that Compose stops the project\'s containers to replace it, and cannot while "shop-a-run", "shop-b-1", "shop-gone-1" is on it | keep the settings of the network that is there',
    ],
  ],
  [
    'one of other settings that cannot be seen may be replaced as well',
    [service('a', 'n: ')],
    [`  n: {labels: [x=1], ipam: {config: [{subnet: 10.1.0.0/24}]}}`],
    {
      networks: [network('shop_n', {labels: OF_10_1, subnets: ['10.1.0.0/24']})],
      containers: [container('guest', [endpoint('shop_n')])],
    },
    [
      '5 unknown shop_n: it was created from other settings than those of the file, so that Compose stops the project\'s containers to replace it, and cannot while "guest" is on it | keep the settings of the network that is there',
    ],
  ],
  [
    'an external network may be named by its id',
    [service('a', 'n: {ipv4_address: 10.9.0.9}')],
    ['  n: {external: true, name: id-of-outer}'],
    {networks: [{...network('outer', {subnets: ['10.1.0.0/24']}), id: 'id-of-outer'}]},
    ['3 blocked a on outer: 10.9.0.9 is outside 10.1.0.0/24 | choose another address'],
  ],
  [
    'the engine’s own networks take no container of Compose',
    [service('a', 'n: ', 'm: '), '  b: {scale: 0, networks: [o]}'],
    ['  n: {external: true, name: bridge}', '  m: {external: true, name: host}', '  o: {external: true, name: none}'],
    {networks: [network('host', {driver: 'host'}), network('none', {driver: 'null'})]},
    [
      '7 blocked host: Compose gives containers names on each network, and the engine takes none on its own ones | write it as network_mode: host',
      '6 blocked bridge: Compose gives containers names on each network, and the engine takes none on its own ones | write it as network_mode: bridge',
    ],
  ],
  [
    'two networks on one name',
    [service('a', 'n: '), service('b', 'm: ')],
    ['  m: {name: x}', '  n: {name: x}'],
    {},
    ['7 blocked x: network with name x already exists | give one of them another name'],
  ],
  [
    'a range begins with its first address',
    [service('a', 'n: ')],
    [withSubnet('n', '10.1.0.0/24', ', ip_range: 10.1.0.7/25')],
    {},
    [
      `5 blocked shop_n: "10.1.0.7/25" is not a valid prefix: 10.1.0.7 is not the first address of its block | ${FREE_24}`,
    ],
  ],
  [
    'a network mode may be a network, which has to be there',
    [
      '  a: {network_mode: outer}',
      '  b: {network_mode: nonesuch}',
      '  c: {network_mode: shop_n}',
      '  d: {network_mode: host}',
      '  e: {network_mode: "service:a"}',
      '  f: {network_mode: nonesuch, scale: 0}',
      service('g', 'n: '),
    ],
    ['  n: '],
    {networks: [network('outer')]},
    ['4 blocked b on nonesuch: its network_mode names it, and no network has that name | dnet create nonesuch'],
  ],
  [
    'containers join an overlay network only if it is attachable',
    [service('a', 'n: ', 'o: '), '  b: {scale: 0, networks: [m]}'],
    [
      '  m: {external: true, name: closed}',
      '  n: {external: true, name: ingress}',
      '  o: {external: true, name: open}',
    ],
    {
      networks: [
        network('closed', {driver: 'overlay', scope: 'swarm'}),
        network('ingress', {driver: 'overlay', scope: 'swarm'}),
        network('open', {driver: 'overlay', scope: 'swarm', attachable: true}),
      ],
    },
    [
      '7 blocked ingress: containers cannot join an overlay network that is not attachable | dnet create --driver overlay --attachable NAME',
    ],
  ],
  [
    'a network has an address for each container',
    [
      service('a', 'n: '),
      service('b', 'n: {ipv4_address: 10.1.0.2}'),
      service('c', 'm: '),
      '  d: {scale: 2, networks: [o]}',
    ],
    [
      withSubnet('n', '10.1.0.0/30'),
      '  m: {enable_ipv6: true, ipam: {config: [{subnet: "fd00::/126"}]}}',
      '  o: {enable_ipv6: true, ipam: {config: [{subnet: 10.3.0.0/29, ip_range: 10.3.0.4/32}, {subnet: "fd01::/126"}]}}',
    ],
    {},
    [
      '4 unknown b on shop_n: 10.1.0.2 may be given to "a" first, which the file gives no address: it is in the range for automatic ones | give the network an ip_range without 10.1.0.2',
      '8 blocked shop_n: 10.1.0.0/30 has no free IPv4 address for "a", with 1 container | give the network a larger subnet or ip_range',
      '10 blocked shop_o: 10.3.0.4/32 has no free IPv4 address for "d", with 2 containers | give the network a larger subnet or ip_range',
    ],
  ],
  [
    'those that Compose keeps or replaces have theirs',
    ['  a: {scale: 2, networks: [n]}', service('b', 'm: ')],
    ['  m: {external: true, name: full}', '  n: {external: true, name: own}'],
    {
      networks: [network('full', {subnets: ['10.1.0.0/30']}), network('own', {subnets: ['10.2.0.0/29']})],
      containers: [
        container('guest', [endpoint('full', {ipv4: addr('10.1.0.2')})]),
        ...['2', '3', '4', '5', '6'].map((last) =>
          container(`n${last}`, [endpoint('own', {ipv4: addr(`10.2.0.${last}`)})], last < '4' ? ofService('a') : {}),
        ),
      ],
    },
    ['6 blocked full: 10.1.0.0/30 has no free IPv4 address for "b", with 1 container | '],
  ],
  [
    'a job that another service waits for leaves its address',
    [
      service('a', 'n: {ipv4_address: 10.1.0.9}'),
      '  b: {depends_on: {a: {condition: service_completed_successfully}}, networks: {n: {ipv4_address: 10.1.0.9}}}',
      '  c: {depends_on: {b: {condition: service_started}}, networks: {m: }}',
      '  d: {depends_on: {a: {condition: service_completed_successfully}}, networks: {m: }}',
      '  a2: {depends_on: [b], networks: {n: {ipv4_address: 10.1.0.9}}}',
    ],
    [withSubnet('n', '10.1.0.0/24'), withSubnet('m', '10.2.0.0/24')],
    {},
    [
      '7 blocked a2 on shop_n: 10.1.0.9 is promised to service "b" as well | choose another address',
      '4 blocked b on shop_n: 10.1.0.9 is promised to service "a2" as well | choose another address',
    ],
  ],
  [
    'the engine gives fixed addresses only in subnets that were asked for: one of the file’s may be none',
    [service('a', 'n: {ipv4_address: 172.18.0.9}'), service('b', 'm: {ipv4_address: 172.19.0.9}')],
    ['  m: ', '  n: {external: true, name: outer}'],
    {
      networks: [
        network('outer', {subnets: [subnet('172.18.0.0/16', '172.18.0.1')]}),
        network('shop_m', {
          labels: {...OF_SHOP, 'com.docker.compose.network': 'm'},
          subnets: [subnet('172.19.0.0/16', '172.19.0.1')],
        }),
      ],
    },
    [
      '3 unknown a on outer: the engine may have chosen 172.18.0.0/16 of "outer" itself, and then refuses 172.18.0.9: it gives requested addresses only in a subnet that the network was created with | create a network with a subnet for it: dnet create --subnet /24 NAME',
      '4 blocked b on shop_m: 172.19.0.9 needs a subnet that the file gives the network: engines take no fixed address in one that they chose | add it to ipam.config of the network',
    ],
  ],
  [
    'one without the mark of its settings is kept, whatever the file says',
    [service('a', 'n: ')],
    [withSubnet('n', '10.1.0.0/16')],
    {
      networks: [
        network('shop_n', {labels: {'com.docker.compose.network': 'n'}, subnets: ['10.1.0.0/24']}),
        network('other', {subnets: ['10.1.7.0/24']}),
      ],
    },
    [],
  ],
  [
    'a network without a subnet may get that of another first',
    [service('a', 'n: ', 'm: ')],
    [withSubnet('n', '172.18.5.0/24'), '  m: '],
    {},
    [
      '5 unknown shop_n: 172.18.5.0/24 may be given to "shop_m" first: the file gives that no subnet, and Compose creates networks in no certain order | give each network of the project a subnet, or take one outside of the pools: dnet subnets',
    ],
  ],
  [
    'not if as many blocks come before it',
    [service('a', 'n: ', 'm: ')],
    [withSubnet('n', '172.19.5.0/24'), '  m: '],
    {},
    [],
  ],
  [
    'two without reach the second block',
    [service('a', 'n: ', 'm: ', 'o: ')],
    [withSubnet('n', '172.19.5.0/24'), '  m: ', '  o: '],
    {},
    [
      '5 unknown shop_n: 172.19.5.0/24 may be given to "shop_m", "shop_o" first: the file gives that no subnet, and Compose creates networks in no certain order | give each network of the project a subnet, or take one outside of the pools: dnet subnets',
    ],
  ],
  [
    'so does one without, where another has the first',
    [service('a', 'n: ', 'm: ', 'o: ')],
    [withSubnet('n', '172.19.5.0/24'), withSubnet('o', '172.18.5.0/24'), '  m: '],
    {},
    [
      '5 unknown shop_n: 172.19.5.0/24 may be given to "shop_m" first: the file gives that no subnet, and Compose creates networks in no certain order | give each network of the project a subnet, or take one outside of the pools: dnet subnets',
      '6 unknown shop_o: 172.18.5.0/24 may be given to "shop_m" first: the file gives that no subnet, and Compose creates networks in no certain order | give each network of the project a subnet, or take one outside of the pools: dnet subnets',
    ],
  ],
  [
    'blocks behind the first that nobody takes are left to their networks',
    [service('a', 'n: ', 'm: ', 'o: ')],
    [withSubnet('n', '172.19.5.0/24'), withSubnet('o', '172.20.5.0/24'), '  m: '],
    {},
    [],
  ],
  [
    'a fixed address needs a subnet in the file',
    [service('a', 'n: {ipv4_address: 172.18.0.9}')],
    ['  n: '],
    {},
    [
      '3 blocked a on shop_n: 172.18.0.9 needs a subnet that the file gives the network: engines take no fixed address in one that they chose | add it to ipam.config of the network',
    ],
  ],
  [
    'a fixed address is in the subnet',
    [service('a', 'n: {ipv4_address: 10.2.0.9}')],
    [withSubnet('n', '10.1.0.0/24')],
    {},
    ['3 blocked a on shop_n: 10.2.0.9 is outside 10.1.0.0/24 | choose another address'],
  ],
  [
    'subnets of the other family do not count',
    [service('a', 'n: {ipv4_address: 10.2.0.9, ipv6_address: "fd00::9"}')],
    ['  n: {external: true, name: outer}'],
    {networks: [network('outer', {subnets: ['10.1.0.0/24', '10.3.0.0/24']})]},
    [
      '3 blocked a on outer: 10.2.0.9 is outside 10.1.0.0/24, 10.3.0.0/24 | choose another address',
      '3 blocked a on outer: fd00::9 is outside any IPv6 subnet | choose another address',
    ],
  ],
  [
    'of both families each needs its subnet in the file',
    [service('a', 'n: {ipv4_address: 172.18.0.9, ipv6_address: "fd00::9"}')],
    ['  n: {enable_ipv6: true, ipam: {config: [{subnet: "fd00::/64"}]}}'],
    {},
    [
      '3 blocked a on shop_n: 172.18.0.9 needs a subnet that the file gives the network: engines take no fixed address in one that they chose | add it to ipam.config of the network',
    ],
  ],
  [
    'it is an address of its family',
    [service('a', 'n: {ipv4_address: "fd00::9"}'), service('b', 'n: {ipv6_address: abc}')],
    [withSubnet('n', '10.1.0.0/24')],
    {},
    [
      '3 blocked a on shop_n: "fd00::9" is not a valid IPv4 address | choose another address',
      '4 blocked b on shop_n: "abc" is not a valid IPv6 address | choose another address',
    ],
  ],
  [
    'gateway, first and last address and auxiliary addresses are the network’s own',
    [
      service('a', 'n: {ipv4_address: 10.1.0.1}'),
      service('b', 'n: {ipv4_address: 10.1.0.0}'),
      service('c', 'n: {ipv4_address: 10.1.0.255}'),
      service('d', 'n: {ipv4_address: 10.1.0.5}'),
    ],
    [withSubnet('n', '10.1.0.0/24', ', aux_addresses: {printer: 10.1.0.5}')],
    {},
    [
      "3 blocked a on shop_n: 10.1.0.1 is the network's gateway | choose another address",
      '4 blocked b on shop_n: 10.1.0.0 is the first or last address of its subnet, which the engine reserves | choose another address',
      '5 blocked c on shop_n: 10.1.0.255 is the first or last address of its subnet, which the engine reserves | choose another address',
      `6 blocked d on shop_n: 10.1.0.5 is the network's auxiliary address "printer" | choose another address`,
    ],
  ],
  [
    'an address is for one container',
    [
      service('a', 'n: {ipv4_address: 10.1.0.9}'),
      service('b', 'n: {ipv4_address: 10.1.0.9}'),
      '  c: {scale: 2, networks: {n: {ipv4_address: 10.1.0.77}}}',
    ],
    [withSubnet('n', '10.1.0.0/24')],
    {},
    [
      '3 blocked a on shop_n: 10.1.0.9 is promised to service "b" as well | choose another address',
      '4 blocked b on shop_n: 10.1.0.9 is promised to service "a" as well | choose another address',
      '5 blocked c on shop_n: 10.1.0.77 is for one container, and the service has 2 | leave out the address',
    ],
  ],
  [
    'two networks may have the same addresses',
    [service('a', 'n: {ipv4_address: 10.1.0.9}'), service('b', 'm: {ipv4_address: 10.1.0.9}')],
    ['  n: {external: true, name: outer}', '  m: {external: true, name: inner}'],
    {
      networks: [
        network('outer', {driver: 'macvlan', subnets: ['10.1.0.0/24']}),
        network('inner', {driver: 'macvlan', subnets: ['10.1.0.0/24']}),
      ],
    },
    [],
  ],
  [
    'what is left of a container is in the way as well',
    [service('a', 'n: {ipv4_address: 10.1.0.9}')],
    ['  n: {external: true, name: outer}'],
    {
      networks: [
        network('outer', {
          subnets: ['10.1.0.0/24'],
          attached: [{containerId: 'ep-1', name: 'ghost', endpointId: '1', mac: '', ipv4: '10.1.0.9/24', ipv6: ''}],
        }),
      ],
    },
    ['3 blocked a on outer: 10.1.0.9 belongs to "ghost", an endpoint without a container | choose another address'],
  ],
  [
    'services that do not start ask for nothing',
    [
      service('a', 'n: {ipv4_address: 10.1.0.9}'),
      '  b: {profiles: [p], networks: {n: {ipv4_address: 10.1.0.9}}}',
      '  c: {scale: 0, networks: {n: {ipv4_address: 10.1.0.9}}}',
    ],
    [withSubnet('n', '10.1.0.0/24')],
    {},
    [],
  ],
  [
    'on a new network, one without an address gets the lowest',
    [service('a', 'n: {ipv4_address: 10.1.0.2}'), service('b', 'n: ')],
    [withSubnet('n', '10.1.0.0/24')],
    {},
    [
      '3 unknown a on shop_n: 10.1.0.2 may be given to "b" first, which the file gives no address: it is in the range for automatic ones | give the network an ip_range without 10.1.0.2',
    ],
  ],
  [
    'and none that is higher than there are containers',
    [service('a', 'n: {ipv4_address: 10.1.0.3}'), service('b', 'n: ')],
    [withSubnet('n', '10.1.0.0/24')],
    {},
    [],
  ],
  [
    'each of its containers counts',
    [service('a', 'n: {ipv4_address: 10.1.0.3}'), '  b: {scale: 2, networks: [n]}'],
    [withSubnet('n', '10.1.0.0/24')],
    {},
    [
      '3 unknown a on shop_n: 10.1.0.3 may be given to "b" first, which the file gives no address: it is in the range for automatic ones | give the network an ip_range without 10.1.0.3',
    ],
  ],
  [
    'with an address elsewhere, or of the other family, it gets one here',
    [
      service('a', 'n: {ipv4_address: 10.1.0.3}'),
      service('b', 'n: ', 'm: {ipv4_address: 10.2.0.77}'),
      service('c', 'n: {ipv6_address: "fd00::77"}'),
    ],
    [
      '  n: {enable_ipv6: true, ipam: {config: [{subnet: 10.1.0.0/24}, {subnet: "fd00::/64"}]}}',
      withSubnet('m', '10.2.0.0/24'),
    ],
    {},
    [
      '3 unknown a on shop_n: 10.1.0.3 may be given to "b", "c" first, which the file gives no address: it is in the range for automatic ones | give the network an ip_range without 10.1.0.3',
    ],
  ],
  [
    'those of an auxiliary address are passed over, of the other family not counted',
    [
      service('a', 'n: {ipv4_address: 10.1.0.3}'),
      service('b', 'n: '),
      service('c', 'm: {ipv4_address: 10.2.0.3}'),
      service('d', 'm: '),
    ],
    [
      withSubnet('n', '10.1.0.0/24', ', aux_addresses: {printer: 10.1.0.2}'),
      '  m: {enable_ipv6: true, ipam: {config: [{subnet: 10.2.0.0/24}, {subnet: "fd00::/64"}]}}',
    ],
    {},
    [
      '3 unknown a on shop_n: 10.1.0.3 may be given to "b" first, which the file gives no address: it is in the range for automatic ones | give the network an ip_range without 10.1.0.3',
    ],
  ],
  [
    'the range counts to its last address, and not beyond',
    [
      service('a', 'n: {ipv4_address: 10.1.0.11}'),
      service('c', 'n: {ipv4_address: 10.1.0.12}'),
      service('d', 'n: {ipv4_address: 10.1.0.7}'),
      '  b: {scale: 3, networks: [n]}',
    ],
    [withSubnet('n', '10.1.0.0/24', ', ip_range: 10.1.0.8/30')],
    {},
    [
      '3 unknown a on shop_n: 10.1.0.11 may be given to "b" first, which the file gives no address: it is in the range for automatic ones | give the network an ip_range without 10.1.0.11',
      '8 blocked shop_n: 10.1.0.8/30 has 2 free IPv4 addresses for "b", with 3 containers | give the network a larger subnet or ip_range',
    ],
  ],
  [
    'an ip_range keeps other addresses free',
    [service('a', 'n: {ipv4_address: 10.1.0.2}'), service('b', 'n: ')],
    [withSubnet('n', '10.1.0.0/24', ', ip_range: 10.1.0.128/25')],
    {},
    [],
  ],
  [
    'the gateway is the first of the range',
    [service('a', 'n: {ipv4_address: 10.1.0.128}'), service('b', 'n: ')],
    [withSubnet('n', '10.1.0.0/24', ', ip_range: 10.1.0.128/25')],
    {},
    ["3 blocked a on shop_n: 10.1.0.128 is the network's gateway | choose another address"],
  ],
  [
    'what starts after it takes nothing from it',
    [service('a', 'n: {ipv4_address: 10.1.0.2}'), '  b: {depends_on: [a], networks: [n]}'],
    [withSubnet('n', '10.1.0.0/24')],
    {},
    [],
  ],
  [
    'on a network that is there, nobody knows which address comes next',
    [service('a', 'n: {ipv4_address: 10.1.0.99}'), service('b', 'n: ')],
    ['  n: {external: true, name: outer}'],
    {networks: [network('outer', {subnets: ['10.1.0.0/24']})]},
    [
      '3 unknown a on outer: 10.1.0.99 may be given to "b" first, which the file gives no address: it is in the range for automatic ones | give the network an ip_range without 10.1.0.99',
    ],
  ],
  [
    'an address that is used is taken, unless by the service itself',
    ['7', '8', '9'].map((last, i) => service('abc'[i] ?? '', `n: {ipv4_address: 10.1.0.${last}}`)),
    ['  n: {external: true, name: outer}'],
    {
      networks: [network('outer', {subnets: ['10.1.0.0/24']})],
      containers: [
        container('foreign', [endpoint('outer', {ipv4: addr('10.1.0.7')})]),
        container('shop-b-1', [endpoint('outer', {ipv4: addr('10.1.0.8')})], {
          labels: {...OF_SHOP, 'com.docker.compose.service': 'b'},
        }),
        container('shop-x-1', [endpoint('outer', {ipv4: addr('10.1.0.9')})], {
          labels: {...OF_SHOP, 'com.docker.compose.service': 'x'},
        }),
      ],
    },
    [
      '3 blocked a on outer: 10.1.0.7 is used by container "foreign" | choose another address',
      '5 blocked c on outer: 10.1.0.9 is used by container "shop-x-1" | choose another address',
    ],
  ],
  [
    'Compose may replace the container of another service, but leaves those of `compose run`',
    [service('a', 'n: {ipv4_address: 10.1.0.7}'), service('b', 'n: {ipv4_address: 10.1.0.8}')],
    ['  n: {external: true, name: outer}'],
    {
      networks: [network('outer', {subnets: ['10.1.0.0/24']})],
      containers: [
        container('shop-b-1', [endpoint('outer', {ipv4: addr('10.1.0.7')})], ofService('b')),
        container('shop-b-run', [endpoint('outer', {ipv4: addr('10.1.0.8')})], ofService('b', 'True')),
      ],
    },
    [
      '3 unknown a on outer: 10.1.0.7 is used by container "shop-b-1", as long as Compose keeps it | choose another address',
      '4 blocked b on outer: 10.1.0.8 is used by container "shop-b-run" | choose another address',
    ],
  ],
  [
    'one that a stopped container asked for may be taken',
    [service('a', 'n: {ipv4_address: 10.1.0.7}'), service('b', 'n: {ipv4_address: 10.1.0.8}')],
    ['  n: {external: true, name: outer}'],
    {
      networks: [network('outer', {subnets: ['10.1.0.0/24']})],
      containers: [
        container('idle', [endpoint('outer', {wanted4: addr('10.1.0.7')})], {state: 'exited'}),
        container('shop-b-1', [endpoint('outer', {wanted4: addr('10.1.0.8')})], {
          state: 'exited',
          labels: {...OF_SHOP, 'com.docker.compose.service': 'b'},
        }),
      ],
    },
    ['3 unknown a on outer: 10.1.0.7 is promised to container "idle", which does not run | choose another address'],
  ],
]

describe('what is in the way of the networks of a compose project', () => {
  for (const [why, services, networks, there, expected] of rows)
    it(why, () => {
      const {networks: more = [], containers = []} = there
      const host = hostWith([network('bridge', {subnets: ['172.17.0.0/16']}), ...more], {containers})
      deepEqual(told(services, networks, host), expected)
    })

  it('who is on a network that is there may be unseen, and then nothing is said to be free', () => {
    const networks = [
      network('outer', {subnets: ['10.1.0.0/24']}),
      network('shop_m', {labels: {...OF_SHOP, 'com.docker.compose.network': 'm'}, subnets: [subnet('10.2.0.0/24')]}),
    ]
    const host: Host = {...hostWith(networks), containers: unknown('refused')}
    const services = [service('a', 'n: {ipv4_address: 10.1.0.9}', 'm: ')]
    deepEqual(told(services, ['  n: {external: true, name: outer}', withSubnet('m', '10.2.0.0/16')], host), [
      "6 unknown shop_m: it differs from the file (subnet is 10.2.0.0/24, not 10.2.0.0/16), so that Compose stops the project's containers to replace it; who else is on it could not be seen: refused | keep the settings of the network that is there",
      '3 unknown a on outer: who has 10.1.0.9 could not be seen: refused | ',
    ])
  })

  const POOL = {base: '10.50.0.0/23', size: 24}

  it('where the pools have fewer blocks than there are networks without a subnet, the last gets none', () => {
    const host = hostWith([], {pools: [POOL]})
    const services = [service('a', 'm: ', 'n: ', 'o: ')]
    deepEqual(told(services, ['  m: ', '  n: ', '  o: '], host), [
      `7 blocked shop_o: all predefined address pools have been fully subnetted | see what is using the pools: dnet subnets`,
    ])
    deepEqual(told([service('a', 'n: ', 'm: ')], ['  n: ', withSubnet('m', '10.50.0.0/23')], host), [
      `5 blocked shop_n: all predefined address pools have been fully subnetted | see what is using the pools: dnet subnets`,
      '6 unknown shop_m: 10.50.0.0/23 may be given to "shop_n" first: the file gives that no subnet, and Compose creates networks in no certain order | give each network of the project a subnet, or take one outside of the pools: dnet subnets',
    ])
  })

  it('an engine that may choose any free block may choose each', () => {
    const host = hostWith([], {version: '20.10.24', apiVersion: '1.41'})
    deepEqual(told([service('a', 'n: ', 'm: ')], [withSubnet('n', '172.25.1.0/24'), '  m: '], host), [
      '5 unknown shop_n: 172.25.1.0/24 may be given to "shop_m" first: the file gives that no subnet, and Compose creates networks in no certain order | give each network of the project a subnet, or take one outside of the pools: dnet subnets',
    ])
  })

  it('engines before 25.0 take a range outside of the subnet', () => {
    const outside = [withSubnet('n', '10.1.0.0/24', ', ip_range: 10.2.0.0/25')]
    const range = (apiVersion: string) => told([service('a', 'n: ')], outside, hostWith([], {apiVersion}))
    deepEqual(
      [range('1.43'), range('1.44')],
      [[], [`5 blocked shop_n: no matching subnet for range 10.2.0.0/25 | ${FREE_24}`]],
    )
  })

  it('Podman takes a fixed address in a subnet that it chose, and a range as it is written', () => {
    const podman = hostWith([PODMAN_NETWORK])
    deepEqual(told([service('a', 'n: {ipv4_address: 10.89.0.77}')], ['  n: '], podman), [
      '3 unknown a on shop_n: 10.89.0.77 has to be in the subnet that Podman will choose | give the network a subnet in the file',
    ])
    deepEqual(told([service('a', 'n: ')], [withSubnet('n', '10.1.0.0/24', ', ip_range: 10.1.0.7/25')], podman), [])
    deepEqual(told(['  a: {network_mode: nonesuch}', '  b: {network_mode: pasta}'], ['  n: '], podman), [
      '3 blocked a on nonesuch: its network_mode names it, and no network has that name | dnet create nonesuch',
    ])
  })

  it('a Swarm may have networks that only its managers see', () => {
    const host = hostWith([], {swarmPools: unknown('only a manager knows')})
    deepEqual(told([service('a', 'n: '), '  b: {network_mode: other}'], ['  n: {external: true}'], host), [
      '6 unknown n: the file calls it external, and no network has that name here; the Swarm may have one, which only a manager sees | ',
    ])
  })

  it('a new overlay network has to be attachable as well', () => {
    const host = hostWith([], {swarmPools: known([{base: parsePrefix('10.0.0.0/8'), blockLength: 24}])})
    const overlay = (more: string) => told([service('a', 'n: ')], [`  n: {driver: overlay${more}}`], host)
    deepEqual(overlay(', attachable: true'), [])
    deepEqual(overlay(''), [
      '5 blocked shop_n: containers cannot join an overlay network that is not attachable | write attachable: true',
    ])
  })

  it('pools and routes may be unseen, and that is said where networks are to be created', () => {
    const host: Host = {...hostWith([network('outer')]), addressSpace: unknown('an engine elsewhere')}
    const unseen = (networks: string): readonly string[] =>
      composeObstacles(host, load({'/p/compose.yaml': `services: {a: {networks: [n]}}\nnetworks: {n: ${networks}}\n`}))
        .unseen
    deepEqual(told([service('a', 'n: ', 'm: ')], [withSubnet('n', '172.18.1.0/24'), '  m: '], host), [])
    deepEqual(unseen(''), ['subnets of the compose files compared with networks alone: an engine elsewhere'])
    deepEqual(unseen('{external: true, name: outer}'), [])
  })
})
