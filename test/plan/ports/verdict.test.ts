import {deepEqual, equal} from 'node:assert/strict'
import fc from 'fast-check'
import {known, unknown} from '../../../src/lib/model/known.js'
import type {Listener, PortBinding, PortClaim, PortSituation, PublishRules} from '../../../src/lib/model/ports.js'
import type {Addr} from '../../../src/lib/net/addr.js'
import {type PortWish, type Protocol, parsePortSpec, wishesOf} from '../../../src/lib/net/port.js'
import type {Prefix} from '../../../src/lib/net/prefix.js'
import {publishRules} from '../../../src/lib/plan/ports/publish-rules.js'
import {checkPorts, type PortVerdict, type WantedPort} from '../../../src/lib/plan/ports/verdict.js'
import {listener as listenerAt, situationWith} from '../../build/ports.js'
import {runs} from '../../harness/many.js'

const ENGINE = {apiVersion: '1.51', userlandProxy: true, defaultAddr: undefined, hostHasIPv6: true}
const BRIDGE = {name: 'net', driver: 'bridge', internal: false, enableIPv4: true, enableIPv6: false, options: {}}
const plain = (): PublishRules => publishRules(ENGINE, BRIDGE)

function wish(text: string): PortWish {
  const [first, ...more] = wishesOf(parsePortSpec(text))
  if (first === undefined || more.length > 0) throw new Error(`${text} is not one wish`)
  return first
}

const want = (text: string, rules: PublishRules = plain()): WantedPort => ({wish: wish(text), rules, name: text})

/** `127.0.0.1:80/tcp`, `[::]:53/udp`. */
function socket(text: string): {addr: Addr; port: number; protocol: Protocol} {
  const match = /^\[?(.*?)\]?:(\d+)\/(\w+)$/.exec(text)
  return {addr: match?.[1] as Addr, port: Number(match?.[2]), protocol: match?.[3] as Protocol}
}

function bound(text: string, name = 'web'): PortBinding {
  const {addr, port, protocol} = socket(text)
  return {hostAddr: addr, hostPort: port, protocol, holder: {kind: 'container', id: '1', name}}
}

function listener(text: string, more: Partial<Listener> = {}): Listener {
  return listenerAt('0.0.0.0', 0, {...socket(text), ...more})
}

const claim = (text: string, startsWithEngine = false): PortClaim => ({
  wish: wish(text),
  rules: plain(),
  holder: {kind: 'container', id: '2', name: 'old'},
  startsWithEngine,
})

function verdict(text: string, situation: Partial<PortSituation>, rules: PublishRules = plain()): PortVerdict {
  const [first] = checkPorts([want(text, rules)], situationWith(situation))
  if (first === undefined) throw new Error('no verdict')
  return first
}

describe('a wanted port against one that a running container has', () => {
  const cases: [why: string, wanted: string, held: string, verdict: PortVerdict['verdict']][] = [
    ['the same port on all addresses', '80:80', '0.0.0.0:80/tcp', 'blocked'],
    ['all addresses are both families', '80:80', '[::]:80/tcp', 'blocked'],
    ['another port', '81:80', '0.0.0.0:80/tcp', 'free'],
    ['protocols never meet', '80:80/udp', '0.0.0.0:80/tcp', 'free'],
    ['sctp is a third', '80:80/sctp', '0.0.0.0:80/udp', 'free'],
    ['all addresses cover one', '80:80', '127.0.0.1:80/tcp', 'blocked'],
    ['one is covered by all', '127.0.0.1:80:80', '0.0.0.0:80/tcp', 'blocked'],
    ['two addresses may share a port', '127.0.0.1:80:80', '10.0.0.1:80/tcp', 'free'],
    ['two loopback addresses too', '127.0.0.2:80:80', '127.0.0.3:80/tcp', 'free'],
    ['the same address', '127.0.0.1:80:80', '127.0.0.1:80/tcp', 'blocked'],
    ['families never meet', '0.0.0.0:80:80', '[::]:80/tcp', 'free'],
    ['families never meet, the other way', '[::]:80:80', '0.0.0.0:80/tcp', 'free'],
    ['one IPv6 address under all', '[::1]:80:80', '[::]:80/tcp', 'blocked'],
    ['IPv4 loopback beside IPv6 loopback', '127.0.0.1:80:80', '[::1]:80/tcp', 'free'],
    ['the container port means nothing', '80:9999', '0.0.0.0:80/tcp', 'blocked'],
    ['any port is found', '80', '0.0.0.0:32768/tcp', 'free'],
    ['host port 0 is any port', '0:80', '0.0.0.0:80/tcp', 'free'],
    ['a range has another', '80-81:80', '0.0.0.0:80/tcp', 'free'],
    ['a range of one', '80-80:80', '0.0.0.0:80/tcp', 'blocked'],
  ]
  for (const [why, wanted, held, expected] of cases)
    it(`${why}: ${wanted} beside ${held} is ${expected}`, () =>
      equal(verdict(wanted, {bindings: [bound(held)]}).verdict, expected))

  it('names the holder', () => {
    deepEqual(verdict('80:80', {bindings: [bound('127.0.0.1:80/tcp')]}), {
      verdict: 'blocked',
      hostPort: 80,
      holders: [{kind: 'container', id: '1', name: 'web'}],
      reason: 'container "web" publishes 127.0.0.1:80/tcp',
    })
  })
})

