import {deepEqual, equal, throws} from 'node:assert/strict'
import {DnetError} from '../../src/lib/errors.js'
import {
  couldGet,
  hasPort,
  parsePort,
  parsePortRange,
  parsePortSpec,
  parseProtocol,
  wantsAnyPort,
  wishesOf,
} from '../../src/lib/net/port.js'

type Row = [
  why: string,
  text: string,
  addr: string | null,
  host: [number, number] | null,
  ctr: [number, number],
  proto: string,
]

describe('parsePortSpec', () => {
  const accepted: Row[] = [
    ['a container port alone asks for any host port', '80', null, null, [80, 80], 'tcp'],
    ['host and container port', '8080:80', null, [8080, 8080], [80, 80], 'tcp'],
    ['a protocol', '53:53/udp', null, [53, 53], [53, 53], 'udp'],
    ['sctp', '80/sctp', null, null, [80, 80], 'sctp'],
    ['an upper-case protocol', '80:80/TCP', null, [80, 80], [80, 80], 'tcp'],
    ['an empty protocol is tcp', '80/', null, null, [80, 80], 'tcp'],
    ['a host address', '127.0.0.1:8080:80', '127.0.0.1', [8080, 8080], [80, 80], 'tcp'],
    ['a host address without a host port', '127.0.0.1::80', '127.0.0.1', null, [80, 80], 'tcp'],
    ['an IPv6 host address in brackets', '[::1]:8080:80', '::1', [8080, 8080], [80, 80], 'tcp'],
    ['in brackets without a host port', '[::1]::80/udp', '::1', null, [80, 80], 'udp'],
    ['an IPv6 host address without brackets', '::1:8080:80', '::1', [8080, 8080], [80, 80], 'tcp'],
    ['all of IPv6', '[::]:8080:80', '::', [8080, 8080], [80, 80], 'tcp'],
    ['a bracketed IPv4 address', '[127.0.0.1]:80:80', '127.0.0.1', [80, 80], [80, 80], 'tcp'],
    ['an IPv4 address in IPv6 form is IPv4', '[::ffff:127.0.0.1]:80:80', '127.0.0.1', [80, 80], [80, 80], 'tcp'],
    ['ranges of one length', '8000-8002:80-82', null, [8000, 8002], [80, 82], 'tcp'],
    ['a choice of host ports for one container port', '8000-8010:80', null, [8000, 8010], [80, 80], 'tcp'],
    ['a container range with any host ports', '80-82', null, null, [80, 82], 'tcp'],
    ['host port 0 is any free port', '0:80', null, [0, 0], [80, 80], 'tcp'],
    ['leading zeros are plain digits to Docker', '0080:080', null, [80, 80], [80, 80], 'tcp'],
    ['an empty host port', ':80', null, null, [80, 80], 'tcp'],
    ['the highest port', '65535:65535', null, [65535, 65535], [65535, 65535], 'tcp'],
  ]
  for (const [why, text, hostAddr, host, ctr, protocol] of accepted) {
    it(`${why}: ${text}`, () => {
      const hostPorts = host && {first: host[0], last: host[1]}
      deepEqual(parsePortSpec(text), {hostAddr, hostPorts, containerPorts: {first: ctr[0], last: ctr[1]}, protocol})
    })
  }

  const rejected: [text: string, why: string][] = [
    ['', 'the container port is missing'],
    ['8080:', 'the container port is missing'],
    ['127.0.0.1:8080:', 'the container port is missing'],
    ['/tcp', 'the container port is missing'],
    ['web', 'the container port "web" is not a number'],
    ['0', 'the container port must be from 1 to 65535, not 0'],
    ['80:0-5', 'the container port must be from 1 to 65535, not 0'],
    ['80:web', 'the container port "web" is not a number'],
    ['web:80', 'the host port "web" is not a number'],
    ['-1:80', 'one end of the host port range is missing'],
    ['80-:80', 'one end of the host port range is missing'],
    ['+80:80', 'the host port "+80" is not a number'],
    [' 80:80', 'the host port " 80" is not a number'],
    ['65536:80', 'the host port 65536 is above 65535'],
    ['80:65536', 'the container port 65536 is above 65535'],
    ['8010-8000:80', 'the host port range "8010-8000" ends before it begins'],
    ['80-82-84', 'the container port "82-84" is not a number'],
    ['8000-8001:80-82', 'the host ports 8000-8001 and the container ports 80-82 differ in number'],
    ['8000:80-82', 'the host ports 8000 and the container ports 80-82 differ in number'],
    ['80:80/icmp', 'the protocol "icmp" is not tcp, udp or sctp'],
    ['80:80/tcp/udp', 'the protocol "tcp/udp" is not tcp, udp or sctp'],
    ['localhost:80:80', '"localhost" is not a valid IP address: it has neither dots nor colons'],
    ['10.0.0.256:80:80', '"10.0.0.256" is not a valid IP address: 256 is above 255'],
    ['[::1:80:80', 'the host address "[::1" is missing a bracket'],
    ['::1]:80:80', 'the host address "::1]" is missing a bracket'],
    ['[]:80:80', '"" is not a valid IP address: it is empty'],
    [
      '[fe80::1%eth0]:80:80',
      '"fe80::1%eth0" is not a valid IP address: the zone "%eth0" is not allowed, as it names an interface of one machine',
    ],
  ]
  for (const [text, why] of rejected) {
    it(`refuses "${text}": ${why}`, () => {
      throws(
        () => parsePortSpec(text),
        (error) => {
          if (!(error instanceof DnetError)) return false
          deepEqual([error.code, error.message], ['USAGE', `port specification "${text}": ${why}`])
          equal(
            error.hint,
            'write [HOST_IP:][HOST_PORT[-END]:]CONTAINER_PORT[-END][/tcp|udp|sctp], such as 127.0.0.1:8080:80',
          )
          return true
        },
      )
    })
  }
})

