import {strict as assert} from 'node:assert'
import type {Host} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import {parseSnapshot, snapshotText} from '../../../src/lib/model/snapshot/snapshot.js'
import type {Addr} from '../../../src/lib/net/addr.js'
import type {Prefix} from '../../../src/lib/net/prefix.js'
import {addr} from '../../build/host.js'
import {listener} from '../../build/ports.js'

const HOST: Host = {
  engine: {apiVersion: '1.50'},
  networks: [
    {
      id: 'a1',
      name: 'web',
      driver: 'bridge',
      scope: 'local',
      created: '2026-01-02T03:04:05.123456789Z',
      enableIPv4: true,
      enableIPv6: true,
      internal: false,
      attachable: false,
      ingress: false,
      configOnly: false,
      configFrom: '',
      ipamDriver: 'default',
      ipamOptions: {},
      subnets: [{subnet: 'fd00:1::/64', ipRange: '', gateway: '', auxAddresses: {printer: 'fd00:1::9'}}],
      options: {mtu: '1400'},
      labels: {secret: 'hush'},
      details: known({
        attached: [],
        peers: [],
        services: [],
        tasks: [{service: 'front', name: 'front.1.x', address: addr('10.0.1.3'), endpointId: 'e1'}],
        usage: [{subnet: 'fd00:1::/64', used: 2n, dynamicLeft: 18_446_744_073_709_551_613n}],
      }),
    },
  ],
  containers: known([
    {
      id: 'c1',
      name: 'db',
      state: 'running',
      image: 'bb:1',
      labels: {token: 'hush'},
      networkMode: 'web',
      endpoints: [
        {
          networkName: 'web',
          networkId: 'a1',
          endpointId: 'e1',
          ipv4: undefined,
          ipv6: 'fd00:1::2' as Addr,
          mac: '',
          gateway4: undefined,
          gateway6: undefined,
          wanted4: undefined,
          wanted6: undefined,
          linkLocal: [],
          gatewayPriority: 0,
          names: known({aliases: ['store'], dnsNames: [], links: [], driverOptions: {}}),
        },
      ],
      published: [{hostAddr: '0.0.0.0' as Addr, hostPort: 80, containerPort: 8080, protocol: 'tcp'}],
      details: known({
        hostname: 'db',
        env: ['PASSWORD=hush'],
        wishes: [{hostAddr: null, hostPorts: {first: 80, last: 80}, containerPort: 8080, protocol: 'tcp'}],
        exposed: [{port: 8080, protocol: 'tcp'}],
        publishesAll: false,
        restartPolicy: 'no',
        restarts: 0,
        exitCode: 0,
        legacyLinks: [],
        pid: 7,
      }),
    },
  ]),
  addressSpace: known({
    engineVersion: '28.5.2',
    engineId: 'id',
    configuredPools: [],
    swarmPools: known([{base: '10.0.0.0/8' as Prefix, blockLength: 24}]),
    machine: {
      routes: known([{destination: '10.8.0.0/16' as Prefix, gateway: null, device: 'tun0', onLink: true}]),
      interfaces: known([{device: 'eth0', addr: '10.9.0.2' as Addr, prefix: '10.9.0.0/24' as Prefix}]),
      resolvers: {known: false, why: 'there is no /etc/resolv.conf'},
    },
  }),
  publishing: known({
    apiVersion: '1.51',
    listeners: known([
      listener('::', 22, {oneFamily: undefined, process: undefined, containerIds: undefined}),
      listener('::', 80, {process: {pid: 7, name: 'web'}, containerIds: ['c1'], ofEngine: true}),
    ]),
    services: known([
      {service: {id: 's1', name: 'mesh'}, port: 443, containerPort: 8443, protocol: 'tcp', mode: 'ingress'},
    ]),
    ephemeral: {first: 32768, last: 60999},
    local: known(['10.9.0.2/32' as Prefix]),
    hostHasIPv6: true,
  }),
}