describe('a wanted port against a socket of the host', () => {
  const cases: [why: string, wanted: string, listeners: Listener[], verdict: PortVerdict['verdict']][] = [
    ['on all addresses', '80:80', [listener('0.0.0.0:80/tcp')], 'blocked'],
    ['on one address', '80:80', [listener('127.0.0.1:80/tcp')], 'blocked'],
    ['on another address', '10.0.0.1:80:80', [listener('127.0.0.1:80/tcp')], 'free'],
    ['an IPv6 socket that holds IPv4 too', '127.0.0.1:80:80', [listener('[::]:80/tcp', {oneFamily: false})], 'blocked'],
    ['an IPv6 socket that leaves IPv4 alone', '0.0.0.0:80:80', [listener('[::]:80/tcp')], 'free'],
    ['an IPv6 socket that may', '0.0.0.0:80:80', [listener('[::]:80/tcp', {oneFamily: undefined})], 'unknown'],
    ['an IPv6 socket on IPv6', '[::1]:80:80', [listener('[::]:80/tcp', {oneFamily: undefined})], 'blocked'],
    ['an IPv6 socket on one address', '0.0.0.0:80:80', [listener('[::1]:80/tcp', {oneFamily: false})], 'free'],
    ['a proxy whose container is gone', '80:80', [listener('0.0.0.0:80/tcp', {ofEngine: true})], 'blocked'],
  ]
  for (const [why, wanted, listeners, expected] of cases)
    it(`${why}: ${wanted} is ${expected}`, () =>
      equal(verdict(wanted, {listeners: known(listeners)}).verdict, expected))

  it("the engine's own proxy is told once, by its container", () => {
    const found = verdict('80:80', {
      bindings: [bound('0.0.0.0:80/tcp')],
      listeners: known([listener('0.0.0.0:80/tcp', {ofEngine: true})]),
    })
    deepEqual(found.holders, [{kind: 'container', id: '1', name: 'web'}])
  })

  it('one that cannot be looked at is still in the way', () => {
    const found = verdict('80:80', {listeners: known([listener('0.0.0.0:80/tcp', {process: undefined})])})
    equal(found.reason, 'an unknown process listens on 0.0.0.0:80/tcp')
  })

  it('the engine tries ten ports of a range, so more refused ones leave it in doubt', () => {
    const held = (count: number) => known(Array.from({length: count}, (_, i) => listener(`0.0.0.0:${8000 + i}/tcp`)))
    equal(verdict('8000-8019:80', {listeners: held(9)}).verdict, 'free')
    equal(verdict('8000-8019:80', {listeners: held(10)}).verdict, 'unknown')
    equal(verdict('8000-8019:80', {listeners: held(20)}).verdict, 'blocked')
  })
})

describe('a wanted port against what is not running', () => {
  it('clashes with a stopped container that wants it', () => {
    deepEqual(verdict('80:80', {claims: known([claim('80:8080')])}), {
      verdict: 'will clash',
      hostPort: 80,
      holders: [{kind: 'container', id: '2', name: 'old'}],
      reason: 'container "old" is stopped and wants 0.0.0.0:80/tcp when it starts',
    })
    equal(
      verdict('80:80', {claims: known([claim('80:8080', true)])}).reason,
      'container "old" is stopped and wants 0.0.0.0:80/tcp when it starts (it starts with the engine)',
    )
  })

  it('does not clash with one that takes any port, or one of several', () => {
    equal(verdict('40000:80', {claims: known([claim('80'), claim('40000-40001:80'), claim('0:80')])}).verdict, 'free')
  })

  it('clashes where the first free port of a range is claimed', () => {
    const found = verdict('80-90:80', {claims: known([claim('80:80')])})
    equal(found.verdict, 'will clash')
    equal(
      found.reason,
      'the engine may choose 80 of 80-90: container "old" is stopped and wants 0.0.0.0:80/tcp when it starts',
    )
    equal(verdict('80-90:80', {claims: known([claim('81:80')])}).verdict, 'free')
  })

  it('being held is worse than being claimed', () => {
    equal(verdict('80:80', {bindings: [bound('0.0.0.0:80/tcp')], claims: known([claim('80:80')])}).verdict, 'blocked')
  })
})

