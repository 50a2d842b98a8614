import {throws} from 'node:assert/strict'
import {resolveName} from '../../src/lib/model/endpoints/dns.js'
import type {Host} from '../../src/lib/model/host.js'
import {unknown} from '../../src/lib/model/known.js'
import {whoHolds} from '../../src/lib/model/subnets/who.js'
import {connectFindings, disconnectFindings} from '../../src/lib/plan/endpoints/connect.js'
import {ANY_ENDPOINT} from '../../src/lib/plan/endpoints/endpoint-spec.js'
import {planLink} from '../../src/lib/plan/links/link.js'
import {linkRows} from '../../src/lib/plan/links/link-rows.js'
import {planMigration} from '../../src/lib/plan/links/migrate.js'
import {planRepairs} from '../../src/lib/plan/links/repair.js'
import {planUnlink} from '../../src/lib/plan/links/unlink.js'
import {portSituation} from '../../src/lib/plan/ports/situation.js'
import {planPrune} from '../../src/lib/plan/remove/prune.js'
import {planRemoval} from '../../src/lib/plan/remove/remove.js'
import {container, endpoint, hostWith, network} from '../build/host.js'

const web = network('web')
const api = container('api', [endpoint(web)])
const seen = hostWith([web], {containers: [api]})

const prune = (host: Host) =>
  planPrune(host, {filters: {}, includeStopped: true, olderThan: 0, project: ''}, new Date(0))
const names = {network: 'web', container: 'api', because: ''}

/** Whoever plans without the part gets a bug, not a plan in which nothing is there. */
const NOT_SEEN = unknown('not looked')
const NO_MACHINE = {routes: NOT_SEEN, interfaces: NOT_SEEN, resolvers: NOT_SEEN}

describe('a planner that was not given the containers', () => {
  const blind: Host = {...seen, containers: unknown('the engine refused')}
  const planners: [string, (host: Host) => unknown][] = [
    ['prune', prune],
    ['rm --disconnect', (host) => planRemoval(host, web)],
    ['connect', (host) => connectFindings(host, {...names, do: 'connect', endpoint: ANY_ENDPOINT})],
    ['disconnect', (host) => disconnectFindings(host, {...names, do: 'disconnect', force: true})],
    ['link', (host) => planLink(host, {container: 'api', target: 'db', shared: false, network: ''}, [], '')],
    ['link ls', linkRows],
    ['unlink', (host) => planUnlink(host, {container: 'api', target: 'db', shared: false, network: ''}, [])],
    ['link migrate', (host) => planMigration(host, [], [], [])],
    ['repairs', (host) => planRepairs(host, [], [])],
    ['ports', (host) => portSituation(host)],
    ['who', (host) => whoHolds(host, 'api', unknown('not looked'), NO_MACHINE)],
    ['dns', (host) => resolveName(host, api, 'db', unknown('not read'))],
  ]
  for (const [name, plan] of planners)
    it(`${name} does not plan`, () =>
      throws(() => plan(blind), /^Error: planned without containers: the engine refused$/))
})

describe('a planner that was not given the details of a network', () => {
  const blind = {...web, details: unknown('the engine refused')}
  const host = {...seen, networks: [blind]}
  const planners: [string, (host: Host) => unknown][] = [
    ['prune', prune],
    ['rm --disconnect', (picture) => planRemoval(picture, blind)],
  ]
  for (const [name, plan] of planners)
    it(`${name} does not plan`, () =>
      throws(() => plan(host), /^Error: planned without details of network web: the engine refused$/))
})
