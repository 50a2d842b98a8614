import {deepEqual, equal, throws} from 'node:assert/strict'
import {run} from '../../../bench/port-check.js'
import {DnetError} from '../../../src/lib/errors.js'
import {known} from '../../../src/lib/model/known.js'
import type {PortSituation} from '../../../src/lib/model/ports.js'
import {type Addr, parseAddr} from '../../../src/lib/net/addr.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {layOutPorts, nextFreePorts, parsePortNeed} from '../../../src/lib/plan/ports/layout.js'
import {publishRules} from '../../../src/lib/plan/ports/publish-rules.js'
import {situationWith} from '../../build/ports.js'

const ENGINE = {apiVersion: '1.51', userlandProxy: true, defaultAddr: undefined, hostHasIPv6: true}
const plain = () =>
  publishRules(ENGINE, {
    name: 'net',
    driver: 'bridge',
    internal: false,
    enableIPv4: true,
    enableIPv6: false,
    options: {},
  })

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
  ) => layOutPorts(needs, within, plain(), situation).map((one) => `${one.name}=${one.hostPort}`)

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
      rules: plain(),
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
        error.message === 'no free tcp port in 8000-8001 for "b"' &&
        error.hint === 'use a larger --range',
    )
  })

  it('keeps the first and the last port of the range', () =>
    deepEqual(laidOut(holding(), {first: 8000, last: 8001}, need('a', 8001), need('b', 8000)), ['a=8001', 'b=8000']))

  it('keeps no port that another has', () =>
    deepEqual(laidOut(holding(8000), {first: 8000, last: 8001}, need('a', 8000)), ['a=8001']))

  it('keeps protocols apart', () => {
    const udp = {...need('b', 8000), protocol: 'udp'} as const
    deepEqual(
      layOutPorts([need('a', 8000), udp], {first: 8000, last: 8000}, plain(), holding()).map((one) => one.hostPort),
      [8000, 8000],
    )
  })
})

describe('a service that needs a port', () => {
  const cases: [text: string, name: string, containerPort: number, protocol: string][] = [
    ['web=80', 'web', 80, 'tcp'],
    ['dns=53/udp', 'dns', 53, 'udp'],
    ['dns=53/UDP', 'dns', 53, 'udp'],
    ['a.b_c-d=1', 'a.b_c-d', 1, 'tcp'],
    ['Z9=65535/sctp', 'Z9', 65535, 'sctp'],
  ]
  for (const [text, name, containerPort, protocol] of cases)
    it(text, () => deepEqual(parsePortNeed(text), {name, containerPort, protocol}))

  const refused = [
    'web',
    'web=',
    '=80',
    'web=0',
    'web=65536',
    'web=123456',
    '-web=80',
    'web=80/',
    'x web=80',
    'web=80 x',
  ]
  for (const text of refused)
    it(`is not "${text}"`, () =>
      throws(() => parsePortNeed(text), {
        code: 'USAGE',
        message: `"${text}" is not NAME=PORT with a port from 1 to 65535`,
        hint: 'write web=80 or dns=53/udp',
      }))
  it('has one of three protocols', () =>
    throws(() => parsePortNeed('web=80/icmp'), {code: 'USAGE', message: 'the protocol "icmp" is not tcp, udp or sctp'}))
})

describe('an address on which no port can be published', () => {
  const hint = 'give an address of the host that the engine publishes on, such as 127.0.0.1'
  const find = (hostAddr: string | null, rules = plain()) =>
    nextFreePorts(
      {first: 80, last: 90},
      1,
      {hostAddr: hostAddr === null ? null : parseAddr(hostAddr), protocol: 'tcp'},
      rules,
      situationWith({local: known([parsePrefix('127.0.0.0/8')])}),
    )
  it('is one that the host has not', () =>
    throws(() => find('10.9.9.9'), {code: 'USAGE', message: "10.9.9.9 is not an address of the engine's host", hint}))
  it('is any, where nothing is published', () =>
    throws(() => find(null, publishRules(ENGINE, undefined)), {
      code: 'USAGE',
      message: 'nothing is published: a container without its own network publishes nothing',
      hint,
    }))
  it('is not one of its own', () => deepEqual(find('127.0.0.1'), [80]))
})

describe('the next free host ports', () => {
  const next = (from: number, count: number, hostAddr: Addr | null = null) =>
    nextFreePorts({first: from, last: 65535}, count, {hostAddr, protocol: 'tcp'}, plain(), holding(80, 82))

  it('ascend from the one asked for', () => {
    deepEqual(next(80, 3), [81, 83, 84])
    deepEqual(next(80, 2, '::1' as Addr), [80, 81])
  })

  it('pass over what is used in the middle, and know it again from a lower one', () => {
    const situation = holding(80, 81, 82, 85)
    deepEqual(
      nextFreePorts({first: 79, last: 90}, 5, {hostAddr: null, protocol: 'tcp'}, plain(), situation),
      [79, 83, 84, 86, 87],
    )
  })

  it('are fewer where the range ends', () =>
    deepEqual(
      nextFreePorts({first: 80, last: 83}, 5, {hostAddr: null, protocol: 'tcp'}, plain(), holding(80, 82)),
      [81, 83],
    ))

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