describe('a wanted port against Swarm services', () => {
  const service = (mode: 'ingress' | 'host') =>
    known([{service: {id: 's', name: 'shop'}, port: 80, containerPort: 8080, protocol: 'tcp', mode} as const])

  it('an ingress port is held on every address of every node', () => {
    equal(verdict('127.0.0.1:80:80', {services: service('ingress')}).verdict, 'blocked')
    equal(verdict('[::1]:80:80', {services: service('ingress')}).verdict, 'blocked')
    equal(verdict('80:80/udp', {services: service('ingress')}).verdict, 'free')
  })

  it('a host-mode port clashes where a task comes to run', () => {
    equal(verdict('80:80', {services: service('host')}).verdict, 'will clash')
  })

  it("the engine's socket for it is told once", () => {
    const listeners = known([listener('[::]:80/tcp', {ofEngine: true, oneFamily: undefined})])
    deepEqual(verdict('80:80', {services: service('ingress'), listeners}).holders, [
      {kind: 'service', id: 's', name: 'shop'},
    ])
  })
})

describe('what cannot be seen', () => {
  it('is never taken for free', () => {
    const found = verdict('80:80', {listeners: unknown('the engine is on another machine')})
    deepEqual(
      [found.verdict, found.reason],
      ['unknown', 'host processes could not be seen: the engine is on another machine'],
    )
  })

  it('does not hide what is seen', () => {
    const listeners = unknown('the engine is on another machine')
    equal(verdict('80:80', {listeners, bindings: [bound('0.0.0.0:80/tcp')]}).verdict, 'blocked')
  })
})

describe('what an engine and a network publish', () => {
  const option = (key: string, value: string) => ({...BRIDGE, options: {[`com.docker.network.bridge.${key}`]: value}})
  const cases: [why: string, rules: () => PublishRules, addrs: string[]][] = [
    ['both families by proxy on an IPv4 network', plain, ['0.0.0.0', '::']],
    ['IPv4 alone without the proxy', () => publishRules({...ENGINE, userlandProxy: false}, BRIDGE), ['0.0.0.0']],
    [
      'both without the proxy on a network of both',
      () => publishRules({...ENGINE, userlandProxy: false}, {...BRIDGE, enableIPv6: true}),
      ['0.0.0.0', '::'],
    ],
    ['IPv4 alone on a host without IPv6', () => publishRules({...ENGINE, hostHasIPv6: false}, BRIDGE), ['0.0.0.0']],
    ["the daemon's address", () => publishRules({...ENGINE, defaultAddr: '127.0.0.1' as Addr}, BRIDGE), ['127.0.0.1']],
    ["the network's address", () => publishRules(ENGINE, option('host_binding_ipv4', '10.0.0.1')), ['10.0.0.1']],
    [
      "the network's address for all",
      () => publishRules(ENGINE, option('host_binding_ipv4', '0.0.0.0')),
      ['0.0.0.0', '::'],
    ],
    ['nothing from an internal network', () => publishRules(ENGINE, {...BRIDGE, internal: true}), []],
    ['nothing from macvlan', () => publishRules(ENGINE, {...BRIDGE, driver: 'macvlan'}), []],
    ['nothing without a network', () => publishRules(ENGINE, undefined), []],
    ['IPv4 from an overlay', () => publishRules(ENGINE, {...BRIDGE, driver: 'overlay'}), ['0.0.0.0']],
    [
      'IPv6 alone from an IPv6 network',
      () => publishRules(ENGINE, {...BRIDGE, enableIPv4: false, enableIPv6: true}),
      ['::'],
    ],
  ]
  for (const [why, rules, addrs] of cases) it(why, () => deepEqual(rules().anyAddrs, addrs))

  it('what is not bound is free, and says so', () => {
    const rules = publishRules(ENGINE, {...BRIDGE, internal: true})
    deepEqual(verdict('80:80', {bindings: [bound('0.0.0.0:80/tcp')]}, rules), {
      verdict: 'free',
      hostPort: undefined,
      holders: [],
      reason: 'nothing is published: network net is internal',
    })
  })

  it('a named address of the other family binds nothing', () => {
    const rules = publishRules({...ENGINE, userlandProxy: false}, BRIDGE)
    equal(verdict('[::1]:80:80', {bindings: [bound('[::]:80/tcp')]}, rules).verdict, 'free')
  })

  it('28.0 to 28.2 bind a UDP port twice, on all addresses and on one', () => {
    const held = {bindings: [bound('0.0.0.0:53/udp')]}
    equal(
      verdict('127.0.0.1:53:53/udp', held, publishRules({...ENGINE, apiVersion: '1.47'}, BRIDGE)).verdict,
      'blocked',
    )
    equal(
      verdict('127.0.0.1:53:53/udp', held, publishRules({...ENGINE, apiVersion: '1.50'}, BRIDGE)).verdict,
      'will clash',
    )
    equal(verdict('0.0.0.0:53:53/udp', held, publishRules({...ENGINE, apiVersion: '1.50'}, BRIDGE)).verdict, 'blocked')
    equal(
      verdict('127.0.0.1:53:53/udp', held, publishRules({...ENGINE, apiVersion: '1.51'}, BRIDGE)).verdict,
      'blocked',
    )
  })

  it('before 27.0 one port of a range is tried, and only equal addresses are passed over', () => {
    const old = publishRules({...ENGINE, apiVersion: '1.41'}, BRIDGE)
    const on = (...texts: string[]) => ({bindings: texts.map((text) => bound(text))})
    equal(verdict('[::1]:80-81:80', on('[::]:80/tcp'), old).verdict, 'unknown')
    equal(verdict('[::1]:80-81:80', on('[::1]:80/tcp'), old).verdict, 'free')
    equal(verdict('[::1]:80-81:80', on('[::]:80/tcp')).verdict, 'free')
    equal(verdict('80-81:80', {listeners: known([listener('0.0.0.0:80/tcp')])}, old).verdict, 'unknown')
    equal(verdict('80-81:80', {listeners: known([listener('0.0.0.0:81/tcp')])}, old).verdict, 'unknown')
    const both = known([listener('0.0.0.0:80/tcp'), listener('0.0.0.0:81/tcp')])
    equal(verdict('80-81:80', {listeners: both}, old).verdict, 'blocked')
    equal(verdict('80-81:80', {listeners: known([listener('0.0.0.0:80/tcp')])}).verdict, 'free')
  })

  it('before 27.0 the families of one range are served apart', () => {
    const held = {bindings: [bound('0.0.0.0:80/tcp'), bound('[::]:81/tcp')]}
    equal(verdict('80-81:80', held, publishRules({...ENGINE, apiVersion: '1.45'}, BRIDGE)).verdict, 'free')
    equal(verdict('80-81:80', held).verdict, 'blocked')
  })
})

