import {deepEqual} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import {keepingAddresses, places, stepsTo} from '../../../src/lib/plan/endpoints/endpoint-change.js'
import {ANY_ENDPOINT, specOf} from '../../../src/lib/plan/endpoints/endpoint-spec.js'
import type {EndpointSpec} from '../../../src/lib/spec/network-spec.js'
import {addr, container, endpoint, hostWith, network, PODMAN_NETWORK, subnet} from '../../build/host.js'

const web = network('web', {
  enableIPv6: true,
  subnets: [subnet('10.7.0.0/24', '10.7.0.1'), subnet('fd07::/64', 'fd07::1')],
})
const db = container('db', [])
const remembered = (containerId: string, networkId: string, alias: string) => ({
  containerId,
  container: 'x',
  networkId,
  network: 'y',
  had: {...ANY_ENDPOINT, aliases: [alias]},
})

describe('the place of a container on a network', () => {
  it('is none where it never was', () => deepEqual(places([], db, web), undefined))
  it('is the one remembered of this container on this network, whatever else is remembered', () =>
    deepEqual(
      places(
        [remembered('id-db', 'id-other', 'a'), remembered('id-app', 'id-web', 'b'), remembered('id-db', 'id-web', 'c')],
        db,
        web,
      ),
      {connected: undefined, spec: {...ANY_ENDPOINT, aliases: ['c']}},
    ))
  it('is the one that it has, not one remembered', () => {
    const there = endpoint(web, {aliases: ['now']})
    deepEqual(places([remembered('id-db', 'id-web', 'then')], container('db', [there]), web), {
      connected: there,
      spec: {...ANY_ENDPOINT, aliases: ['now']},
    })
  })
})

describe('the addresses that an endpoint made anew asks for', () => {
  const kept = (about: Parameters<typeof endpoint>[1], parts: Partial<Container> = {}, podman = false) => {
    const there = endpoint(web, about)
    const one = container('db', [there], parts)
    const host = hostWith(podman ? [PODMAN_NETWORK, web] : [web], {containers: [one]})
    const {ipv4, ipv6} = keepingAddresses(host, web, one, there, specOf(there, one))
    return [ipv4, ipv6]
  }
  const first = {ipv4: addr('10.7.0.2'), ipv6: addr('fd07::2')}
  const later = {ipv4: addr('10.7.0.9'), ipv6: addr('fd07::9')}
  it('are none where the engine would choose the same again', () => deepEqual(kept(first), ['', '']))
  it('are those that it has where the engine would choose others', () =>
    deepEqual(kept(later), ['10.7.0.9', 'fd07::9']))
  it('are those that were asked for', () =>
    deepEqual(kept({...first, wanted4: addr('10.7.0.2'), wanted6: addr('fd07::2')}), ['10.7.0.2', 'fd07::2']))
  it('are all of them on Podman, which does not tell what was asked for', () => {
    deepEqual(kept(first, {}, true), ['10.7.0.2', 'fd07::2'])
    deepEqual(kept({ipv4: addr('10.7.0.2')}, {}, true), ['10.7.0.2', ''])
    deepEqual(kept({ipv6: addr('fd07::2')}, {}, true), ['', 'fd07::2'])
  })
  it('are only those that were asked for, where it does not run', () => {
    deepEqual(kept(later, {state: 'exited'}), ['', ''])
    deepEqual(kept({...later, wanted4: addr('10.7.0.7')}, {state: 'exited'}), ['10.7.0.7', ''])
  })
})

