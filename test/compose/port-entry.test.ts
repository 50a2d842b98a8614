// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {deepEqual, equal} from 'node:assert/strict'
import {loadCompose} from '../../src/lib/compose/load.js'
import type {ComposePort} from '../../src/lib/compose/project.js'

/** `host|host ports|container port/protocol`, `*` for any free port. */
function brief({hostAddr, hostPorts, containerPort, protocol}: ComposePort): string {
  const host =
    hostPorts === null
      ? '*'
      : hostPorts.first === hostPorts.last
        ? `${hostPorts.first}`
        : `${hostPorts.first}-${hostPorts.last}`
  return `${hostAddr ?? ''}|${host}|${containerPort}/${protocol}`
}

function load(ports: string, environment: Record<string, string> = {}) {
  const text = `services:\n  web:\n    ports:\n${ports.replace(/^/gm, '      ')}\n`
  const project = loadCompose({
    files: ['/p/compose.yaml'],
    currentDirectory: '/',
    readFile: (path) => (path === '/p/compose.yaml' ? text : undefined),
    environment,
  })
  return {ports: project.services.flatMap((service) => service.ports.map(brief)), problems: project.problems}
}

const SPEC = 'compose-spec 05-services.md ports'
const PARSE = 'compose-go types_test.go TestParsePortConfig'
const EXPANDED = 'compose-go loader_test.go TestLoadExpandedPortFormat'
const UNIQUE = 'compose-go override/uncity_test.go'
const SEEN = 'seen with Docker Compose 2.40.3'
const ONLY_COMPOSE = 'compose takes it, the engine does not'