describe('wanted ports among themselves', () => {
  const verdicts = (...texts: string[]) =>
    checkPorts(
      texts.map((text) => want(text)),
      situationWith(),
    ).map((one) => one.verdict)

  it('the earlier of two has the port', () => {
    deepEqual(verdicts('80:80', '127.0.0.1:80:81', '80:80/udp'), ['free', 'blocked', 'free'])
    equal(
      checkPorts([want('80:1'), want('80:2')], situationWith())[1]?.reason,
      '"80:1" in the same list also wants 0.0.0.0:80/tcp',
    )
  })

  it('fixed ports come before ranges, narrow ranges before wide ones', () => {
    deepEqual(verdicts('80-81:1', '80-80:2', '80-82:3', '82:4'), ['free', 'free', 'blocked', 'free'])
  })

  it('a range is used up', () => {
    const held = checkPorts([want('80-81:1'), want('80-81:2'), want('80-81:3')], situationWith())
    deepEqual(
      held.map((one) => [one.verdict, one.hostPort]),
      [
        ['free', 80],
        ['free', 81],
        ['blocked', undefined],
      ],
    )
  })

  it('a blocked one keeps nothing from the others', () => {
    const wanted = [want('80:1'), want('0.0.0.0:80:2'), want('[::]:81:3'), want('81:4')]
    deepEqual(
      checkPorts(wanted, situationWith()).map((one) => one.verdict),
      ['free', 'blocked', 'free', 'blocked'],
    )
  })
})