/** Fails unless `act` throws a USAGE error with exactly this message and hint. */
function refuses(act: () => unknown, message: string, hint: string): void {
  throws(act, (error) => {
    if (!(error instanceof DnetError)) return false
    deepEqual([error.code, error.message, error.hint], ['USAGE', message, hint])
    return true
  })
}

describe('parsePortRange', () => {
  const accepted: [text: string, first: number, last: number][] = [
    ['8080', 8080, 8080],
    ['8000-8999', 8000, 8999],
    ['1-65535', 1, 65535],
    ['80-80', 80, 80],
  ]
  for (const [text, first, last] of accepted) it(`reads ${text}`, () => deepEqual(parsePortRange(text), {first, last}))

  const rejected: [text: string, why: string][] = [
    ['', 'it must be PORT or FIRST-LAST'],
    ['web', 'it must be PORT or FIRST-LAST'],
    ['x80', 'it must be PORT or FIRST-LAST'],
    ['80x', 'it must be PORT or FIRST-LAST'],
    ['80-', 'it must be PORT or FIRST-LAST'],
    ['-80', 'it must be PORT or FIRST-LAST'],
    ['80-90-100', 'it must be PORT or FIRST-LAST'],
    ['100000', 'it must be PORT or FIRST-LAST'],
    ['0', 'ports are from 1 to 65535'],
    ['0-80', 'ports are from 1 to 65535'],
    ['1-65536', 'ports are from 1 to 65535'],
    ['90-80', 'it ends before it begins'],
  ]
  for (const [text, why] of rejected)
    it(`refuses "${text}": ${why}`, () =>
      refuses(
        () => parsePortRange(text),
        `"${text}" is not a valid port range: ${why}`,
        'write a range such as 8000-8999',
      ))
})

describe('parsePort', () => {
  for (const [text, port] of [
    ['1', 1],
    ['8080', 8080],
    ['65535', 65535],
  ] as const)
    it(`reads ${text}`, () => equal(parsePort(text), port))

  for (const text of ['', '0', '65536', '100000', '-1', 'x80', '80x', '80-90'])
    it(`refuses "${text}"`, () =>
      refuses(() => parsePort(text), `"${text}" is not a valid port: ports are from 1 to 65535`, '8080'))
})

describe('parseProtocol', () => {
  for (const [text, protocol] of [
    ['tcp', 'tcp'],
    ['UDP', 'udp'],
    ['Sctp', 'sctp'],
  ] as const)
    it(`reads ${text}`, () => equal(parseProtocol(text), protocol))

  for (const text of ['', 'icmp', 'tcp '])
    it(`refuses "${text}"`, () =>
      refuses(() => parseProtocol(text), `the protocol "${text}" is not tcp, udp or sctp`, 'use tcp, udp or sctp'))
})

describe('wishesOf', () => {
  const hostPorts = (text: string): (string | null)[] =>
    wishesOf(parsePortSpec(text)).map(
      (w) => w.hostPorts && `${w.hostPorts.first}-${w.hostPorts.last}:${w.containerPort}`,
    )
  it('pairs ranges of one length', () =>
    deepEqual(hostPorts('8000-8002:80-82'), ['8000-8000:80', '8001-8001:81', '8002-8002:82']))
  it('keeps the choice for one container port', () => deepEqual(hostPorts('8000-8002:80'), ['8000-8002:80']))
  it('asks for any port for each of a range', () => deepEqual(hostPorts('80-82'), [null, null, null]))
})

describe('wantsAnyPort', () => {
  it('no host port', () => equal(wantsAnyPort(null), true))
  it('host port 0', () => equal(wantsAnyPort({first: 0, last: 0}), true))
  it('not a range from 0, nor one that only ends there', () => {
    equal(wantsAnyPort({first: 0, last: 80}), false)
    equal(wantsAnyPort({first: 80, last: 0}), false)
  })
  it('not a port', () => equal(wantsAnyPort({first: 80, last: 80}), false))
})

describe('a port in a range', () => {
  const rows: [port: number, want: boolean][] = [
    [79, false],
    [80, true],
    [81, true],
    [82, true],
    [83, false],
  ]
  for (const [port, want] of rows) it(`${port} of 80-82`, () => equal(hasPort({first: 80, last: 82}, port), want))
})

describe('a host port that an engine could give', () => {
  const could = (spec: string, port: number): boolean =>
    wishesOf(parsePortSpec(spec)).some((wish) => couldGet(wish, port))
  it('to what asks for none, or for port 0', () => deepEqual([could('80', 9), could('0:80', 9)], [true, true]))
  it('to what asks for it', () => deepEqual([could('8080:80', 8080), could('8080:80', 8081)], [true, false]))
  it('to what asks for one of several', () =>
    deepEqual([could('8080-8082:80', 8081), could('8080-8082:80', 8083)], [true, false]))
})