const accepted: [source: string, entries: string, ports: string[]][] = [
  [`${SPEC}, short`, '- "3000"', ['|*|3000/tcp']],
  [
    `${SPEC}, short`,
    '- "3000-3005"',
    ['|*|3000/tcp', '|*|3001/tcp', '|*|3002/tcp', '|*|3003/tcp', '|*|3004/tcp', '|*|3005/tcp'],
  ],
  [`${SPEC}, short`, '- "8000:8000"', ['|8000|8000/tcp']],
  [`${SPEC}, short`, '- "9090-9091:8080-8081"', ['|9090|8080/tcp', '|9091|8081/tcp']],
  [`${SPEC}, short`, '- "49100:22"', ['|49100|22/tcp']],
  [`${SPEC}, short`, '- "8000-9000:80"', ['|8000-9000|80/tcp']],
  [`${SPEC}, short`, '- "127.0.0.1:8001:8001"', ['127.0.0.1|8001|8001/tcp']],
  [
    `${SPEC}, short`,
    '- "127.0.0.1:5000-5010:5000-5010"',
    [
      '127.0.0.1|5000|5000/tcp',
      '127.0.0.1|5001|5001/tcp',
      '127.0.0.1|5002|5002/tcp',
      '127.0.0.1|5003|5003/tcp',
      '127.0.0.1|5004|5004/tcp',
      '127.0.0.1|5005|5005/tcp',
      '127.0.0.1|5006|5006/tcp',
      '127.0.0.1|5007|5007/tcp',
      '127.0.0.1|5008|5008/tcp',
      '127.0.0.1|5009|5009/tcp',
      '127.0.0.1|5010|5010/tcp',
    ],
  ],
  [`${SPEC}, short (2.40.3 wants brackets)`, '- "::1:6000:6000"', ['::1|6000|6000/tcp']],
  [`${SPEC}, short`, '- "[::1]:6001:6001"', ['::1|6001|6001/tcp']],
  [`${SPEC}, short`, '- "6060:6060/udp"', ['|6060|6060/udp']],
  [
    `${SPEC}, long`,
    '- name: web\n  target: 80\n  host_ip: 127.0.0.1\n  published: "8080"\n  protocol: tcp\n  app_protocol: http\n  mode: host',
    ['127.0.0.1|8080|80/tcp'],
  ],
  [
    `${SPEC}, long`,
    '- name: web-secured\n  target: 443\n  host_ip: 127.0.0.1\n  published: "8083-9000"\n  protocol: tcp\n  app_protocol: https\n  mode: host',
    ['127.0.0.1|8083-9000|443/tcp'],
  ],
  ['compose-spec 02-model.md', '- "443:8043"', ['|443|8043/tcp']],
  ['compose-spec deploy.md', '- "8080:80"', ['|8080|80/tcp']],
  ['compose-spec 13-merge.md', '- "8443:443"', ['|8443|443/tcp']],
  [PARSE, '- "80"', ['|*|80/tcp']],
  [PARSE, '- "80:8080"', ['|80|8080/tcp']],
  [PARSE, '- "80-90:8080"', ['|80-90|8080/tcp']],
  [PARSE, '- "8080:80/tcp"', ['|8080|80/tcp']],
  [PARSE, '- "80:8080/udp"', ['|80|8080/udp']],
  [PARSE, '- "80-81:8080-8081/tcp"', ['|80|8080/tcp', '|81|8081/tcp']],
  [PARSE, '- "80-82:8080-8082/udp"', ['|80|8080/udp', '|81|8081/udp', '|82|8082/udp']],
  [PARSE, '- "80-82:8080/udp"', ['|80-82|8080/udp']],
  [PARSE, '- "80-80:8080/tcp"', ['|80|8080/tcp']],
  [PARSE, '- "1.1.1.1:80:80"', ['1.1.1.1|80|80/tcp']],
  [
    'compose-go transform/ports_test.go',
    '- "127.0.0.1:8080:80"\n- "127.0.0.1:8081:81"',
    ['127.0.0.1|8080|80/tcp', '127.0.0.1|8081|81/tcp'],
  ],
  ['compose-go transform/ports_test.go portDefaults', '- {target: 80, published: 8080}', ['|8080|80/tcp']],
  [EXPANDED, '- "80-82:8080-8082"', ['|80|8080/tcp', '|81|8081/tcp', '|82|8082/tcp']],
  [EXPANDED, '- "90-92:8090-8092/udp"', ['|90|8090/udp', '|91|8091/udp', '|92|8092/udp']],
  [EXPANDED, '- "85:8500"', ['|85|8500/tcp']],
  [EXPANDED, '- 8600', ['|*|8600/tcp']],
  [EXPANDED, '- protocol: udp\n  target: 53\n  published: 10053', ['|10053|53/udp']],
  [EXPANDED, '- mode: host\n  target: 22\n  published: 10022', ['|10022|22/tcp']],
  [
    'compose-go loader/tests/ports_test.go TestPortsLongSyntax',
    '- {target: 80, published: 8080, protocol: tcp, mode: host}',
    ['|8080|80/tcp'],
  ],
  ['compose-go loader/tests/ports_test.go TestPortsShortSyntax', '- "90:8090/udp"', ['|90|8090/udp']],
  [
    'compose-go loader/tests/ports_test.go TestNamedPort',
    '- {name: http, published: 8080, target: 80}',
    ['|8080|80/tcp'],
  ],
  [
    'compose-go loader/tests/ports_test.go TestAppProtocol',
    '- {published: 8080, target: 80, protocol: tcp, app_protocol: http}',
    ['|8080|80/tcp'],
  ],
  [
    `${UNIQUE} Test_PortsShortUnicity`,
    '- "9080:80"\n- "9081:81"\n- "9080:80"\n- "5000"\n- "6060:6060/udp"\n- "9080:6060/udp"',
    ['|9080|80/tcp', '|9081|81/tcp', '|*|5000/tcp', '|6060|6060/udp', '|9080|6060/udp'],
  ],
  [
    `${UNIQUE} Test_PortsLongtUnicity`,
    [
      '- {target: 80, host_ip: 127.0.0.1, published: "8080", protocol: tcp, mode: host}',
      '- {target: 81, published: "8080", protocol: tcp}',
      '- {target: 80, host_ip: 127.0.0.2, published: "8080", protocol: tcp}',
      '- {target: 81, published: "8080", protocol: tcp}',
    ].join('\n'),
    ['127.0.0.1|8080|80/tcp', '|8080|81/tcp', '127.0.0.2|8080|80/tcp'],
  ],
  [
    `${SEEN}: the later of two equals counts, at the earlier's place`,
    '- 8080:80\n- "81"\n- 0.0.0.0:8080:80',
    ['0.0.0.0|8080|80/tcp', '|*|81/tcp'],
  ],
  [
    `${SEEN}: a number and a text are two`,
    '- {target: 80, published: 8080}\n- "8080:80"',
    ['|8080|80/tcp', '|8080|80/tcp'],
  ],
  [`${SEEN}: an upper-case protocol`, '- "80:80/UDP"', ['|80|80/udp']],
  [`${SEEN}: sctp`, '- "80:80/sctp"', ['|80|80/sctp']],
  [`${SEEN}: an upper-case protocol, long`, '- {target: "80", published: 8080, protocol: TCP}', ['|8080|80/tcp']],
  [`${SEEN}: host port 0 is any`, '- "0:80"', ['|*|80/tcp']],
  [`${SEEN}: an empty host port is any`, '- ":80"', ['|*|80/tcp']],
  [`${SEEN}: any port of one address`, '- "1.2.3.4::80"', ['1.2.3.4|*|80/tcp']],
  [`${SEEN}: an empty published is any`, '- {target: 80, x-a: 1, published: ""}', ['|*|80/tcp']],
  [`${SEEN}: hexadecimal`, '- 0x50', ['|*|80/tcp']],
  [`${SEEN}: a port alone, in both spellings`, '- "80"\n- {target: 80}', ['|*|80/tcp']],
  [`${SEEN}: two ranges are two`, '- "8000-8010:80"\n- "8000-8005:80"', ['|8000-8010|80/tcp', '|8000-8005|80/tcp']],
  [`${SEEN}: a range of one is that port`, '- "80-80:80"\n- "80:80"', ['|80|80/tcp']],
  [
    `${SEEN}: two numbers are two`,
    '- {target: 80, published: 8080}\n- {target: 80, published: 8081}',
    ['|8080|80/tcp', '|8081|80/tcp'],
  ],
  [
    `${SEEN}: a number and a text are two, long`,
    '- {target: 80, published: 81}\n- {target: 80, published: "81"}',
    ['|81|80/tcp', '|81|80/tcp'],
  ],
  [`${SEEN}: all addresses, named or not`, '- {target: 80, host_ip: 0.0.0.0}\n- {target: 80}', ['|*|80/tcp']],
  [`${SEEN}: any port, as a number`, '- {target: 80, published: 0}', ['|*|80/tcp']],
  [
    `${SEEN}: the first and the last port`,
    '- {target: 1, published: 65535}\n- {target: 65535, published: "1-65535"}',
    ['|65535|1/tcp', '|1-65535|65535/tcp'],
  ],
  [`${SEEN}: sctp, long`, '- {target: 80, protocol: sctp}', ['|*|80/sctp']],
  [`${SEEN}: udp, long`, '- {target: 80, protocol: udp}', ['|*|80/udp']],
  [`${SEEN}: octal`, '- 010', ['|*|8/tcp']],
  [`${SEEN}: leading zeros of a text`, '- "080:80"', ['|80|80/tcp']],
  [`${SEEN}: no base-60 numbers`, '- 22:22', ['|22|22/tcp']],
  [`${SEEN}: a target given as text`, '- {target: "443"}', ['|*|443/tcp']],
  [`${SEEN}: all addresses of IPv6`, '- "[::]:80:80"', ['::|80|80/tcp']],
  ['compose-spec 12-interpolation.md: default', '- "${PORT:-8080}:80"', ['|8080|80/tcp']],
  ['compose-spec 12-interpolation.md: unset is empty', '- "${PORT}:80"', ['|*|80/tcp']],
]

