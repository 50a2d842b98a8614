import {deepEqual, equal, throws} from 'node:assert/strict'
import {DnetError} from '../../src/lib/errors.js'
import type {Host} from '../../src/lib/model/host.js'
import {known, unknown} from '../../src/lib/model/known.js'
import {ANY_ENDPOINT} from '../../src/lib/plan/endpoints/endpoint-spec.js'
import {explained, foretelling, unforetold} from '../../src/lib/plan/foretold.js'
import type {Operation} from '../../src/lib/plan/operation.js'
import {simulate} from '../../src/lib/plan/simulate.js'
import {operationsOf, type Reconnect} from '../../src/lib/plan/step.js'
import type {EndpointSpec, NetworkSpec} from '../../src/lib/spec/network-spec.js'
import {container, endpoint, hostWith, network, subnet} from '../build/host.js'
import {networkSpec} from '../build/specs.js'

const SPEC = networkSpec({name: 'net2', driver: ''})
const create = (about: Partial<NetworkSpec> = {}): Operation => ({
  do: 'create-network',
  spec: {...SPEC, ...about},
  because: '',
})
const connect = (net: string, who: string, about: Partial<EndpointSpec> = {}): Operation => ({
  do: 'connect',
  network: net,
  container: who,
  endpoint: {...ANY_ENDPOINT, ...about},
  because: '',
})
const disconnect = (net: string, who: string): Operation => ({
  do: 'disconnect',
  network: net,
  container: who,
  force: false,
  because: '',
})

const dual = network('dual', {
  enableIPv6: true,
  subnets: [subnet('10.7.0.0/24', '10.7.0.254'), subnet('fd07::/64', 'fd07::ff')],
})
const plain = network('plain', {subnets: ['10.8.0.0/24', 'fd08::/64'], enableIPv6: true})
const host = hostWith([dual, plain, network('net10')], {
  containers: [container('app', [endpoint(plain)], {id: 'a'.repeat(64)}), container('db', [])],
})

const endpointsOf = (picture: Host, name: string) =>
  picture.containers.known ? (picture.containers.value.find((one) => one.name === name)?.endpoints ?? []) : []

describe('the picture after an operation', () => {
  it('has a new network in its place in the list, with what was asked for', () => {
    const after = simulate(host, create({driver: 'macvlan', enableIPv4: false, enableIPv6: true, internal: true}))
    deepEqual(
      after.networks.map(({name}) => name),
      ['dual', 'net2', 'net10', 'plain'],
    )
    const {name, ...rest} = SPEC
    deepEqual(after.networks[1], {
      ...rest,
      name,
      id: 'net2',
      driver: 'macvlan',
      scope: 'local',
      created: '',
      enableIPv4: false,
      enableIPv6: true,
      internal: true,
      details: unknown('the network does not exist yet'),
    })
  })

  it('has a bridge with IPv4 where nothing else was asked for', () => {
    const made = simulate(host, create()).networks[1]
    deepEqual([made?.driver, made?.enableIPv4, made?.enableIPv6], ['bridge', true, false])
  })

  it('has two networks of one name by id', () => {
    const after = simulate(hostWith([network('net2', {id: 'a'}), network('net2', {id: 'z'})]), create())
    deepEqual(
      after.networks.map(({id}) => id),
      ['a', 'net2', 'z'],
    )
  })

  it('has no network that was removed', () =>
    deepEqual(
      simulate(host, {do: 'remove-network', network: 'id-dual', because: ''}).networks.map(({name}) => name),
      ['plain', 'net10'],
    ))

  it('is the same after a removal of what is not there, and after a prune', () => {
    deepEqual(simulate(host, {do: 'remove-network', network: 'gone', because: ''}), host)
    deepEqual(simulate(host, {do: 'prune-networks', filters: {}, because: ''}), host)
  })

  it('has a container on another network, in the order of names, with what it was given', () => {
    const spec = {
      ipv4: '10.7.0.9',
      ipv6: 'fd07::9',
      linkLocal: ['169.254.1.1'],
      aliases: ['front'],
      links: ['db:database'],
      driverOptions: {k: 'v'},
      gatewayPriority: 3,
    }
    const after = simulate(host, connect('dual', 'app', spec))
    deepEqual(
      endpointsOf(after, 'app').map(({networkName}) => networkName),
      ['dual', 'plain'],
    )
    deepEqual(endpointsOf(after, 'app')[0], {
      networkName: 'dual',
      networkId: 'id-dual',
      endpointId: 'planned',
      ipv4: '10.7.0.9',
      ipv6: 'fd07::9',
      mac: '',
      gateway4: '10.7.0.254',
      gateway6: 'fd07::ff',
      wanted4: '10.7.0.9',
      wanted6: 'fd07::9',
      linkLocal: ['169.254.1.1'],
      gatewayPriority: 3,
      names: known({
        aliases: ['front'],
        dnsNames: ['app', 'front', 'aaaaaaaaaaaa'],
        links: ['db:database'],
        driverOptions: {k: 'v'},
      }),
    })
    deepEqual(endpointsOf(after, 'db'), [])
  })

  it('leaves the addresses open that the engine chooses, and takes the first of a subnet for an untold gateway', () => {
    const [made] = endpointsOf(simulate(host, connect('plain', 'db')), 'db')
    deepEqual(
      [made?.ipv4, made?.ipv6, made?.wanted4, made?.gateway4, made?.gateway6],
      [undefined, undefined, undefined, '10.8.0.0', 'fd08::'],
    )
  })

  it('has no gateway on a network that gives none', () => {
    const internal = {...host, networks: [network('in', {internal: true, subnets: ['10.1.0.0/24', 'fd01::/64']})]}
    const [made] = endpointsOf(simulate(internal, connect('in', 'db')), 'db')
    deepEqual([made?.gateway4, made?.gateway6], [undefined, undefined])
  })

  it('has one endpoint on a network, the later one', () => {
    const [first, ...more] = endpointsOf(simulate(host, connect('plain', 'app', {gatewayPriority: 7})), 'app')
    deepEqual([first?.networkName, first?.gatewayPriority, more], ['plain', 7, []])
  })

  it('has a container off a network', () =>
    deepEqual(endpointsOf(simulate(host, disconnect('plain', 'app')), 'app'), []))

  const nothing: [why: string, operation: Operation][] = [
    ['connecting to a network that is not there', connect('gone', 'app')],
    ['connecting a container that is not there', connect('dual', 'gone')],
    ['disconnecting from a network that is not there', disconnect('gone', 'app')],
    ['disconnecting from a network that it is not on', disconnect('dual', 'app')],
    ['disconnecting a container that is not there', disconnect('plain', 'gone')],
  ]
  for (const [why, operation] of nothing)
    it(`is the same after ${why}`, () => deepEqual(simulate(host, operation), host))

  it('keeps containers unknown', () => {
    const blind = {...host, containers: unknown('refused')}
    equal(simulate(blind, connect('dual', 'app')), blind)
  })

  it('an operation that is none is a bug', () =>
    throws(() => simulate(host, {do: 'dance'} as never), /^Error: unreachable case: \{"do":"dance"\}$/))
})

