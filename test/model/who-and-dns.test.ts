import {deepEqual, equal} from 'node:assert/strict'
import type {Container} from '../../src/lib/model/container.js'
import {namesOn, resolveName} from '../../src/lib/model/endpoints/dns.js'
import {known, unknown} from '../../src/lib/model/known.js'
import {whoHolds} from '../../src/lib/model/subnets/who.js'
import {dnsTable} from '../../src/lib/view/dns.js'
import {holdingTable} from '../../src/lib/view/who.js'
import {container, endpoint} from '../build/host.js'
import {NOON, shop} from '../build/shop.js'
import {expectGolden} from '../harness/golden.js'

const links = known([
  {name: 'veth0000001', bridge: 'br-111111111111', containerId: 'a'.repeat(64)},
  {name: 'veth0000002', bridge: 'docker0', containerId: ''},
])

const NOT_READ = unknown('not read')
const MACHINE = {routes: NOT_READ, interfaces: NOT_READ, resolvers: NOT_READ}

const holders = (asked: string): string[] =>
  whoHolds(shop(), asked, links, MACHINE).map(({kind, name, holds, network}) =>
    [kind, name, holds, network].filter(Boolean).join(' '),
  )

describe('who holds', () => {
  const cases: readonly [asked: string, holders: string[]][] = [
    ['10.7.0.128', ['container shop-api-1 address web']],
    ['[fd07::2]', ['container shop-api-1 address web']],
    ['FD07:0::2', ['container shop-api-1 address web']],
    ['10.7.0.77', ['container old wanted address web']],
    ['10.7.0.1', ['network web gateway web']],
    ['10.7.0.5', ['network web auxiliary address web']],
    ['10.7.0.129', ['endpoint gone address web']],
    ['10.0.1.2', ['service front service address mesh']],
    ['192.0.2.11', ['peer node-2 node address mesh']],
    ['10.7.0.0/16', ['network web subnet web']],
    ['10.7.0.99', []],
    ['02:42:0a:07:00:80', ['container shop-api-1 MAC web']],
    ['02-42-0A-07-00-80', ['container shop-api-1 MAC web']],
    ['0242.0a07.0080', ['container shop-api-1 MAC web']],
    ['8080', ['container shop-api-1 published port', 'container shop-api-1 published port']],
    ['8080/udp', []],
    ['127.0.0.1:9229', ['container shop-api-1 published port']],
    ['192.0.2.1:9229', []],
    ['192.0.2.1:8080/tcp', ['container shop-api-1 published port']],
    ['[::1]:8080', ['container shop-api-1 published port']],
    ['8081', ['container old wanted port']],
    ['0', []],
    ['docker0', ['network bridge bridge bridge']],
    ['br-222222222222', ['network back bridge back']],
    ['veth0000001', ['container shop-api-1 interface web']],
    ['veth0000002', ['network bridge interface bridge']],
    ['SHOP-API-1', ['container shop-api-1 name']],
    ['/old', ['container old name']],
    ['legacy', ['container old alias web']],
    ['db', ['container db name', 'container db service name', 'container shop-api-1 alias back']],
    ['shop', ['network web project web', 'container db project', 'container shop-api-1 project']],
    ['aaaa', ['container shop-api-1 id']],
    ['aa', []],
    ['node-1', ['peer node-1 name mesh']],
    ['', []],
  ]
  for (const [asked, want] of cases) it(`${asked || 'nothing'}`, () => deepEqual(holders(asked), want))

  it('as a table', () => {
    const look = {columns: 60, colour: false, now: NOON}
    expectGolden('view/who-60', holdingTable(whoHolds(shop(), 'db', links, MACHINE), look))
    expectGolden('view/who-100', holdingTable(whoHolds(shop(), 'shop', links, MACHINE), {...look, columns: 100}))
  })
})

const named = (name: string): Container => {
  const {containers} = shop()
  const found = containers.known ? containers.value.find((each) => each.name === name) : undefined
  if (!found) throw new Error(`no ${name}`)
  return found
}

const asks = (from: string, name: string): string => {
  const resolution = resolveName(shop(), named(from), name, NOT_READ)
  if (!resolution.found) return resolution.found === false ? resolution.why : resolution.by
  return `${resolution.by} ${resolution.network}: ${resolution.targets.map((target) => target.addresses.join(' ')).join(', ')}`
}

describe('names on a network', () => {
  const network = (name: string) => shop().networks.filter((each) => each.name === name)

  it('lead to all that have them; several containers of one name are marked', () => {
    const [back] = network('back').map((each) => namesOn(shop(), each))
    deepEqual(
      back?.filter(({collides}) => collides).map(({name, targets}) => [name, targets.map((each) => each.container)]),
      [['db', ['db', 'shop-api-1']]],
    )
  })

  it('as a table', () => {
    const names = network('back').flatMap((each) => namesOn(shop(), each))
    expectGolden('view/dns-60', dnsTable(names, {columns: 60, colour: false, now: NOON}))
  })

  it('there are none on the default bridge', () => {
    deepEqual(
      network('bridge').flatMap((each) => namesOn(shop(), each)),
      [],
    )
  })
})

describe('what a container gets for a name', () => {
  const cases: readonly [why: string, from: string, name: string, answer: string][] = [
    ['an alias on a shared network', 'db', 'store', 'network back: 172.20.0.2'],
    ['upper case is lower case', 'db', 'STORE', 'network back: 172.20.0.2'],
    ['a final dot', 'db', 'store.', 'network back: 172.20.0.2'],
    ['a name with the network', 'db', 'store.back', 'network back: 172.20.0.2'],
    ['a name with another network', 'db', 'store.web', 'resolvers'],
    ['its own link', 'db', 'front', 'link back: 172.20.0.2'],
    ['a name that two have', 'shop-api-1', 'db', 'network back: 172.20.0.3, 172.20.0.2'],
    [
      'its own name, on the network with the gateway first',
      'shop-api-1',
      'shop-api-1',
      'network web: 10.7.0.128 fd07::2',
    ],
    [
      'a name on another network',
      'db',
      'api',
      'db does not get shop-api-1 for "api": shop-api-1 is on web, but db is not',
    ],
    [
      'a stopped container',
      'shop-api-1',
      'old',
      'shop-api-1 does not get old for "old": old is also on web, but it is exited',
    ],
    ['the default bridge', 'plain', 'db', 'plain does not get db for "db": db is on back, but plain is not'],
    ['nobody', 'db', 'nobody', 'resolvers'],
  ]
  for (const [why, from, name, answer] of cases) it(why, () => equal(asks(from, name), answer))

  it('two on the default bridge: Docker DNS is not available', () => {
    const host = shop()
    const bridge = host.networks.find(({name}) => name === 'bridge')
    if (!bridge) throw new Error('no bridge')
    const other = container('other', [endpoint(bridge)])
    const both = {...host, containers: known([...(host.containers.known ? host.containers.value : []), other])}
    const resolution = resolveName(both, other, 'plain', NOT_READ)
    equal(
      resolution.found === false && resolution.why,
      'other does not get plain for "plain": they share only bridge, where Docker DNS is not available',
    )
  })

  it('a legacy link of the default bridge', () => {
    const linked = container('linked', [], {legacyLinks: ['plain:p']})
    const resolution = resolveName(shop(), linked, 'p', NOT_READ)
    deepEqual(resolution.found && [resolution.by, resolution.targets[0]?.addresses], ['hosts file', ['172.17.0.2']])
  })
})