describe('a snapshot', () => {
  const text = () => snapshotText(HOST, {labels: true})

  it('comes back as it was, but for the environment of containers', () => {
    const without = JSON.parse(JSON.stringify(HOST, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)))
    without.containers.value[0].details.value.env = []
    const back = JSON.parse(
      JSON.stringify(parseSnapshot(text(), 'f'), (_, value) => (typeof value === 'bigint' ? `${value}n` : value)),
    )
    assert.deepEqual(back, without)
  })

  it('keeps counts above 2^53 to the digit', () => {
    const [network] = parseSnapshot(text(), 'f').networks
    assert.equal(network?.details.known && network.details.value.usage[0]?.dynamicLeft, 18_446_744_073_709_551_613n)
  })

  it('never holds the environment of a container', () => assert.equal(text().includes('PASSWORD'), false))

  it('holds no labels where they are left out', () => {
    assert.equal(text().includes('hush'), true)
    assert.equal(snapshotText(HOST, {labels: false}).includes('hush'), false)
  })

  const changed = (change: (json: Record<string, unknown>) => void): string => {
    const json = JSON.parse(text()) as Record<string, unknown>
    change(json)
    return JSON.stringify(json)
  }
  const first = (json: Record<string, unknown>, list: string): Record<string, unknown> =>
    (json[list] as Record<string, unknown>[])[0] ?? {}

  const refused: [why: string, text: () => string, message: RegExp][] = [
    ['no JSON', () => '{', /^host\.json is not a snapshot of a host: .*JSON/],
    ['another object', () => '{"networks": []}', /it has no dnetSnapshot field/],
    ['a list', () => '[]', /it has no dnetSnapshot field/],
    [
      'a newer version',
      () => changed((json) => Object.assign(json, {dnetSnapshot: 2})),
      /version is 2, but this dnet reads version 1/,
    ],
    ['a missing part', () => changed((json) => delete json.containers), /containers must be an object, but is missing/],
    [
      'a wrong type',
      () => changed((json) => Object.assign(first(json, 'networks'), {name: 5})),
      /networks\[0\]\.name must be a string, but is 5/,
    ],
    ['a field it does not know', () => changed((json) => Object.assign(json, {extra: 1})), /extra must be absent/],
    [
      'a bad address',
      () => text().replace('"10.9.0.2"', '"10.9.0.256"'),
      /addressSpace\.value\.machine\.interfaces\.value\[0\]\.addr must be an IP address, but is "10\.9\.0\.256"/,
    ],
    [
      'a count that is a number',
      () => text().replace('"18446744073709551613"', '1e19'),
      /dynamicLeft must be a string of digits/,
    ],
  ]
  for (const [why, source, message] of refused)
    it(`is refused with its place for ${why}`, () =>
      assert.throws(() => parseSnapshot(source(), 'host.json'), {code: 'BAD_CONFIG', exit: 2, message}))

  const again = 'create one: dnet snapshot > host.json'
  const texts: [why: string, text: string, message: string][] = [
    ['no JSON', '', 'host.json is not a snapshot of a host: Unexpected end of JSON input'],
    ['null', 'null', 'host.json is not a snapshot of a host: it has no dnetSnapshot field'],
    ['a text', '"x"', 'host.json is not a snapshot of a host: it has no dnetSnapshot field'],
    [
      'an older version',
      '{"dnetSnapshot": "0"}',
      'host.json is not a snapshot of a host: its version is "0", but this dnet reads version 1',
    ],
    [
      'nothing else',
      '{"dnetSnapshot": 1}',
      'host.json is not a snapshot of a host: engine must be an object, but is missing',
    ],
  ]
  for (const [why, source, message] of texts)
    it(`is refused with how to make one for ${why}`, () =>
      assert.throws(() => parseSnapshot(source, 'host.json'), {code: 'BAD_CONFIG', message, hint: again}))

  it('keeps what is unknown unknown, with its reason', () => {
    const blind: Host = {
      ...HOST,
      containers: unknown('refused'),
      addressSpace: unknown('a'),
      publishing: unknown('b'),
    }
    for (const labels of [true, false]) {
      const {containers, addressSpace, publishing} = parseSnapshot(snapshotText(blind, {labels}), 'f')
      assert.deepEqual([containers, addressSpace, publishing], [unknown('refused'), unknown('a'), unknown('b')])
    }
  })

  it('keeps a container without its details', () => {
    const [one] = HOST.containers.known ? HOST.containers.value : []
    if (!one) throw new Error('no container')
    const host: Host = {...HOST, containers: known([{...one, details: unknown('not asked for')}])}
    const back = parseSnapshot(snapshotText(host, {labels: false}), 'f').containers
    assert.deepEqual(back.known && back.value[0]?.details, unknown('not asked for'))
    assert.deepEqual(back.known && back.value[0]?.labels, {})
  })

  it('keeps the labels of networks and containers, or leaves out those of both', () => {
    const labels = (keep: boolean) => {
      const {networks, containers} = parseSnapshot(snapshotText(HOST, {labels: keep}), 'f')
      return [networks[0]?.labels, containers.known && containers.value[0]?.labels]
    }
    assert.deepEqual(labels(true), [{secret: 'hush'}, {token: 'hush'}])
    assert.deepEqual(labels(false), [{}, {}])
  })

  it('is JSON with a line for each value, and a final one', () =>
    assert.equal(
      text().startsWith('{\n  "dnetSnapshot": 1,\n  "engine": {\n    "apiVersion": "1.50"') && text().endsWith('}\n'),
      true,
    ))
})
