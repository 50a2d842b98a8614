import {equal} from 'node:assert/strict'
import type {Container} from '../../../src/lib/model/container.js'
import {canLeave, isJoinable, obstacleOf, obstacleTo} from '../../../src/lib/model/endpoints/joining.js'
import type {Network} from '../../../src/lib/model/host.js'
import {container, endpoint, hostWith, network, PODMAN_NETWORK} from '../../build/host.js'

const web = network('web')
const hosts = network('host', {driver: 'host'})
const none = network('none', {driver: 'null'})
const config = network('config', {driver: 'null', configOnly: true})
const services = network('services', {driver: 'overlay', scope: 'swarm'})
const open = network('open', {driver: 'overlay', scope: 'swarm', attachable: true})
const mesh = network('mesh', {driver: 'overlay', scope: 'swarm', ingress: true})
const db = container('db', [endpoint('web')])

const down = {state: 'exited'} as const
const plain = container('app', [endpoint('back')])
const plainDown = container('app', [endpoint('back')], down)
const alone = container('app', [], {...down, networkMode: 'back'})
const ofHost = container('app', [endpoint('host')])
const ofHostDown = container('app', [endpoint('host')], down)
const leftHost = container('app', [], {...down, networkMode: 'host'})
const private_ = container('app', [endpoint('none')])
const leftNone = container('app', [], {networkMode: 'none'})
const neverRan = container('app', [endpoint('none', {networkId: '', endpointId: ''})], {state: 'created'})
const sharing = container('app', [], {networkMode: 'container:id-db'})
const sharingDown = container('app', [], {...down, networkMode: 'container:id-db'})

/** As Docker 20.10, 26.1 and 28.5 and Podman 5.4 did, unless a title says which. */
const CASES: [why: string, who: Container, to: Network, docker: string, podman: string][] = [
  ['any other network', plain, web, '', ''],
  ['any other network, stopped', plainDown, web, '', ''],
  ['the host’s network', plain, hosts, 'host network: refused', 'host network: refused'],
  ['the host’s network, stopped', plainDown, hosts, 'host network: refused', 'host network: refused'],
  ['none', plainDown, none, 'none network: refused', 'none network: refused'],
  ['none, from no network', alone, none, '', ''],
  ['configuration', plain, config, 'configuration: refused', 'configuration: refused'],
  ['configuration, stopped', plainDown, config, 'configuration: in vain', 'configuration: in vain'],
  ['a network of services', plain, services, 'not attachable: refused', 'not attachable: refused'],
  ['a network of services, stopped', plainDown, services, 'not attachable: in vain', 'not attachable: in vain'],
  ['the routing mesh', plain, mesh, 'not attachable: refused', 'not attachable: refused'],
  ['an attachable network of Swarm', plain, open, '', ''],
  ['from the host’s network', ofHost, web, 'host mode: refused', 'host mode: refused'],
  ['from the host’s network, stopped', ofHostDown, web, 'host mode: refused', 'host mode: refused'],
  ['after leaving the host’s network', leftHost, web, 'host mode: in vain', 'host mode: refused'],
  ['the network it is on', ofHost, hosts, '', ''],
  ['from none', private_, web, 'none mode: refused', 'none mode: refused'],
  ['from none to the host’s network', private_, hosts, 'none mode: refused', 'none mode: refused'],
  ['none, where it is and never ran', neverRan, none, '', ''],
  ['after leaving none, which Podman lets no container do', leftNone, web, '', 'none mode: refused'],
  ['from another’s sandbox', sharing, web, 'shared sandbox: refused', 'shared sandbox: refused'],
  ['from another’s sandbox, stopped', sharingDown, web, 'shared sandbox: in vain', 'shared sandbox: refused'],
  ['from another’s sandbox to the host’s', sharingDown, hosts, 'host network: refused', 'shared sandbox: refused'],
]

describe('what keeps a container off a network', () => {
  const networks = [web, hosts, none, config, services, open, mesh]
  for (const [why, who, to, docker, podman] of CASES)
    for (const [engine, host, want] of [
      ['Docker', hostWith(networks, {containers: [db, who]}), docker],
      ['Podman', hostWith([PODMAN_NETWORK, ...networks], {containers: [db, who]}), podman],
    ] as const)
      it(`${engine}: ${why}`, () => {
        const found = obstacleTo(host, who, to)
        equal(found ? `${found.is}: ${found.refused ? 'refused' : 'in vain'}` : '', want)
      })

  it('names the container whose sandbox is shared, if it exists', () => {
    equal(obstacleOf(hostWith([], {containers: [db, sharing]}), sharing)?.owner?.name, 'db')
    equal(obstacleOf(hostWith([], {containers: [sharing]}), sharing)?.owner, undefined)
  })
})

describe('the networks that a container can join and leave', () => {
  const cases: [network: Network, joined: boolean, left: boolean, leftDown: boolean][] = [
    [web, true, true, true],
    [hosts, false, false, true],
    [none, false, true, true],
    [config, false, true, true],
    [services, false, true, true],
    [open, true, true, true],
    [mesh, false, true, true],
  ]
  for (const [one, joined, left, leftDown] of cases)
    it(one.name, () => {
      equal(isJoinable(one), joined)
      equal(canLeave(plain, one), left)
      equal(canLeave(plainDown, one), leftDown)
    })
})
