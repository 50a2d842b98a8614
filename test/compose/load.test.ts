// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {deepEqual, equal} from 'node:assert/strict'
import {hostPorts, load, problemsOf, TWO} from './loading.js'

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

describe('extends, of another file', () => {
  it('lays its documents over each other', () => {
    const other = 'services: {b: {ports: ["1:1"]}}\n---\nservices: {b: {ports: ["2:2"]}}\n'
    const text = 'services: {a: {extends: {service: b, file: e.yaml}}}\n'
    deepEqual(hostPorts({'/p/compose.yaml': text, '/p/e.yaml': other}), {a: [1, 2]})
  })

  it('refuses one without services, and all that is wrong in it', () => {
    const text = 'services: {a: {extends: {service: b, file: e.yaml}}}\n'
    deepEqual(problemsOf({'/p/compose.yaml': text, '/p/e.yaml': 'name: x\n'}), [
      '/p/compose.yaml:1 service "a" extends "b", which /p/e.yaml does not define',
    ])
    const wrong = 'services: {b: {ports: ["1:1"]}, c: {ports: ["x:1"]}}\n'
    deepEqual(problemsOf({'/p/compose.yaml': text, '/p/e.yaml': wrong}), [
      '/p/e.yaml:1 port specification "x:1": the host port "x" is not a number',
    ])
  })

  it('joins networks of both, a list and a mapping', () => {
    const text = 'services: {b: {networks: [m]}, a: {extends: b, networks: {n: {}}}}\nnetworks: {m: {}, n: {}}\n'
    const [a] = load({'/p/compose.yaml': text}).services
    deepEqual([...(a?.endpoints.keys() ?? [])], ['m', 'n'])
  })

  it('!reset drops what is inherited, in a file with an include too', () => {
    const text = 'include: [i.yaml]\nservices: {c: {extends: d, ports: !reset []}, d: {ports: ["2:2"]}}\n'
    const contents = {'/p/compose.yaml': text, '/p/i.yaml': 'services: {b: {ports: ["1:1"]}}\n'}
    deepEqual(hostPorts(contents), {b: [1], c: [], d: [2]})
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

  it('reads no .env where the env file is /dev/null', () => {
    const contents = {
      '/p/compose.yaml': 'include: [{path: sub/c.yaml, env_file: /dev/null}]\n',
      '/p/sub/c.yaml': included,
      '/p/sub/.env': 'PORT=5\n',
    }
    deepEqual(hostPorts(contents), {inner: [1]})
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

const APP = {'/p/compose.yaml': 'services: {a: {}}\n'}
const named: [why: string, contents: Record<string, string>, request: Parameters<typeof load>[1], name: string][] = [
  ['the folder of the first file', APP, {}, 'p'],
  [
    'that folder, without what a name cannot have',
    {'/_-My.App/c.yaml': 'services: {}\n'},
    {files: ['/_-My.App/c.yaml']},
    'myapp',
  ],
  ['the project folder that is asked for', APP, {projectDirectory: '/q/shop'}, 'shop'],
  [
    'the current folder, of a relative file',
    {'c.yaml': 'services: {}\n'},
    {files: ['c.yaml'], currentDirectory: '/q/here'},
    'here',
  ],
  ['a folder beside it', {'../b/c.yaml': 'services: {}\n'}, {files: ['../b/c.yaml'], currentDirectory: '/q/here'}, 'b'],
  ['the name of a file', {'/p/compose.yaml': 'name: one\n'}, {}, 'one'],
  ['a name with variables', {'/p/compose.yaml': 'name: "x-${V}"\n'}, {environment: {V: '1'}}, 'x-1'],
  ['a name without what it cannot have', {'/p/compose.yaml': 'name: _-a.B-c_\n'}, {}, 'ab-c_'],
  ['the name of the last file', {'/p/compose.yaml': 'name: one\n', '/p/over.yaml': 'name: two\n'}, TWO, 'two'],
  ['the last file that has one', {'/p/compose.yaml': 'name: one\n', '/p/over.yaml': 'name: \n'}, TWO, 'one'],
  [
    'COMPOSE_PROJECT_NAME before a file',
    {'/p/compose.yaml': 'name: one\n'},
    {environment: {COMPOSE_PROJECT_NAME: 'env'}},
    'env',
  ],
  [
    'the same from .env',
    {'/p/compose.yaml': 'name: one\n', '/p/.env': 'COMPOSE_PROJECT_NAME=fromenv\n'},
    {},
    'fromenv',
  ],
  [
    'what is asked for before all',
    {'/p/compose.yaml': 'name: one\n'},
    {projectName: 'asked', environment: {COMPOSE_PROJECT_NAME: 'env'}},
    'asked',
  ],
]

describe('a compose project is named after', () => {
  for (const [why, contents, request, name] of named) it(why, () => equal(load(contents, request).name, name))

  it('its folder where its name is malformed, which is a problem once', () => {
    const project = load({'/p/compose.yaml': 'name: "${"\n'})
    equal(project.name, 'p')
    equal(project.problems.length, 1)
  })

  it('nothing else: an included name does not count, and COMPOSE_PROJECT_NAME tells it to the file', () => {
    const text = 'include: [i.yaml]\nservices: {a: {}}\nnetworks: {default: {name: "n-${COMPOSE_PROJECT_NAME}"}}\n'
    const project = load({'/p/compose.yaml': text, '/p/i.yaml': 'name: other\nservices: {}\n'})
    deepEqual(project.problems, [])
    equal(project.networks[0]?.name, 'n-p')
  })
})

describe('variables of a compose file', () => {
  const text = 'services:\n  a:\n    ports: ["${PORT:-1}:1"]\n'

  it('come from the environment, then from .env', () => {
    deepEqual(hostPorts({'/p/compose.yaml': text, '/p/.env': 'PORT=5'}, {environment: {PORT: '6'}}), {a: [6]})
    deepEqual(hostPorts({'/p/compose.yaml': text, '/p/.env': 'PORT=5'}, {environment: {PORT: undefined}}), {a: [5]})
  })

  it('.env is that of the project folder, and sees the environment', () => {
    const contents = {'/p/compose.yaml': text, '/p/.env': 'PORT=5', '/q/.env': 'PORT=${OUT}1'}
    deepEqual(hostPorts(contents, {projectDirectory: '/q', environment: {OUT: '8'}}), {a: [81]})
  })

  it('env files take the place of .env, a later one before an earlier', () => {
    const contents = {'/p/compose.yaml': text, '/p/.env': 'PORT=5', '/p/a.env': 'PORT=6', '/p/b.env': 'PORT=${PORT}1'}
    deepEqual(hostPorts(contents, {envFiles: ['/p/a.env']}), {a: [6]})
    deepEqual(hostPorts(contents, {envFiles: ['/p/a.env', '/p/b.env']}), {a: [61]})
  })

  it('are not looked at where !reset stands', () => {
    deepEqual(hostPorts({'/p/compose.yaml': 'services: {a: {ports: !reset ["${"]}}\n'}), {a: []})
  })

  it('a required one that is missing leaves its value out', () => {
    deepEqual(problemsOf({'/p/compose.yaml': 'services:\n  a: {network_mode: "${MUST:?x}"}\n'}), [
      '/p/compose.yaml:2 required variable MUST is missing a value: x',
    ])
  })
})

describe('profiles (15-profiles.md, illustrative example)', () => {
  const text =
    'services:\n  foo: {}\n  bar: {profiles: [test]}\n  baz: {profiles: [test]}\n  zot: {profiles: [debug]}\n'
  const started = (profiles: string[]) => Object.keys(hostPorts({'/p/compose.yaml': text}, {profiles}))

  it('those of COMPOSE_PROFILES where none are asked for', () => {
    const text = 'services: {a: {profiles: [dev], ports: ["1:1"]}, b: {profiles: [ops]}, c: {profiles: [all]}}\n'
    const environment = {COMPOSE_PROFILES: 'dev,,ops'}
    deepEqual(hostPorts({'/p/compose.yaml': text}, {environment}), {a: [1], b: []})
    deepEqual(hostPorts({'/p/compose.yaml': text}, {environment, profiles: ['all']}), {c: []})
    deepEqual(hostPorts({'/p/compose.yaml': text}), {})
  })

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
  })

  it('default may be declared, and is only made where it is joined', () => {
    const made = (text: string) =>
      load({'/p/compose.yaml': text}).networks.map(({key, driver, inUse}) => [key, driver, inUse])
    deepEqual(made('services: {a: {}}\nnetworks: {default: {driver: overlay}}\n'), [['default', 'overlay', true]])
    deepEqual(made('services: {a: {networks: [n]}}\nnetworks: {n: {}}\n'), [['n', '', true]])
    deepEqual(made('services: {a: {profiles: [p], networks: [n]}}\nnetworks: {n: {}}\n'), [['n', '', false]])
  })

  it('a service run by a provider joins only what it names', () => {
    const joined = (text: string) =>
      load({'/p/compose.yaml': text}).services.map(({endpoints}) => [...endpoints.keys()])
    deepEqual(joined('services: {b: {provider: {type: foo}}}\n'), [[]])
    deepEqual(joined('services: {b: {provider: {type: foo}, networks: [n]}}\nnetworks: {n: {}}\n'), [['n']])
  })

  it('say whether they are external, internal and of which family, in all spellings of a boolean', () => {
    const read = (entry: string) => {
      const [network] = load({'/p/compose.yaml': `networks: {n: {${entry}}}\n`}).networks
      return [network?.name, network?.external, network?.internal, network?.enableIPv4, network?.enableIPv6]
    }
    deepEqual(read(''), ['p_n', false, false, undefined, undefined])
    deepEqual(read('external: true'), ['n', true, false, undefined, undefined])
    deepEqual(read('external: "yes", name: x'), ['x', true, false, undefined, undefined])
    deepEqual(read('external: {name: outer}'), ['outer', true, false, undefined, undefined])
    deepEqual(read('external: {}'), ['n', true, false, undefined, undefined])
    deepEqual(read('external: "n", internal: "ON"'), ['p_n', false, true, undefined, undefined])
    deepEqual(read('internal: "off", enable_ipv4: "Yes", enable_ipv6: "no"'), ['p_n', false, false, true, false])
    deepEqual(read('internal: y, enable_ipv4: false, enable_ipv6: true'), ['p_n', false, true, false, true])
  })

  it('have the subnets and options that are written', () => {
    const ipam =
      '{driver: default, options: {a: "1"}, config: [{subnet: 10.1.0.0/16, ip_range: 10.1.1.0/24, gateway: 10.1.0.9, aux_addresses: {a: 10.1.0.5}}, {}]}'
    const [network] = load({'/p/compose.yaml': `networks: {n: {attachable: true, ipam: ${ipam}}}\n`}).networks
    deepEqual([network?.ipamDriver, network?.ipamOptions, network?.attachable], ['default', {a: '1'}, true])
    deepEqual(network?.subnets, [
      {subnet: '10.1.0.0/16', ipRange: '10.1.1.0/24', gateway: '10.1.0.9', auxAddresses: {a: '10.1.0.5'}},
      {subnet: '', ipRange: '', gateway: '', auxAddresses: {}},
    ])
  })

  it('are joined with the address and the priority that are written', () => {
    const text =
      'services: {a: {networks: {n: {ipv4_address: 10.1.0.9, ipv6_address: "fd00::9", gw_priority: 3}, m: }}}\nnetworks: {m: {}, n: {}}\n'
    const [service] = load({'/p/compose.yaml': text}).services
    deepEqual(
      [...(service?.endpoints ?? [])].map(([key, {at: place, ...endpoint}]) => [key, endpoint, place.line]),
      [
        ['n', {ipv4: '10.1.0.9', ipv6: 'fd00::9', gatewayPriority: 3}, 1],
        ['m', {ipv4: '', ipv6: '', gatewayPriority: 0}, 1],
      ],
    )
  })

  it('are not joined with a network mode', () => {
    const [service] = load({'/p/compose.yaml': 'services: {a: {network_mode: host, ports: ["1:1"]}}'}).services
    deepEqual([service?.networkMode, service?.endpoints.size, service?.ports.length], ['host', 0, 1])
  })
})

describe('replicas', () => {
  it('come from scale or deploy.replicas, numbers or texts', () => {
    const text = 'services:\n  a: {scale: 2}\n  b: {deploy: {replicas: "${N}"}}\n  c: {}\n  d: {scale: 0}\n'
    const project = load({'/p/compose.yaml': text}, {environment: {N: '+12'}})
    deepEqual(
      project.services.map((service) => service.replicas),
      [2, 12, 1, 0],
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

  it('include YAML itself: bad syntax, an anchor in itself', () => {
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

describe('labels of two files', () => {
  const labels = (text: string, over: string) => {
    const file = (written: string) =>
      `services: {a: {deploy: {labels: ${written}}, networks: [n]}}\nnetworks: {n: {labels: ${written}}}\n`
    const {networks, problems} = load({'/p/compose.yaml': file(text), '/p/over.yaml': file(over)}, TWO)
    deepEqual(problems, [])
    return networks[0]?.labels
  }
  for (const [text, over] of [
    ['[xx=1, y=2=3]', '{xx: 3, z: }'],
    ['{xx: 1, y: 2=3}', '[xx=3, z]'],
    ['[xx=1, y=2=3]', '[xx=3, z]'],
    ['{xx: 1, y: 2=3}', '{xx: 3, z: ""}'],
    ['[xx=3, y=2=3]', 'z'],
    ['{xx: 3, y: 2=3}', 'z'],
    ['{xx: 1, y: 2=3}', '[xx=3, z=, !reset y=0]'],
    ['{q: 1}', '!override [xx=3, y=2=3, z]'],
    ['[q=1]', '!override {xx: 3, y: 2=3, z: }'],
  ] as const)
    it(`${text} and ${over}`, () => deepEqual(labels(text, over), {xx: '3', y: '2=3', z: ''}))
})

it('a label may span lines, or have no name', () =>
  deepEqual(load({'/p/compose.yaml': 'networks: {n: {labels: ["a\\nb=1\\n2", "=x"]}}\n'}).networks[0]?.labels, {
    'a\nb': '1\n2',
    '': 'x',
  }))

it('of two files one may be empty', () =>
  deepEqual(hostPorts({'/p/compose.yaml': BASE, '/p/over.yaml': '# nothing\n'}, TWO), {app: [8080]}))

it('a service joins the default network without any wish', () =>
  deepEqual(
    [...(load({'/p/compose.yaml': BASE}).services[0]?.endpoints ?? [])],
    [['default', {ipv4: '', ipv6: '', gatewayPriority: 0, at: {file: '/p/compose.yaml', line: 3}}]],
  ))

describe('what a compose service starts after the end of', () => {
  const startsAfterEnd = (dependsOn: string) =>
    load({'/p/compose.yaml': `services:\n  web: {depends_on: ${dependsOn}}\n  db: {}\n`}).services.at(-1)
      ?.startsAfterEnd
  it('is what it needs to have been completed', () =>
    deepEqual(
      startsAfterEnd(
        '{db: {condition: service_completed_successfully}, x: {condition: service_started}, y: {}, z: {condition: service_completed_successfully}}',
      ),
      ['db', 'z'],
    ))
  it('is nothing in a list', () => deepEqual(startsAfterEnd('[db]'), []))
  it('is nothing without any', () => deepEqual(load({'/p/compose.yaml': BASE}).services[0]?.startsAfterEnd, []))
})

describe('what a compose service starts after', () => {
  const startsAfter = (text: string, over = 'services: {}\n') =>
    load({'/p/compose.yaml': `services:\n  web: ${text}\n  db: {}\n`, '/p/over.yaml': over}, TWO).services.find(
      ({name}) => name === 'web',
    )?.startsAfter
  it('is what it depends on', () => {
    deepEqual(startsAfter('{depends_on: [db, cache]}'), ['db', 'cache'])
    deepEqual(startsAfter('{depends_on: {db: {condition: service_healthy}}}'), ['db'])
  })
  it('a list and a mapping of two files join', () =>
    deepEqual(startsAfter('{depends_on: [db]}', 'services:\n  web:\n    depends_on: {cache: {}}\n'), ['db', 'cache']))
  it('is what it links to, and whose network, processes or volumes it shares', () =>
    deepEqual(
      startsAfter(
        '{links: ["db:data"], volumes_from: ["files:ro"], network_mode: "service:db", pid: "service:p", ipc: "service:i"}',
      ),
      [...['db', 'i', 'p'], ...['db', 'files']],
    ))
  it('is nothing else', () => deepEqual(startsAfter('{network_mode: host, pid: host, ipc: "xservice:db"}'), []))
})
