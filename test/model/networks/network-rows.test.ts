import {deepEqual} from 'node:assert/strict'
import {unknown} from '../../../src/lib/model/known.js'
import {SORT_COLUMNS, type SortColumn, sortNetworks} from '../../../src/lib/model/networks/network-order.js'
import {networkBranches, networkRows} from '../../../src/lib/model/networks/network-rows.js'
import {hostWith, network, subnet} from '../../build/host.js'
import {id, shop} from '../../build/shop.js'

describe('the order of dnet ls', () => {
  const orders: Record<SortColumn, string[]> = {
    name: ['back', 'bridge', 'host', 'mesh', 'none', 'web'],
    id: ['web', 'back', 'mesh', 'host', 'none', 'bridge'],
    driver: ['back', 'bridge', 'web', 'host', 'none', 'mesh'],
    scope: ['back', 'bridge', 'host', 'none', 'web', 'mesh'],
    subnet: ['mesh', 'web', 'bridge', 'back', 'host', 'none'],
    gateway: ['mesh', 'web', 'bridge', 'back', 'host', 'none'],
    used: ['web', 'back', 'bridge', 'host', 'none', 'mesh'],
    free: ['web', 'bridge', 'back', 'host', 'none', 'mesh'],
    containers: ['back', 'web', 'bridge', 'host', 'mesh', 'none'],
    internal: ['back', 'bridge', 'host', 'mesh', 'none', 'web'],
    mtu: ['bridge', 'web', 'back', 'host', 'mesh', 'none'],
    created: ['back', 'mesh', 'web', 'bridge', 'host', 'none'],
  }
  for (const column of SORT_COLUMNS) {
    it(`by ${column}`, () => {
      const rows = sortNetworks(networkRows(shop()), column)
      deepEqual(
        rows.map(({network}) => network.name),
        orders[column],
      )
    })
  }
})

describe('rows of networks', () => {
  const rowOf = (name: string) => networkRows(shop()).find(({network}) => network.name === name)

  it('count addresses by subnet, and containers that are live apart from those that are not', () => {
    const {subnets, running, stopped, mtu, project} = rowOf('web') ?? {}
    deepEqual(
      subnets?.map(({subnet, gateway, used, free, countedBy}) => [subnet, gateway, used, free, countedBy]),
      [
        ['10.7.0.0/24', '10.7.0.1', 6n, 125n, 'dnet'],
        ['fd07::/64', 'fd07::1', 3n, 18446744073709551613n, 'dnet'],
      ],
    )
    deepEqual([running, stopped, mtu, project], [1, 1, 1400, 'shop'])
  })

  it('know no count of a network whose containers are on other nodes as well', () => {
    const [first] = rowOf('mesh')?.subnets ?? []
    deepEqual([first?.gateway, first?.used, first?.free, first?.countedBy], ['10.0.1.1', null, null, null])
  })

  it('know none without the containers', () => {
    const [back] = networkRows({...shop(), containers: unknown('not asked for')})
    deepEqual([back?.subnets[0]?.used, back?.running, back?.stopped], [null, null, null])
  })

  it('keep each subnet beside its own counts where one of them is no block', () => {
    const odd = network('odd', {subnets: [subnet(''), subnet('10.9.0.0/24', '10.9.0.1')]})
    const [row] = networkRows(hostWith([odd]))
    deepEqual(
      row?.subnets.map(({subnet: block, used}) => [block, used]),
      [
        ['', null],
        ['10.9.0.0/24', 3n],
      ],
    )
  })

  it('have an MTU only where it is a number', () => {
    const rows = networkRows(
      hostWith([network('a', {options: {mtu: '1400'}}), network('b', {options: {mtu: 'large'}}), network('c')]),
    )
    deepEqual(
      rows.map(({mtu}) => mtu),
      [1400, null, null],
    )
  })
})

describe('branches of networks', () => {
  it('have the live containers, those that want an address, and those that were made for an earlier network', () => {
    const web = networkBranches(shop(), networkRows(shop())).find(({network}) => network.name === 'web')
    deepEqual(
      web?.containers.map(({name, live, addresses, wanted, madeFor, sharedBy}) => [
        name,
        live,
        addresses,
        wanted,
        madeFor,
        sharedBy.map((each) => each.name),
      ]),
      [
        ['shop-api-1', true, ['10.7.0.128', 'fd07::2'], [], '', ['sidecar']],
        ['old', false, [], ['10.7.0.77'], '', []],
        ['lost', false, [], [], id('0'), []],
      ],
    )
    deepEqual(
      web?.endpoints.map(({name, kind}) => [name, kind]),
      [['gone', 'stale']],
    )
  })
})