const refused: [source: string, entry: string, message: RegExp][] = [
  [PARSE, '- "9999999"', /9999999 is above 65535/],
  [PARSE, '- "80/xyz"', /protocol "xyz" is not tcp, udp or sctp/],
  [PARSE, '- "tcp"', /"tcp" is not a number/],
  [PARSE, '- "udp"', /"udp" is not a number/],
  [PARSE, '- ""', /the container port is missing/],
  ['compose-go transform/ports_test.go', '- "127.0.1:8080:80"', /"127.0.1" is not a valid IP address/],
  [SEEN, '- "80:0"', /container port must be from 1 to 65535, not 0/],
  [SEEN, '- "+80"', /not a number/],
  [SEEN, '- -80', /one end of the container port range is missing/],
  [SEEN, '- 8e1', /"8e1" is not a number/],
  [SEEN, '- 80.5', /"80.5" is not a number/],
  [SEEN, '- [80]', /not a list/],
  [SEEN, '- true', /not the boolean true/],
  [SEEN, '- ~', /not null/],
  [SEEN, '- localhost:80:80', /"localhost" is not a valid IP address/],
  [SEEN, '- "[fe80::1%eth0]:80:80"', /zone "%eth0"/],
  [SEEN, '- 70000', /70000 is above 65535/],
  [SEEN, '- "1:70000"', /70000 is above 65535/],
  [SEEN, '- "8000-8002:80-81"', /8000-8002 and the container ports 80-81 differ in number/],
  [SEEN, '- {published: 80}', /needs a target/],
  [SEEN, '- {target: 80, foo: 1}', /unknown key "foo"/],
  [SEEN, '- {target: 80-82}', /target 80-82 is not a port/],
  [SEEN, '- {target: 80, host_ip: bogus}', /"bogus" is not a valid IP address/],
  [SEEN, '- {target: 80, published: 8080.5}', /published "8080.5" is neither/],
  [SEEN, '- {target: [80]}', /^target of a port must be a string or a whole number, not a list$/],
  [SEEN, '- {target: ""}', /needs a target/],
  [SEEN, '- {target: true}', /^target of a port must be a string or a whole number, not the boolean true$/],
  ...['abc', '80-', '-80', '80-90-100', '1-65536', '90-80', 'x80', '80x', '80-x90', '80-90x', 'x80-90', '80x-90'].map(
    (published): [string, string, RegExp] => [
      ONLY_COMPOSE,
      `- {target: 80, published: "${published}"}`,
      new RegExp(`^published "${published}" is neither a port nor a port range up to 65535$`),
    ],
  ),
  [ONLY_COMPOSE, '- {target: 65536}', /^target 65536 is not a port from 1 to 65535$/],
  [ONLY_COMPOSE, '- {target: 0}', /^target 0 is not a port from 1 to 65535$/],
  [ONLY_COMPOSE, '- {target: 80, protocol: icmp}', /^the protocol "icmp" of a port is not tcp, udp or sctp$/],
]