describe('what one container wants alike', () => {
  const before27 = publishRules({...ENGINE, apiVersion: '1.45'}, BRIDGE)
  const cases: [why: string, specs: string[], rules: PublishRules, verdicts: PortVerdict['verdict'][]][] = [
    ['gets one port, which two meeting addresses cannot share', ['127.0.0.1::80', '80'], plain(), ['free', 'blocked']],
    ['in either order', ['80', '127.0.0.1::80'], plain(), ['free', 'blocked']],
    ['in IPv6 too', ['[::1]::80', '80'], plain(), ['free', 'blocked']],
    ['of one range', ['80-89:80', '127.0.0.1:80-89:80'], plain(), ['free', 'blocked']],
    ['twice the same', ['80', '80'], plain(), ['free', 'blocked']],
    ['where udp shares a port in silence', ['127.0.0.1::80/udp', '80/udp'], plain(), ['free', 'will clash']],
    ['where udp shares a fixed port', ['127.0.0.1:53:80/udp', '53:80/udp'], plain(), ['free', 'will clash']],
    ['of two ranges is no matter', ['80-89:80', '127.0.0.1:81-89:80'], plain(), ['free', 'free']],
    ['of two container ports is no matter', ['127.0.0.1::80', '81'], plain(), ['free', 'free']],
    ['beside a fixed port is no matter', ['127.0.0.1:80:80', '80-89:80'], plain(), ['free', 'free']],
    ['is no matter to an engine before 27.0', ['127.0.0.1::80', '80'], before27, ['free', 'free']],
    ['may clash there in a range', ['127.0.0.1:80-85:80', '81-86:80'], before27, ['unknown', 'unknown']],
    ['does not on one address there', ['80-85:80', '81-86:80'], before27, ['free', 'free']],
    ['keeps its own verdict where fixed', ['127.0.0.1:80:80', '127.0.0.2:80:80'], plain(), ['free', 'free']],
  ]
  for (const [why, specs, rules, expected] of cases)
    it(`${why}: ${specs.join(' ')}`, () =>
      deepEqual(
        checkPorts(
          specs.map((spec) => ({...want(spec, rules), container: ''})),
          situationWith(),
        ).map((one) => one.verdict),
        expected,
      ))

  it('gets the same port on addresses that do not meet', () => {
    const wanted = ['127.0.0.1:80-89:80', '127.0.0.2:80-89:80'].map((spec) => ({...want(spec), container: ''}))
    const held = {bindings: [bound('127.0.0.2:80/tcp')]}
    deepEqual(
      checkPorts(wanted, situationWith(held)).map(({hostPort}) => hostPort),
      [81, 81],
    )
  })

  it('is blocked in udp where one of its addresses is held', () => {
    const held = {bindings: [bound('10.0.0.1:53/udp', 'dns')]}
    const of = (...specs: string[]) =>
      checkPorts(
        specs.map((spec) => ({...want(spec), container: ''})),
        situationWith(held),
      ).map(({verdict, holders}) => [verdict, holders.map((one) => one.kind !== 'process' && one.name).join()])
    deepEqual(of('127.0.0.1:53:80/udp', '53:80/udp'), [
      ['free', ''],
      ['blocked', 'dns'],
    ])
    deepEqual(
      checkPorts(
        ['127.0.0.1:53-54:80/udp', '53-54:80/udp'].map((spec) => ({...want(spec), container: ''})),
        situationWith(held),
      ).map(({hostPort}) => hostPort),
      [54, undefined],
    )
  })

  it('is no matter to two containers', () =>
    deepEqual(
      checkPorts(
        ['127.0.0.1:80-89:80', '80-89:80'].map((spec) => ({...want(spec), container: spec})),
        situationWith(),
      ).map(({verdict, hostPort}) => [verdict, hostPort]),
      [
        ['free', 80],
        ['free', 81],
      ],
    ))
})

/** `VERDICT HOST_PORT [HOLDERS] REASON` for each wanted port. */
const told = (wanted: readonly WantedPort[], situation: Partial<PortSituation> = {}): string[] =>
  checkPorts(wanted, situationWith(situation)).map(({verdict: of, hostPort = '-', holders, reason}) => {
    const names = holders.map((holder) => `${holder.kind} ${holder.name}`).join(', ')
    return `${of} ${hostPort} [${names}] ${reason}`.trim()
  })

