import type {Host} from '../../src/lib/model/host.js'
import {addr as a, container, endpoint, hostWith, network, subnet} from './host.js'

/** 2026-01-31T12:00:00Z. */
export const NOON = 1_769_860_800_000

/** An id as the engine makes them: 64 hex digits. */
export const id = (digit: string): string => digit.repeat(64)

/** A host with a compose project, a Swarm network, what is stopped and what is stale. */
export function shop(): Host {
  const bridge = network('bridge', {
    id: id('b'),
    created: '2025-06-01T00:00:00Z',
    subnets: [subnet('172.17.0.0/16', '172.17.0.1')],
    options: {
      'com.docker.network.bridge.default_bridge': 'true',
      'com.docker.network.bridge.enable_icc': 'true',
      'com.docker.network.bridge.enable_ip_masquerade': 'true',
      'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
      'com.docker.network.bridge.name': 'docker0',
      'com.docker.network.driver.mtu': '1500',
    },
  })
  const back = network('back', {id: id('2'), internal: true, subnets: [subnet('172.20.0.0/29', '172.20.0.1')]})
  const web = network('web', {
    id: id('1'),
    enableIPv6: true,
    subnets: [subnet('10.7.0.0/24', '10.7.0.1', '10.7.0.128/25', {router: '10.7.0.5'}), subnet('fd07::/64', 'fd07::1')],
    options: {'com.docker.network.driver.mtu': '1400', 'com.docker.network.bridge.enable_icc': 'false', vendor: 'x'},
    labels: {
      'com.docker.compose.network': 'web',
      'com.docker.compose.project': 'shop',
      'com.docker.compose.version': '2.39.1',
      team: 'web',
      empty: '',
    },
    attached: [
      {
        containerId: id('a'),
        name: 'shop-api-1',
        endpointId: id('7'),
        mac: '02:42:0a:07:00:80',
        ipv4: '10.7.0.128/24',
        ipv6: 'fd07::2/64',
      },
      {
        containerId: `ep-${id('8')}`,
        name: 'gone',
        endpointId: id('8'),
        mac: '02:42:0a:07:00:81',
        ipv4: '10.7.0.129/24',
        ipv6: '',
      },
    ],
  })
  const mesh = network('mesh', {
    id: id('3'),
    driver: 'overlay',
    scope: 'swarm',
    attachable: true,
    subnets: [subnet('10.0.1.0/24', '10.0.1.1')],
    options: {'com.docker.network.driver.overlay.vxlanid_list': '4097'},
    attached: [
      {
        containerId: 'lb-mesh',
        name: 'mesh-endpoint',
        endpointId: id('9'),
        mac: '02:42:0a:00:01:04',
        ipv4: '10.0.1.4/24',
        ipv6: '',
      },
    ],
    peers: [
      {name: 'node-1', address: '192.0.2.10'},
      {name: 'node-2', address: '192.0.2.11'},
    ],
    services: [{name: 'front', virtualAddress: '10.0.1.2', ports: ['Target: 80, Publish: 8080']}],
  })
  const api = container(
    'shop-api-1',
    [
      endpoint(back, {
        endpointId: id('6'),
        ipv4: a('172.20.0.2'),
        mac: '02:42:ac:14:00:02',
        aliases: ['store', 'db'],
        dnsNames: ['shop-api-1', 'store', 'db', 'aaaaaaaaaaaa'],
      }),
      endpoint(web, {
        endpointId: id('7'),
        ipv4: a('10.7.0.128'),
        ipv6: a('fd07::2'),
        mac: '02:42:0a:07:00:80',
        gateway4: a('10.7.0.1'),
        gateway6: a('fd07::1'),
        aliases: ['api'],
        dnsNames: ['shop-api-1', 'api', 'aaaaaaaaaaaa'],
      }),
    ],
    {
      id: id('a'),
      labels: {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api'},
      networkMode: 'web',
      published: [
        {hostAddr: a('0.0.0.0'), hostPort: 8080, containerPort: 80, protocol: 'tcp'},
        {hostAddr: a('::'), hostPort: 8080, containerPort: 80, protocol: 'tcp'},
        {hostAddr: a('127.0.0.1'), hostPort: 9229, containerPort: 9229, protocol: 'tcp'},
      ],
    },
  )
  const db = container(
    'db',
    [
      endpoint(back, {
        endpointId: id('5'),
        ipv4: a('172.20.0.3'),
        mac: '02:42:ac:14:00:03',
        links: ['shop-api-1:front'],
      }),
    ],
    {
      id: id('d'),
      labels: {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'db'},
      networkMode: 'back',
    },
  )
  const old = container('old', [endpoint(web, {endpointId: '', wanted4: a('10.7.0.77'), aliases: ['legacy']})], {
    id: id('e'),
    state: 'exited',
    networkMode: 'web',
    wishes: [{hostAddr: null, hostPorts: {first: 8081, last: 8081}, containerPort: 80, protocol: 'tcp'}],
  })
  const lost = container('lost', [endpoint('web', {endpointId: '', networkId: id('0')})], {
    id: id('f'),
    state: 'exited',
    networkMode: 'web',
  })
  const side = container('sidecar', [], {id: id('c'), networkMode: `container:${id('a')}`})
  const plain = container(
    'plain',
    [
      endpoint(bridge, {
        endpointId: id('3'),
        ipv4: a('172.17.0.2'),
        mac: '02:42:ac:11:00:02',
        gateway4: a('172.17.0.1'),
      }),
    ],
    {id: id('4')},
  )
  const networks = [
    back,
    bridge,
    network('host', {id: id('5'), driver: 'host', created: '2025-06-01T00:00:00Z'}),
    mesh,
    network('none', {id: id('6'), driver: 'null', created: '2025-06-01T00:00:00Z'}),
    web,
  ]
  return hostWith(networks, {containers: [db, lost, old, plain, api, side]})
}

/** A host whose every text is made to break out of its place. */
export function hostile(): Host {
  const names = [
    '\u001b[31mred\u001b]0;title\u0007',
    'שלום\u202etxt',
    '日本語ネットワーク',
    'e\u0301\u0301\u0301clair-กี่',
    '👩‍👩‍👧-net',
    'x'.repeat(200),
    'line\nbreak\tand\rreturn',
    ' ',
  ]
  const networks = names.map((name, i) =>
    network(name, {
      id: id(String(i)),
      driver: i === 5 ? 'y'.repeat(120) : 'bridge',
      subnets: [subnet(`10.${i}.0.0/16`, `10.${i}.0.1`, '', {[name]: `10.${i}.0.9`})],
      options: {[name]: name},
      labels: {[name]: name, empty: '', 'com.docker.compose.project': name},
    }),
  )
  const containers = networks.map((on, i) =>
    container(
      on.name,
      [
        endpoint(on, {
          endpointId: id('7'),
          ipv4: a(`10.${i}.0.2`),
          mac: on.name,
          aliases: [on.name],
          dnsNames: [on.name],
        }),
      ],
      {
        id: id('abcdef89'[i] ?? 'a'),
        image: on.name,
        labels: {'com.docker.compose.project': on.name, 'com.docker.compose.service': on.name},
      },
    ),
  )
  return hostWith(networks, {containers})
}