describe('ports of a compose file', () => {
  for (const [source, entries, ports] of accepted) {
    it(`${entries.replaceAll('\n', ' ')} (${source})`, () => {
      const loaded = load(entries)
      deepEqual(loaded.problems, [])
      deepEqual(loaded.ports, ports)
    })
  }

  for (const [source, entry, message] of refused) {
    it(`refuses ${entry} (${source})`, () => {
      const {problems, ports} = load(`- "1:1"\n${entry}`)
      equal(problems.length, 1)
      equal(problems[0]?.line, 5)
      equal(problems[0]?.file, '/p/compose.yaml')
      equal(message.test(problems[0]?.message ?? ''), true, problems[0]?.message)
      deepEqual(ports, ['|1|1/tcp'])
    })
  }

  it('names every bad port of a file at once', () => {
    deepEqual(
      load('- "80/xyz"\n- "1:1"\n- "tcp"').problems.map((problem) => problem.line),
      [4, 6],
    )
  })

  it('refuses ports that are not a list', () => {
    const text = 'services:\n  a:\n    ports: 80\n  b:\n    ports: {a: 1}\n  c:\n    ports:\n'
    const project = loadCompose({
      files: ['c.yaml'],
      currentDirectory: '/',
      readFile: (p) => (p === 'c.yaml' ? text : undefined),
      environment: {},
    })
    deepEqual(
      project.problems.map(({line, message}) => `${line} ${message}`),
      [
        '3 ports must be a list, not the number 80',
        '5 ports must be a list, not a mapping',
        '7 ports must be a list, not null',
      ],
    )
  })
})
