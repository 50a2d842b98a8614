// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {deepEqual, equal} from 'node:assert/strict'
import {type ComposeRequest, loadCompose} from '../../src/lib/compose/load.js'

function load(contents: Record<string, string>, request: Partial<ComposeRequest> = {}) {
  return loadCompose({
    files: ['/p/compose.yaml'],
    readFile: (path) => contents[path],
    environment: {},
    ...request,
  })
}

function hostPorts(contents: Record<string, string>, request: Partial<ComposeRequest> = {}) {
  const project = load(contents, request)
  deepEqual(project.problems, [])
  return Object.fromEntries(
    project.services
      .filter((service) => service.active)
      .map((service) => [service.name, service.ports.map((port) => port.hostPorts?.first ?? 0)]),
  )
}

const problemsOf = (contents: Record<string, string>, request: Partial<ComposeRequest> = {}) =>
  load(contents, request).problems.map(({file, line, message}) => `${file}:${line} ${message}`)

const TWO = {files: ['/p/compose.yaml', '/p/over.yaml']}
const BASE = 'services:\n  app:\n    ports:\n      - "8080:80"\n'

describe('compose files that override each other', () => {
  it('joins ports (13-merge.md Sequence)', () => {
    const over = 'services:\n  app:\n    ports:\n      - "8443:443"\n'
    deepEqual(hostPorts({'/p/compose.yaml': BASE, '/p/over.yaml': over}, TWO), {app: [8080, 8443]})
  })

  it('!reset removes (13-merge.md Reset value)', () => {
    const over = 'services:\n  app:\n    ports: !reset []\n'
    deepEqual(hostPorts({'/p/compose.yaml': BASE, '/p/over.yaml': over}, TWO), {app: []})
  })

  it('!override replaces (13-merge.md Replace value)', () => {
    const over = 'services:\n  app:\n    ports: !override\n      - "8443:443"\n'
    deepEqual(hostPorts({'/p/compose.yaml': BASE, '/p/over.yaml': over}, TWO), {app: [8443]})
  })

  it('!reset reaches through a shared anchor (reset_test.go TestResetTagWithSharedAlias)', () => {
    const over = 'x-r: &r\n  ports: !reset []\nservices:\n  app:\n    <<: *r\n'
    deepEqual(hostPorts({'/p/compose.yaml': BASE, '/p/over.yaml': over}, TWO), {app: []})
  })

  it('!reset reaches through an alias (reset_test.go TestDirectAliasWithReset)', () => {
    const over = 'x-r: &r !reset []\nservices:\n  app:\n    ports: *r\n'
    deepEqual(hostPorts({'/p/compose.yaml': BASE, '/p/over.yaml': over}, TWO), {app: []})
  })

  it('a later document of one file overrides the earlier', () => {
    deepEqual(hostPorts({'/p/compose.yaml': `${BASE}---\nservices:\n  app:\n    ports: ["81:81"]\n`}), {
      app: [8080, 81],
    })
  })

  it('says where two kinds of value conflict', () => {
    deepEqual(problemsOf({'/p/compose.yaml': BASE, '/p/over.yaml': 'services: {app: {ports: {a: 1}}}\n'}, TWO), [
      '/p/over.yaml:1 ports must be a list, not a mapping',
      '/p/over.yaml:1 services.app.ports is a list at /p/compose.yaml:4 and cannot be overridden by a mapping',
    ])
  })
})

describe('a compose port knows where it was written', () => {
  it('through files, extends, include and anchors', () => {
    const project = load(
      {
        '/p/compose.yaml':
          'include: [inc/c.yaml]\nx-p: &p\n  ports:\n    - "1:1"\nservices:\n  a:\n    <<: *p\n  b:\n    extends: {service: base, file: ext.yaml}\n',
        '/p/over.yaml': 'services:\n  b:\n    ports:\n\n      - "3:3"\n',
        '/p/ext.yaml': 'services:\n  base:\n    ports:\n      - "2:2"\n',
        '/p/inc/c.yaml': 'services:\n  c:\n    ports: ["4:4"]\n',
      },
      TWO,
    )
    deepEqual(project.problems, [])
    deepEqual(
      project.services.flatMap((service) =>
        service.ports.map((port) => `${service.name} ${port.at.file}:${port.at.line}`),
      ),
      ['a /p/compose.yaml:4', 'b /p/ext.yaml:4', 'b /p/over.yaml:5', 'c /p/inc/c.yaml:3'],
    )
  })
})