describe('a verdict, word for word', () => {
  const engine = (apiVersion: string): PublishRules => publishRules({...ENGINE, apiVersion}, BRIDGE)
  const of = (apiVersion: string, ...specs: string[]) => specs.map((spec) => want(spec, engine(apiVersion)))
  const alike = (...specs: string[]) => specs.map((spec) => ({...want(spec), container: 'c'}))
  const listeners = (from: number, count: number) =>
    known(Array.from({length: count}, (_, i) => listener(`0.0.0.0:${from + i}/tcp`)))
  const both = [bound('0.0.0.0:80/tcp', 'a'), bound('0.0.0.0:81/tcp', 'b')]
  const shared = (spec: string, what: string) =>
    `the engine gives ${what} of a container one port for "${spec}" and for this`

  const cases: [why: string, wanted: WantedPort[], situation: Partial<PortSituation>, told: string[]][] = [
    [
      'a container’s second address gets the port of the first, and meets it',
      alike('127.0.0.1::80', '80'),
      {},
      [
        'free 32768 []',
        `blocked - [wanted 127.0.0.1::80] ${shared('127.0.0.1::80', '80/tcp')}, and their addresses meet`,
      ],
    ],
    [
      'host port 0 is no port either',
      alike('127.0.0.1:0:80', '80'),
      {},
      [
        'free 32768 []',
        `blocked - [wanted 127.0.0.1:0:80] ${shared('127.0.0.1:0:80', '80/tcp')}, and their addresses meet`,
      ],
    ],
    [
      'fixed TCP ports are asked for one by one',
      alike('127.0.0.1:80:80', '80:80'),
      {},
      [
        'free 80 []',
        'blocked 80 [wanted 127.0.0.1:80:80] "127.0.0.1:80:80" in the same list also wants 127.0.0.1:80/tcp',
      ],
    ],
    [
      'UDP sockets share a port, and one of them hears nothing',
      alike('127.0.0.1:53:80/udp', '53:80/udp'),
      {},
      [
        'free 53 []',
        `will clash 53 [wanted 127.0.0.1:53:80/udp] ${shared('127.0.0.1:53:80/udp', '80/udp')}, and one of them receives no traffic`,
      ],
    ],
    [
      'of a range, without a port that is known',
      alike('127.0.0.1:53-54:80/udp', '53-54:80/udp'),
      {bindings: [bound('10.0.0.1:53/udp', 'dns')]},
      [
        'free 54 []',
        `will clash - [wanted 127.0.0.1:53-54:80/udp] ${shared('127.0.0.1:53-54:80/udp', '80/udp')}, and one of them receives no traffic`,
      ],
    ],
    [
      'a UDP port that is held is blocked all the same',
      alike('127.0.0.1:53:80/udp', '53:80/udp'),
      {bindings: [bound('10.0.0.1:53/udp', 'dns')]},
      ['free 53 []', 'blocked 53 [container dns] container "dns" publishes 10.0.0.1:53/udp'],
    ],
    [
      'a list uses up its range',
      of('1.51', '80-81:1', '80-81:2', '80-81:3'),
      {},
      [
        'free 80 []',
        'free 81 []',
        'blocked - [wanted 80-81:2] no free tcp port in 80-81: "80-81:2" in the same list also wants 0.0.0.0:81/tcp',
      ],
    ],
    [
      'all who hold a range are named',
      of('1.51', '80-81:1'),
      {bindings: both},
      ['blocked - [container a, container b] no free tcp port in 80-81: container "a" publishes 0.0.0.0:80/tcp'],
    ],
    [
      'and those of the ports for any wish',
      of('1.51', '1'),
      {bindings: both, ephemeral: {first: 80, last: 81}},
      ['blocked - [container a, container b] no free tcp port in 80-81: container "a" publishes 0.0.0.0:80/tcp'],
    ],
    [
      'what may hold the last port leaves it unknown',
      of('1.51', '80-81:1'),
      {
        bindings: [bound('0.0.0.0:80/tcp', 'a')],
        listeners: known([listener('[::]:81/tcp', {oneFamily: undefined})]),
      },
      ['unknown - [container a, process nginx] process nginx (7) listens on [::]:81/tcp, and possibly also on IPv4'],
    ],
    [
      'each part that was not seen is named',
      of('1.51', '80:1'),
      {claims: unknown('x'), listeners: unknown('y'), services: unknown('z')},
      [
        'unknown 80 [] stopped containers could not be seen: x; host processes could not be seen: y; services could not be seen: z',
      ],
    ],
    [
      'engine 28.0 binds UDP twice',
      of('1.50', '127.0.0.1:53:53/udp'),
      {bindings: [bound('0.0.0.0:53/udp', 'dns')]},
      [
        'will clash 53 [container dns] container "dns" publishes 0.0.0.0:53/udp; this engine binds both, and one of them receives no traffic',
      ],
    ],
    [
      'but not beside a process of the host',
      of('1.50', '127.0.0.1:53:53/udp'),
      {listeners: known([listener('0.0.0.0:53/udp')])},
      ['blocked 53 [process nginx] process nginx (7) listens on 0.0.0.0:53/udp'],
    ],
    [
      'and of what is only wanted it says no more than that',
      of('1.50', '127.0.0.1:53:53/udp'),
      {claims: known([claim('53:53/udp')])},
      ['will clash 53 [container old] container "old" is stopped and wants 0.0.0.0:53/udp when it starts'],
    ],
    [
      'TCP it binds once',
      of('1.50', '127.0.0.1:53:53'),
      {bindings: [bound('0.0.0.0:53/tcp', 'dns')]},
      ['blocked 53 [container dns] container "dns" publishes 0.0.0.0:53/tcp'],
    ],
    [
      'before 27.0, what holds one port of a range may end the search',
      of('1.41', '[::1]:80-81:80'),
      {bindings: [bound('[::]:80/tcp')]},
      [
        'unknown - [container web] container "web" publishes [::]:80/tcp, and this engine tries only one port of a range',
      ],
    ],
    [
      'a process of the host too',
      of('1.41', '80-81:80'),
      {listeners: known([listener('0.0.0.0:81/tcp')])},
      [
        'unknown - [process nginx] process nginx (7) listens on 0.0.0.0:81/tcp, and this engine tries only one port of a range',
      ],
    ],
    [
      'where all are held, the range is full',
      of('1.41', '80-81:80'),
      {listeners: listeners(80, 2)},
      ['blocked - [process nginx] no free tcp port in 80-81: process nginx (7) listens on 0.0.0.0:80/tcp'],
    ],
    [
      'any port is looked for until one is free',
      of('1.41', '80'),
      {ephemeral: {first: 32768, last: 32769}, listeners: listeners(32768, 1)},
      ['free 32769 []'],
    ],
    [
      'two ranges that share a port may choose the same',
      of('1.45', '127.0.0.1:80-85:80', '85-86:80'),
      {},
      [
        'unknown - [wanted 85-86:80] "85-86:80" in the same list takes one of 85-86, and this engine does not look whether they are the same',
        'unknown - [wanted 127.0.0.1:80-85:80] "127.0.0.1:80-85:80" in the same list takes one of 80-85, and this engine does not look whether they are the same',
      ],
    ],
    ['ranges apart do not', of('1.45', '127.0.0.1:80-85:80', '86-87:80'), {}, ['free 80 []', 'free 86 []']],
    ['nor the other way round', of('1.45', '86-87:80', '127.0.0.1:80-85:80'), {}, ['free 86 []', 'free 80 []']],
    ['nor two protocols', of('1.45', '127.0.0.1:80-85:80', '80-86:80/udp'), {}, ['free 80 []', 'free 80 []']],
    [
      'a wanted port of a range is told beside the one that it may choose',
      of('1.45', '80-81:80'),
      {claims: known([claim('80:80')])},
      [
        'will clash 80 [container old] the engine may choose 80 of 80-81: container "old" is stopped and wants 0.0.0.0:80/tcp when it starts',
      ],
    ],
    [
      'of two families the worse verdict is told',
      of('1.45', '80-81:80'),
      {
        bindings: [bound('[::]:80/tcp', 'a'), bound('[::]:81/tcp', 'b')],
        claims: known([claim('0.0.0.0:80:80')]),
      },
      ['blocked - [container a, container b] no free tcp port in 80-81: container "a" publishes [::]:80/tcp'],
    ],
    [
      'after ten refusals of the host an engine gives up',
      of('1.51', '8000-8019:80'),
      {listeners: listeners(8000, 10)},
      [
        'unknown 8010 [process nginx] the engine gives up after its host has refused 10 ports, and 10 such ports come before 8010',
      ],
    ],
    [
      'what the engine itself has published is no refusal of the host',
      of('1.51', '8000-8019:80'),
      {listeners: listeners(8000, 9), bindings: [bound('0.0.0.0:8009/tcp')]},
      ['free 8010 []'],
    ],
    [
      'what is unknown stays so, however many were refused',
      of('1.51', '8000-8019:80'),
      {listeners: listeners(8000, 10), services: unknown('z')},
      ['unknown 8010 [] services could not be seen: z'],
    ],
  ]
  for (const [why, wanted, situation, expected] of cases) it(why, () => deepEqual(told(wanted, situation), expected))
})