describe('the steps that change an endpoint', () => {
  const had: EndpointSpec = {
    ipv4: '10.7.0.2',
    ipv6: 'fd07::2',
    linkLocal: ['169.254.7.7', '169.254.7.8'],
    aliases: ['primary', 'store'],
    links: ['cache:c', 'queue:q'],
    driverOptions: {a: '1', b: '2'},
    gatewayPriority: 3,
  }
  const one = container('db', [
    endpoint(web, {
      ipv4: addr('10.7.0.2'),
      wanted4: addr('10.7.0.2'),
      ipv6: addr('fd07::2'),
      wanted6: addr('fd07::2'),
      linkLocal: had.linkLocal,
      aliases: had.aliases,
      links: had.links,
      driverOptions: had.driverOptions,
      gatewayPriority: 3,
    }),
  ])
  const host = hostWith([web], {containers: [one]})
  const steps = (change: Partial<EndpointSpec>) =>
    stepsTo({host, remembered: [], container: one, network: web, name: 'web'}, (spec) => ({...spec, ...change}), 'why')

  const same: [why: string, change: Partial<EndpointSpec>][] = [
    ['nothing changes', {}],
    ['names come in another order', {aliases: ['store', 'primary'], links: ['queue:q', 'cache:c']}],
    ['a name comes twice', {aliases: ['primary', 'store', 'primary']}],
    ['link-local addresses come in another order', {linkLocal: ['169.254.7.8', '169.254.7.7']}],
    ['driver options come in another order', {driverOptions: {b: '2', a: '1'}}],
  ]
  for (const [why, change] of same) it(`are none where ${why}`, () => deepEqual(steps(change), []))

  const changes: [what: string, change: Partial<EndpointSpec>][] = [
    ['its IPv4 address', {ipv4: '10.7.0.3'}],
    ['its IPv6 address', {ipv6: 'fd07::3'}],
    ['a link-local address', {linkLocal: ['169.254.7.7']}],
    ['an alias', {aliases: ['primary']}],
    ['a link', {links: []}],
    ['the value of a driver option', {driverOptions: {a: '1', b: '3'}}],
    ['a driver option', {driverOptions: {a: '1'}}],
    ['its gateway priority', {gatewayPriority: 0}],
  ]
  for (const [what, change] of changes)
    it(`make it anew where ${what} changes`, () =>
      deepEqual(steps(change), [
        {
          do: 'reconnect',
          containerId: 'id-db',
          container: 'db',
          networkId: 'id-web',
          network: 'web',
          had,
          wanted: {...had, ...change},
          pinned: false,
          because: 'why',
        },
      ]))

  it('ask for an address that was not asked for, where the engine would choose another', () => {
    for (const about of [{ipv4: addr('10.7.0.9')}, {ipv6: addr('fd07::9')}]) {
      const there = container('db', [endpoint(web, about)])
      const where = {host: hostWith([web], {containers: [there]}), remembered: [], network: web, name: 'web'}
      const asked = {...ANY_ENDPOINT, ...about}
      deepEqual(
        stepsTo({...where, container: there}, (spec) => ({...spec, aliases: ['x']}), 'why'),
        [
          {
            do: 'reconnect',
            containerId: 'id-db',
            container: 'db',
            networkId: 'id-web',
            network: 'web',
            had: asked,
            wanted: {...asked, aliases: ['x']},
            pinned: true,
            because: 'why',
          },
        ],
      )
    }
  })
  it('are one connection where it is off the network, with what it had', () => {
    const where = {host, container: db, name: 'web'}
    const change = (spec: EndpointSpec): EndpointSpec => ({...spec, links: ['x:y']})
    const connect = (spec: EndpointSpec) => [
      {do: 'connect', network: 'web', container: 'db', endpoint: {...spec, links: ['x:y']}, because: 'why'},
    ]
    deepEqual(stepsTo({...where, remembered: [], network: undefined}, change, 'why'), connect(ANY_ENDPOINT))
    deepEqual(stepsTo({...where, remembered: [], network: web}, change, 'why'), connect(ANY_ENDPOINT))
    const past = remembered('id-db', 'id-web', 'then')
    deepEqual(stepsTo({...where, remembered: [past], network: web}, change, 'why'), connect(past.had))
  })
})