describe('extends', () => {
  it('joins the ports of both', () => {
    const text = 'services:\n  a:\n    ports: ["1:1"]\n  b:\n    extends: a\n    ports: ["2:2"]\n'
    deepEqual(hostPorts({'/p/compose.yaml': text}), {a: [1], b: [1, 2]})
  })

  it('goes through several files, each from its own folder', () => {
    const contents = {
      '/p/compose.yaml': 'services:\n  a:\n    extends: {service: b, file: x/b.yaml}\n',
      '/p/x/b.yaml': 'services:\n  b:\n    extends: {service: c, file: y/c.yaml}\n    ports: ["2:2"]\n',
      '/p/x/y/c.yaml': 'services:\n  c:\n    ports: ["3:3"]\n',
    }
    deepEqual(hostPorts(contents), {a: [3, 2]})
  })

  it('!reset drops what is inherited', () => {
    const text = 'services:\n  a:\n    ports: ["1:1"]\n  b:\n    extends: a\n    ports: !reset []\n'
    deepEqual(hostPorts({'/p/compose.yaml': text}), {a: [1], b: []})
  })

  it('refuses a circle, a missing service and a missing file', () => {
    const text = [
      'services:',
      '  a:',
      '    extends: b',
      '  b:',
      '    extends: a',
      '  c:',
      '    extends: none',
      '  d:',
      '    extends: {service: x, file: none.yaml}',
    ].join('\n')
    deepEqual(problemsOf({'/p/compose.yaml': text}), [
      '/p/compose.yaml:3 service "a" extends itself',
      '/p/compose.yaml:5 service "b" extends itself',
      '/p/compose.yaml:7 service "c" extends "none", which /p/compose.yaml does not define',
      '/p/none.yaml:1 no such file',
    ])
  })
})

describe('include', () => {
  const included = 'services:\n  inner:\n    ports: ["${PORT:-1}:1"]\n'

  it('reads the .env of its own folder, under the variables of the including project', () => {
    const contents = {
      '/p/compose.yaml': 'include: [sub/c.yaml]\n',
      '/p/sub/c.yaml': included,
      '/p/sub/.env': 'PORT=5\n',
    }
    deepEqual(hostPorts(contents), {inner: [5]})
    deepEqual(hostPorts(contents, {environment: {PORT: '6'}}), {inner: [6]})
    deepEqual(hostPorts({...contents, '/p/.env': 'PORT=7\n'}), {inner: [7]})
  })

  it('can have its own env files and project folder', () => {
    const contents = {
      '/p/compose.yaml': 'include:\n  - path: sub/c.yaml\n    env_file: e/other.env\n',
      '/p/sub/c.yaml': included,
      '/p/e/other.env': 'PORT=8\n',
    }
    deepEqual(hostPorts(contents), {inner: [8]})
    const folder = {
      ...contents,
      '/p/compose.yaml': 'include:\n  - {path: sub/c.yaml, project_directory: q}\n',
      '/p/q/.env': 'PORT=9',
    }
    deepEqual(hostPorts(folder), {inner: [9]})
  })

  it('lets later paths override earlier ones, and the project override them all', () => {
    const contents = {
      '/p/compose.yaml': 'include:\n  - path: [sub/c.yaml, sub/d.yaml]\nservices: {inner: {ports: ["3:3"]}}\n',
      '/p/sub/c.yaml': included,
      '/p/sub/d.yaml': 'services: {inner: {ports: ["2:2"]}}\n',
    }
    deepEqual(hostPorts(contents), {inner: [1, 2, 3]})
  })

  it('refuses a circle', () => {
    const contents = {'/p/compose.yaml': 'include: [b.yaml]\n', '/p/b.yaml': 'include:\n  - compose.yaml\n'}
    deepEqual(problemsOf(contents), ['/p/b.yaml:2 /p/compose.yaml includes itself'])
  })
})

describe('profiles (15-profiles.md, illustrative example)', () => {
  const text =
    'services:\n  foo: {}\n  bar: {profiles: [test]}\n  baz: {profiles: [test]}\n  zot: {profiles: [debug]}\n'
  const started = (profiles: string[]) => Object.keys(hostPorts({'/p/compose.yaml': text}, {profiles}))

  it('none, one, both, all', () => {
    deepEqual(started([]), ['foo'])
    deepEqual(started(['test']), ['bar', 'baz', 'foo'])
    deepEqual(started(['debug']), ['foo', 'zot'])
    deepEqual(started(['debug', 'test']), ['bar', 'baz', 'foo', 'zot'])
    deepEqual(started(['*']), ['bar', 'baz', 'foo', 'zot'])
  })
})