describe('a fixed port of a service beside one that chooses', () => {
  const by = (spec: string, service: string, ...after: string[]): WantedPort => ({
    ...want(spec),
    starts: {service, after: new Set(after)},
  })
  const clash = (when: string) =>
    `will clash 8080 [wanted 8080-8081:80] "8080-8081:80" in the same list takes one of 8080-8081, and ${when}`
  const cases: [why: string, wanted: WantedPort[], told: string[], situation?: Partial<PortSituation>][] = [
    ['may come too late', [by('8080:80', 'a'), by('8080-8081:80', 'b')], [clash('may start first'), 'free 8081 []']],
    ['may come after it', [by('8080:80', 'a', 'b'), by('8080-8081:80', 'b')], [clash('starts first'), 'free 8081 []']],
    [
      'comes before what waits for it',
      [by('8080:80', 'a'), by('8080-8081:80', 'b', 'a')],
      ['free 8080 []', 'free 8081 []'],
    ],
    [
      'is no matter to its own service',
      [by('8080:80', 'a'), by('8080-8081:80', 'a')],
      ['free 8080 []', 'free 8081 []'],
    ],
    [
      'of another protocol is free',
      [by('8080:80', 'a'), by('8080-8081:80/udp', 'b')],
      ['free 8080 []', 'free 8080 []'],
    ],
    [
      'on another address is free',
      [by('127.0.0.1:8080:80', 'a'), by('127.0.0.2:8080-8081:80', 'b')],
      ['free 8080 []', 'free 8080 []'],
    ],
    ['outside of its range is free', [by('8082:80', 'a'), by('8080-8081:80', 'b')], ['free 8082 []', 'free 8080 []']],
    ['that is of no service is free', [want('8080:80'), by('8080-8081:80', 'b')], ['free 8080 []', 'free 8081 []']],
    [
      'of which nobody says when it starts',
      [by('8080:80', 'a'), want('8080-8081:80')],
      ['free 8080 []', 'free 8081 []'],
    ],
    [
      'that is blocked stays so',
      [by('8080:80', 'a'), by('8080-8081:80', 'b')],
      ['blocked 8080 [container web] container "web" publishes 0.0.0.0:8080/tcp', 'free 8081 []'],
      {bindings: [bound('0.0.0.0:8080/tcp')]},
    ],
    [
      'that is unknown stays so',
      [by('8080:80', 'a'), by('8080-8081:80', 'b')],
      ['unknown 8080 [] services could not be seen: z', 'unknown 8081 [] services could not be seen: z'],
      {services: unknown('z')},
    ],
  ]
  for (const [why, wanted, expected, situation] of cases) it(why, () => deepEqual(told(wanted, situation), expected))
})

