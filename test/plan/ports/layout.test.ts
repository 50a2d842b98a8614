import {deepEqual, equal, throws} from 'node:assert/strict'
import {run} from '../../../bench/port-check.js'
import {DnetError} from '../../../src/lib/errors.js'
import {known} from '../../../src/lib/model/known.js'
import type {PortSituation} from '../../../src/lib/model/ports.js'
import type {Addr} from '../../../src/lib/net/addr.js'
import {layOutPorts, nextFreePorts} from '../../../src/lib/plan/ports/layout.js'
import {publishRules} from '../../../src/lib/plan/ports/publish-rules.js'
import {situationWith} from '../../build/ports.js'

const RULES = publishRules(
  {apiVersion: '1.51', userlandProxy: true, defaultAddr: undefined, hostHasIPv6: true},
  {name: 'net', driver: 'bridge', internal: false, enableIPv4: true, enableIPv6: false, options: {}},
)

/** Held on all addresses. */
function holding(...ports: number[]): PortSituation {
  return situationWith({
    bindings: ports.map((hostPort) => ({
      hostAddr: '0.0.0.0' as Addr,
      hostPort,
      protocol: 'tcp',
      holder: {kind: 'container', id: '1', name: 'web'},
    })),
  })
}

const need = (name: string, containerPort: number) => ({name, containerPort, protocol: 'tcp', hostAddr: null}) as const

describe('host ports for many services', () => {
  const laidOut = (
    situation: PortSituation,
    within: {first: number; last: number},
    ...needs: ReturnType<typeof need>[]
  ) => layOutPorts(needs, within, RULES, situation).map((one) => `${one.name}=${one.hostPort}`)

  it('gives each the lowest free one', () => {
    deepEqual(laidOut(holding(8001), {first: 8000, last: 8010}, need('web1', 80), need('web2', 80), need('web3', 80)), [
      'web1=8000',
      'web2=8002',
      'web3=8003',
    ])
  })

  it('keeps the port that the container has where it can', () => {
    deepEqual(laidOut(holding(), {first: 8000, last: 9000}, need('a', 8080), need('b', 8080), need('c', 8000)), [
      'a=8080',
      'b=8000',
      'c=8001',
    ])
  })

  it('keeps clear of what a stopped container wants', () => {
    const claim = {
      wish: {hostAddr: null, hostPorts: {first: 8000, last: 8000}, containerPort: 1, protocol: 'tcp'},
      rules: RULES,
      holder: {kind: 'container', id: '2', name: 'old'},
      startsWithEngine: false,
    } as const
    deepEqual(laidOut({...holding(), claims: known([claim])}, {first: 8000, last: 8010}, need('a', 80)), ['a=8001'])
  })

  it('says who gets none', () => {
    throws(
      () => laidOut(holding(8000), {first: 8000, last: 8001}, need('a', 80), need('b', 80)),
      (error) =>
        error instanceof DnetError &&
        error.code === 'PORT_TAKEN' &&
        error.message === 'no free tcp port in 8000-8001 for "b"',
    )
  })
})

describe('the next free host ports', () => {
  const next = (from: number, count: number, hostAddr: Addr | null = null) =>
    nextFreePorts({first: from, last: 65535}, count, {hostAddr, protocol: 'tcp'}, RULES, holding(80, 82))

  it('ascend from the one asked for', () => {
    deepEqual(next(80, 3), [81, 83, 84])
    deepEqual(next(80, 2, '::1' as Addr), [80, 81])
  })

  it('end at 65535', () => deepEqual(next(65535, 3), [65535]))
})

describe('the port check in the large', () => {
  // Looking at every binding for every wanted port would take minutes.
  it('takes less than ten seconds of 10,000 wanted ports and 100,000 bindings', () => {
    const before = process.cpuUsage()
    const {blocked, free} = run()
    const {user, system} = process.cpuUsage(before)
    deepEqual([blocked, free], [2084, 7916])
    equal((user + system) / 1_000_000 < 10, true)
  })
})