describe('the calls of a step', () => {
  const reconnect: Reconnect = {
    do: 'reconnect',
    containerId: 'id-app',
    container: 'app',
    networkId: 'id-web',
    network: 'web',
    had: ANY_ENDPOINT,
    wanted: {...ANY_ENDPOINT, aliases: ['x']},
    pinned: false,
    because: 'so that db reaches it',
  }
  it('are one for an operation', () => deepEqual(operationsOf(create()), [create()]))
  it('are two for an endpoint that is made anew: off, and on as wanted', () =>
    deepEqual(operationsOf(reconnect), [
      {do: 'disconnect', network: 'web', container: 'app', force: false, because: 'so that db reaches it'},
      {
        do: 'connect',
        network: 'web',
        container: 'app',
        endpoint: {...ANY_ENDPOINT, aliases: ['x']},
        because: 'so that db reaches it',
      },
    ]))
})

describe('what is foretold', () => {
  const gone = new DnetError('NETWORK_NOT_FOUND', 'network x not found', 'dnet ls')
  const otherwise = () => unforetold('x', [create()])

  it('without a picture is neither a refusal nor an effect', () =>
    deepEqual(otherwise(), {target: 'x', steps: [create()], refusal: undefined, findings: []}))

  it('is what the planner says, or its error as a refusal without a reason', () => {
    const told = unforetold('y', [])
    equal(
      foretelling(otherwise(), () => told),
      told,
    )
    deepEqual(
      foretelling(otherwise(), () => {
        throw gone
      }),
      {...otherwise(), refusal: {error: gone, reason: ''}},
    )
  })

  it('is nothing where the planner has a bug: that is thrown on', () =>
    throws(
      () =>
        foretelling(otherwise(), () => {
          throw new TypeError('bug')
        }),
      /^TypeError: bug$/,
    ))

  const engine = new DnetError('NETWORK_IN_USE', 'network web has active endpoints', 'of the engine')
  const cases: [why: string, code: 'NETWORK_IN_USE' | 'CONFLICT', reason: string, hint: string, want: string[]][] = [
    [
      'the reason',
      'NETWORK_IN_USE',
      'on it: db',
      'remove db',
      ['network web has active endpoints; on it: db', 'remove db'],
    ],
    ['no reason', 'NETWORK_IN_USE', '', 'remove db', ['network web has active endpoints', 'remove db']],
    ['no hint', 'NETWORK_IN_USE', 'on it: db', '', ['network web has active endpoints; on it: db', 'of the engine']],
    [
      'another reason than the engine’s',
      'CONFLICT',
      'on it: db',
      'remove db',
      ['network web has active endpoints', 'of the engine'],
    ],
  ]
  for (const [why, code, reason, hint, want] of cases)
    it(`explains the engine’s refusal: ${why}`, () => {
      const error = explained(engine, {error: new DnetError(code, 'foretold', hint), reason})
      deepEqual([error.message, error.hint, error.code], [...want, 'NETWORK_IN_USE'])
      equal(error === engine || error.cause === engine, true)
    })
})
