import {deepEqual, equal} from 'node:assert/strict'
import {containersOf} from '../../../src/lib/model/host.js'
import {needed} from '../../../src/lib/model/known.js'
import {portWishes} from '../../../src/lib/model/ports.js'
import {boundAddrs} from '../../../src/lib/plan/ports/publish-rules.js'
import {rulesFor} from '../../../src/lib/plan/ports/situation.js'
import {freshName, removeAll, startContainer, type TestEngine, testEngine} from '../../harness/fixture.js'
import {open} from '../../harness/open.js'

describe('the rules of publishing on a real engine', () => {
  const base = freshName()
  const NETWORKS: Readonly<Record<string, object | undefined>> = {
    bridge: undefined,
    [`${base}-four`]: {},
    [`${base}-six`]: {EnableIPv6: true, IPAM: {Config: [{Subnet: '10.205.0.0/24'}, {Subnet: 'fd00:205::/64'}]}},
    [`${base}-inside`]: {Internal: true},
  }
  const ADDRS = ['', '0.0.0.0', '127.0.0.1', '::', '::1']
  const containers: string[] = []
  let engine: TestEngine

  before(async () => {
    engine = await testEngine()
    for (const [Name, body] of Object.entries(NETWORKS)) {
      if (body) await engine.call('/networks/create', {method: 'POST', body: {Name, CheckDuplicate: true, ...body}})
      const first = 18850 + containers.length * ADDRS.length
      const PortBindings = Object.fromEntries(
        ADDRS.map((HostIp, n) => [`${80 + n}/tcp`, [{HostIp, HostPort: `${first + n}`}]]),
      )
      const ExposedPorts = Object.fromEntries(Object.keys(PortBindings).map((port) => [port, {}]))
      const name = freshName()
      containers.push(name)
      await startContainer(engine, name, {ExposedPorts, HostConfig: {NetworkMode: Name, PortBindings}})
    }
  })
  const made = Object.keys(NETWORKS).filter((name) => NETWORKS[name])
  after(() => removeAll(engine, containers, made))

  const look = async () => {
    const host = await (await open(engine)).observe({containers: true, containerDetails: true, publishing: true})
    return {host, mine: containersOf(host).filter(({name}) => containers.includes(name))}
  }

  it('are those by which it has bound what containers ask for', async () => {
    const {host, mine} = await look()
    equal(mine.length, containers.length)
    for (const container of mine) {
      const wishes = portWishes(needed(container.details, 'details'))
      equal(wishes.length, ADDRS.length)
      for (const wish of wishes) {
        const foretold = boundAddrs(wish, rulesFor(host, container))
        const bound = container.published.filter(({containerPort}) => containerPort === wish.containerPort)
        const at = `${container.networkMode} ${JSON.stringify(wish)}`
        deepEqual(bound.map(({hostAddr}) => hostAddr).sort(), [...foretold].sort(), at)
      }
    }
  })

  it('bind nothing for those that have ended', async () => {
    await Promise.all(containers.map((name) => engine.call(`/containers/${name}/kill`, {method: 'POST'})))
    const {mine} = await look()
    deepEqual(
      mine.flatMap(({published}) => published),
      [],
    )
  })
})
