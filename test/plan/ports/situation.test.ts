import {deepEqual, equal} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import type {Host} from '../../../src/lib/model/host.js'
import {known, unknown} from '../../../src/lib/model/known.js'
import type {Listener, PortHolder, PortSituation, ServicePort} from '../../../src/lib/model/ports.js'
import {OF_PODMAN} from '../../../src/lib/model/predefined.js'
import {holderText, indexPorts} from '../../../src/lib/plan/ports/port-index.js'
import {portSituation, rulesOn} from '../../../src/lib/plan/ports/situation.js'
import {addr, container, endpoint, hostWith, network} from '../../build/host.js'
import {listener, publishing, situationWith} from '../../build/ports.js'

const bridge = network('bridge', {subnets: ['172.17.0.0/16']})
const PORT = {hostAddr: addr('0.0.0.0'), hostPort: 8080, containerPort: 80, protocol: 'tcp'} as const
const WISH = {hostAddr: null, hostPorts: {first: 9090, last: 9090}, containerPort: 90, protocol: 'tcp'} as const

const FACTS = publishing({
  listeners: known([listener('0.0.0.0', 8080), listener('0.0.0.0', 22)]),
  ephemeral: {first: 40000, last: 50000},
  hostHasIPv6: false,
})
const hostOf = (containers: readonly Container[], publishing: Host['publishing'] = known(FACTS)): Host => ({
  ...hostWith([bridge], {containers}),
  publishing,
})
const up = container('up', [endpoint(bridge)], {published: [PORT]})
const off = (restartPolicy: string, parts: object = {}): Container =>
  container('off', [endpoint(bridge)], {state: 'exited', wishes: [WISH], restartPolicy, ...parts})

describe('what stands in the way of ports on a host', () => {
  it('is what running containers have, and what stopped ones ask for', () => {
    const {bindings, claims, listeners, ephemeral} = portSituation(hostOf([up, off('no')]))
    deepEqual(bindings, [
      {hostAddr: '0.0.0.0', hostPort: 8080, protocol: 'tcp', holder: {kind: 'container', id: 'id-up', name: 'up'}},
    ])
    deepEqual(
      claims.known &&
        claims.value.map(({wish, holder, startsWithEngine, rules}) => [wish, holder, startsWithEngine, rules.anyAddrs]),
      [[WISH, {kind: 'container', id: 'id-off', name: 'off'}, false, ['0.0.0.0']]],
    )
    equal(listeners.known && listeners.value.length, 2)
    deepEqual(ephemeral, {first: 40000, last: 50000})
  })

  const startsWithEngine = (host: Host) => {
    const {claims} = portSituation(host)
    return claims.known && claims.value.map((claim) => claim.startsWithEngine)
  }
  const policies: [policy: string, parts: object, starts: boolean][] = [
    ['always', {}, true],
    ['always', {state: 'created'}, false],
    ['unless-stopped', {}, false],
    ['unless-stopped', {state: 'restarting'}, true],
    ['on-failure', {}, false],
    ['on-failure', {exitCode: 1}, true],
    ['on-failure:2', {exitCode: 1, restarts: 1}, true],
    ['on-failure:2', {exitCode: 1, restarts: 2}, false],
    ['no', {exitCode: 1}, false],
  ]
  for (const [policy, parts, starts] of policies)
    it(`of restart policy ${policy}, ${JSON.stringify(parts)} ${starts ? 'starts' : 'does not start'} with the engine`, () =>
      deepEqual(startsWithEngine(hostOf([off(policy, parts)])), [starts]))

  it('does not start with Podman, which a service of the system leaves to itself', () => {
    const podman = network('bridge', {id: OF_PODMAN.id, subnets: ['10.88.0.0/16']})
    deepEqual(startsWithEngine({...hostOf([off('always')]), networks: [podman]}), [false])
  })

  it('is not a container that is left out, nor its own sockets', () => {
    const {bindings, claims, listeners} = portSituation(hostOf([up, off('no')]), () => true)
    deepEqual(bindings, [])
    deepEqual(claims, known([]))
    deepEqual(listeners.known && listeners.value.map(({port}) => port), [22])
  })

  it('is not what a container that is left out listens on by itself', () => {
    const lone = container('lone', [], {networkMode: 'host'})
    const all = [listener('0.0.0.0', 80, {containerIds: ['id-lone']}), listener('0.0.0.0', 81)]
    const host = hostOf([lone], known(publishing({listeners: known(all)})))
    const ports = (leftOut: boolean) => {
      const {listeners} = portSituation(host, () => leftOut)
      return listeners.known && listeners.value.map(({port}) => port)
    }
    deepEqual([ports(false), ports(true)], [[80, 81], [81]])
    deepEqual(
      portSituation(host).containers.map(({name}) => name),
      ['lone'],
    )
  })

  it('is not known of stopped containers that were not inspected; of running ones it need not be', () => {
    const blind = {details: unknown('not asked for')}
    deepEqual(portSituation(hostOf([off('no', blind)])).claims, unknown('they were not inspected'))
    deepEqual(portSituation(hostOf([{...up, ...blind}])).claims, known([]))
  })

  it('is not known of a host that was not looked at', () => {
    const {listeners, services, local, ephemeral} = portSituation(hostOf([], unknown('refused')))
    const part = unknown('refused')
    deepEqual([listeners, services, local, ephemeral], [part, part, part, {first: 32768, last: 60999}])
    deepEqual(rulesOn(hostOf([], unknown('refused')), undefined).anyAddrs, ['0.0.0.0', '::'])
  })
})