describe('laws of port verdicts', () => {
  const ADDRS = ['', '0.0.0.0', '127.0.0.1', '10.0.0.1', '[::]', '[::1]']
  const fixed = fc
    .tuple(fc.constantFrom(...ADDRS), fc.integer({min: 80, max: 82}), fc.constantFrom('tcp', 'udp', 'sctp'))
    .map(([addr, port, protocol]) => `${addr === '' ? '' : `${addr}:`}${port}:1/${protocol}`)

  /** The sockets that a specification stands for, as texts. */
  function sockets(text: string): string[] {
    const {hostAddr, hostPorts, protocol} = wish(text)
    return (hostAddr === null ? ['0.0.0.0', '::'] : [hostAddr]).map((addr) => `${addr}|${hostPorts?.first}|${protocol}`)
  }

  function meet(a: string, b: string): boolean {
    const [addrA = '', ...restA] = a.split('|')
    const [addrB = '', ...restB] = b.split('|')
    if (restA.join() !== restB.join() || addrA.includes(':') !== addrB.includes(':')) return false
    return addrA === addrB || ['0.0.0.0', '::'].includes(addrA) || ['0.0.0.0', '::'].includes(addrB)
  }

  it('which of two comes first does not matter to whether they meet', () => {
    fc.assert(
      fc.property(fixed, fixed, (a, b) => {
        const [, ab] = checkPorts([want(a), want(b)], situationWith())
        const [, ba] = checkPorts([want(b), want(a)], situationWith())
        equal(ab?.verdict, ba?.verdict)
      }),
      runs(100),
    )
  })

  it('the verdicts are those of brute force over every pair of sockets', () => {
    fc.assert(
      fc.property(fc.array(fixed, {maxLength: 8}), fc.array(fixed, {maxLength: 8}), (held, wanted) => {
        const bindings = held.flatMap((text) =>
          sockets(text).map((one) => {
            const [addr, port, protocol] = one.split('|')
            return bound(`[${addr}]:${port}/${protocol}`)
          }),
        )
        const taken = held.flatMap(sockets)
        const expected = wanted.map((text) => {
          const own = sockets(text)
          const blocked = own.some((one) => taken.some((other) => meet(one, other)))
          if (!blocked) taken.push(...own)
          return blocked ? 'blocked' : 'free'
        })
        deepEqual(
          checkPorts(
            wanted.map((text) => want(text)),
            situationWith({bindings}),
          ).map((one) => one.verdict),
          expected,
        )
      }),
      runs(100),
    )
  })

  it('more being held never frees a port', () => {
    fc.assert(
      fc.property(fc.array(fixed, {maxLength: 6}), fixed, fixed, (held, more, wanted) => {
        const bindings = (texts: string[]) =>
          texts.flatMap((text) => sockets(text).map((one) => bound(one.replace(/^(.*)\|(.*)\|(.*)$/, '[$1]:$2/$3'))))
        const before = verdict(wanted, {bindings: bindings(held)}).verdict
        const after = verdict(wanted, {bindings: bindings([...held, more])}).verdict
        equal(before === 'blocked' && after !== 'blocked', false)
      }),
      runs(100),
    )
  })
})

describe('a wanted port on an address of the host', () => {
  const local = known(['127.0.0.0/8', '10.0.0.5/32', 'fd00::5/128'] as Prefix[])
  const cases: [why: string, wanted: string, verdict: PortVerdict['verdict'], reason: string][] = [
    ['one that it has', '10.0.0.5:80:80', 'free', ''],
    ['one of a local block', '127.9.9.9:80:80', 'free', ''],
    ['all of them', '80:80', 'free', ''],
    ['one that it does not have', '10.0.0.6:80:80', 'blocked', "10.0.0.6 is not an address of the engine's host"],
    [
      'any port of one that it does not have',
      '[fd00::6]::80',
      'blocked',
      "fd00::6 is not an address of the engine's host",
    ],
  ]
  for (const [why, wanted, expected, reason] of cases)
    it(why, () => {
      const {verdict: found, reason: said} = verdict(wanted, {local})
      deepEqual([found, said], [expected, reason])
    })

  it('any, where they are not known', () => equal(verdict('10.0.0.6:80:80', {}).verdict, 'free'))
})