describe('networks of a compose project', () => {
  it('names them after the project, and adds default where it is joined (06-networks.md)', () => {
    const text = [
      'name: My.Proj',
      'services:',
      '  a: {networks: [front]}',
      '  b: {}',
      'networks:',
      '  front:',
      '    driver_opts: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.1, mtu: 1400}',
      '    ipam: {config: [{subnet: 172.28.0.0/16, ip_range: 172.28.5.0/24}]}',
      '  back: {external: true}',
      '  other: {name: "n-${X:-1}", internal: "yes"}',
    ].join('\n')
    const project = load({'/p/compose.yaml': text})
    equal(project.name, 'myproj')
    deepEqual(
      project.networks.map(({key, name, external, inUse, internal}) => [key, name, external, inUse, internal]),
      [
        ['back', 'back', true, false, false],
        ['default', 'myproj_default', false, true, false],
        ['front', 'myproj_front', false, true, false],
        ['other', 'n-1', false, false, true],
      ],
    )
    const front = project.networks.find((network) => network.key === 'front')
    deepEqual(front?.driverOptions, {'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1', mtu: '1400'})
    deepEqual(front?.subnets, [{subnet: '172.28.0.0/16', ipRange: '172.28.5.0/24', gateway: '', auxAddresses: {}}])
  })

  it('are not joined with a network mode', () => {
    const [service] = load({'/p/compose.yaml': 'services: {a: {network_mode: host, ports: ["1:1"]}}'}).services
    deepEqual([service?.networkMode, service?.networks, service?.ports.length], ['host', [], 1])
  })
})

describe('replicas', () => {
  it('come from scale or deploy.replicas, numbers or texts', () => {
    const text = 'services:\n  a: {scale: 2}\n  b: {deploy: {replicas: "${N}"}}\n  c: {}\n  d: {scale: 0}\n'
    const project = load({'/p/compose.yaml': text}, {environment: {N: '3'}})
    deepEqual(
      project.services.map((service) => service.replicas),
      [2, 3, 1, 0],
    )
  })

  it('must agree', () => {
    deepEqual(problemsOf({'/p/compose.yaml': 'services:\n  a:\n    scale: 2\n    deploy: {replicas: 3}\n'}), [
      '/p/compose.yaml:3 service "a" has scale 2 but deploy.replicas 3',
    ])
  })
})

describe('problems of a compose file', () => {
  it('are named all at once, with their lines', () => {
    const text = [
      'services:',
      '  a:',
      '    network_mode: host',
      '    networks: [front]',
      '    ports: ["x:80"]',
      '  b: [1]',
      '  c:',
      '    network_mode: service:nobody',
      '    ports: ["${MUST:?say it}:80"]',
      '  d: {scale: many}',
      'networks: 7',
    ].join('\n')
    deepEqual(problemsOf({'/p/compose.yaml': text}), [
      '/p/compose.yaml:3 service "a" has both network_mode and networks',
      '/p/compose.yaml:3 service "a" joins network "front", which is not defined',
      '/p/compose.yaml:5 port specification "x:80": the host port "x" is not a number',
      '/p/compose.yaml:6 service "b" must be a mapping, not a list',
      '/p/compose.yaml:8 service "c" shares the network of "nobody", which does not exist or is not active',
      '/p/compose.yaml:9 required variable MUST is missing a value: say it',
      '/p/compose.yaml:10 scale of service "d" must be a whole number, not the string "many"',
      '/p/compose.yaml:11 networks must be a mapping, not the number 7',
    ])
  })

  it('include YAML itself: duplicate keys, bad syntax, an anchor in itself', () => {
    deepEqual(problemsOf({'/p/compose.yaml': 'services:\n  a: {}\n  a: {}\n'}), [
      '/p/compose.yaml:3 Map keys must be unique',
    ])
    equal(problemsOf({'/p/compose.yaml': 'services: [\n'}).length > 0, true)
    deepEqual(problemsOf({'/p/compose.yaml': 'services:\n  a: &a\n    ports: *a\n'}), [
      '/p/compose.yaml:3 this anchor contains itself',
      '/p/compose.yaml:3 ports must be a list, not null',
    ])
  })

  it('a missing file is one', () => {
    deepEqual(problemsOf({}), ['/p/compose.yaml:1 no such file'])
  })

  it('an alias bomb is read quickly', () => {
    const levels = Array.from({length: 40}, (_, i) => `x${i + 1}: &x${i + 1} [*x${i}, *x${i}, *x${i}]`)
    deepEqual(problemsOf({'/p/compose.yaml': `x0: &x0 [a]\n${levels.join('\n')}\nservices: {a: {}}\n`}), [])
  })

  it('warns about variables that are not set', () => {
    const project = load({'/p/compose.yaml': 'services:\n  a:\n    ports:\n      - "$NONE:80"\n'})
    deepEqual(project.warnings, [
      {file: '/p/compose.yaml', line: 4, message: 'variable NONE is not set, so an empty string is used'},
    ])
  })
})