describe('why a port is not available, word for word', () => {
  const reasons = (parts: Partial<PortSituation>, at = '0.0.0.0', port = 80): string[] =>
    indexPorts(situationWith(parts))
      .meeting('tcp', addr(at), port)
      .map(({how, by, reason}) => `${how} by ${by}: ${reason()}`)
  const on = (...all: Listener[]): Partial<PortSituation> => ({listeners: known(all)})
  const service = (mode: 'ingress' | 'host'): ServicePort => ({
    service: {id: 's', name: 'shop'},
    port: 80,
    containerPort: 8080,
    protocol: 'tcp',
    mode,
  })
  const dockerd = {ofEngine: true, process: {pid: 1, name: 'dockerd'}}
  const proxy = {ofEngine: true, process: {pid: 9, name: 'docker-proxy'}}
  const cases: [why: string, parts: Partial<PortSituation>, at: string, reasons: string[]][] = [
    [
      'a process',
      on(listener('0.0.0.0', 80)),
      '0.0.0.0',
      ['held by host: process nginx (7) listens on 0.0.0.0:80/tcp'],
    ],
    [
      'a process that may not be read',
      on(listener('0.0.0.0', 80, {process: undefined})),
      '0.0.0.0',
      ['held by host: an unknown process listens on 0.0.0.0:80/tcp'],
    ],
    [
      'a container on the host’s network',
      {...on(listener('0.0.0.0', 80, {containerIds: ['outer', 'id-web']})), containers: [{id: 'id-web', name: 'web'}]},
      '0.0.0.0',
      ['held by host: container "web" listens on 0.0.0.0:80/tcp'],
    ],
    [
      'the engine’s own process in a container’s control group is not the container',
      {...on(listener('0.0.0.0', 80, {...proxy, containerIds: ['id-web']})), containers: [{id: 'id-web', name: 'web'}]},
      '0.0.0.0',
      [
        'held by host: process docker-proxy (9) listens on 0.0.0.0:80/tcp: a stale engine process, as no container publishes that port',
      ],
    ],
    [
      'the engine itself',
      on(listener('0.0.0.0', 80, dockerd)),
      '0.0.0.0',
      ['held by host: process dockerd (1), the engine itself, listens on 0.0.0.0:80/tcp'],
    ],
    [
      'a program of that name that is not the engine’s',
      on(listener('0.0.0.0', 80, {process: {pid: 1, name: 'dockerd'}})),
      '0.0.0.0',
      ['held by host: process dockerd (1) listens on 0.0.0.0:80/tcp'],
    ],
    [
      'a proxy that was left over',
      on(listener('0.0.0.0', 80, proxy)),
      '0.0.0.0',
      [
        'held by host: process docker-proxy (9) listens on 0.0.0.0:80/tcp: a stale engine process, as no container publishes that port',
      ],
    ],
    [
      'an IPv6 socket that has IPv4 too',
      on(listener('::', 80, {oneFamily: false})),
      '0.0.0.0',
      ['held by host: process nginx (7) listens on [::]:80/tcp, and therefore also on IPv4'],
    ],
    [
      'an IPv6 socket that may have IPv4 too',
      on(listener('::', 80, {oneFamily: undefined})),
      '0.0.0.0',
      ['maybe by host: process nginx (7) listens on [::]:80/tcp, and possibly also on IPv4'],
    ],
    ['an IPv6 socket alone', on(listener('::', 80)), '0.0.0.0', []],
    [
      'a service on every node',
      {services: known([service('ingress')])},
      '::',
      ['held by engine: service "shop" publishes 80/tcp on every node'],
    ],
    [
      'a service on some nodes',
      {services: known([service('host')])},
      '0.0.0.0',
      ['claimed by engine: service "shop" publishes 80/tcp on each node that runs one of its tasks'],
    ],
    [
      'the engine’s socket for a service on some nodes is one of its own',
      {services: known([service('host')]), ...on(listener('0.0.0.0', 80, dockerd))},
      '0.0.0.0',
      [
        'held by host: process dockerd (1), the engine itself, listens on 0.0.0.0:80/tcp',
        'claimed by engine: service "shop" publishes 80/tcp on each node that runs one of its tasks',
      ],
    ],
    [
      'a process, where services are not known',
      {services: unknown('a worker'), claims: unknown('x'), ...on(listener('0.0.0.0', 80))},
      '0.0.0.0',
      ['held by host: process nginx (7) listens on 0.0.0.0:80/tcp'],
    ],
  ]
  for (const [why, parts, at, want] of cases) it(why, () => deepEqual(reasons(parts, at), want))

  const holders: [holder: PortHolder, text: string][] = [
    [{kind: 'container', id: '1', name: 'web'}, 'container "web"'],
    [{kind: 'service', id: '1', name: 'shop'}, 'service "shop"'],
    [{kind: 'wanted', name: '80:80'}, '"80:80"'],
    [{kind: 'process', name: '', pid: undefined}, 'an unknown process'],
    [{kind: 'process', name: 'nginx', pid: 7}, 'process nginx (7)'],
    [{kind: 'process', name: 'kernel', pid: 0}, 'the kernel'],
  ]
  for (const [holder, text] of holders) it(text, () => equal(holderText(holder), text))

  it('the holder of a socket has its name and id', () => {
    const [hold] = indexPorts(situationWith(on(listener('0.0.0.0', 80)))).meeting('tcp', addr('0.0.0.0'), 80)
    deepEqual(hold?.holder, {kind: 'process', name: 'nginx', pid: 7})
    const [blind] = indexPorts(situationWith(on(listener('0.0.0.0', 80, {process: undefined})))).meeting(
      'tcp',
      addr('0.0.0.0'),
      80,
    )
    deepEqual(blind?.holder, {kind: 'process', name: '', pid: undefined})
  })
})
