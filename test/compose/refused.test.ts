// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {deepEqual} from 'node:assert/strict'
import {problemsOf, TWO} from './loading.js'

/** What Docker Compose 2.40.3 refuses in one file, each seen. A problem is `LINE MESSAGE`. */
const refused: [why: string, text: string, problems: string[]][] = [
  ['a list in place of a file', '- a\n', ['1 a compose file must be a mapping, not a list']],
  ['a text in place of a file', 'hello\n', ['1 a compose file must be a mapping, not the string "hello"']],
  [
    'an empty document beside another',
    'services: {a: {}}\n---\n# nothing\n',
    ['2 a compose file must be a mapping, not null'],
  ],
  ['a file without anything', '# nothing\n', ['1 the compose file is empty']],
  ['services without a value', 'services:\n', ['1 services must be a mapping, not null']],
  ['services that are a list', 'services: [a]\n', ['1 services must be a mapping, not a list']],
  ['networks without a value', 'networks:\n', ['1 networks must be a mapping, not null']],
  ['networks that are a text', 'networks: front\n', ['1 networks must be a mapping, not the string "front"']],
  ['a service without a value', 'services:\n  a:\n', ['2 service "a" must be a mapping, not null']],
  ['a service that is a text', 'services:\n  a: b\n', ['2 service "a" must be a mapping, not the string "b"']],
]

/** The same of one service: what follows `services: {a: {` in one line. */
const ofService: [why: string, text: string, problem: string][] = [
  ['scale without a value', 'scale: ', 'scale of service "a" must be a whole number, not null'],
  ['scale of a fraction', 'scale: 1.5', 'scale of service "a" must be a whole number, not the string "1.5"'],
  ['scale of a text behind a number', 'scale: 1x', 'scale of service "a" must be a whole number, not the string "1x"'],
  ['scale of a text before a number', 'scale: x1', 'scale of service "a" must be a whole number, not the string "x1"'],
  [
    'scale of more than can be counted',
    'scale: 99999999999999999999',
    'scale of service "a" must be a whole number, not the number 100000000000000000000',
  ],
  ['scale of true', 'scale: true', 'scale of service "a" must be a whole number, not the boolean true'],
  ['scale of a list', 'scale: [1]', 'scale of service "a" must be a whole number, not a list'],
  ['scale below 0', 'scale: -1', 'service "a" cannot have fewer than 0 containers'],
  ['replicas below 0', 'deploy: {replicas: -1}', 'service "a" cannot have fewer than 0 containers'],
  [
    'replicas without a value',
    'deploy: {replicas: }',
    'deploy.replicas of service "a" must be a whole number, not null',
  ],
  ['deploy that is a list', 'deploy: [1]', 'deploy of service "a" must be a mapping, not a list'],
  ['deploy that is a text', 'deploy: many', 'deploy of service "a" must be a mapping, not the string "many"'],
  ['profiles that are a text', 'profiles: dev', 'profiles of service "a" must be a list, not the string "dev"'],
  ['profiles without a value', 'profiles: ', 'profiles of service "a" must be a list, not null'],
  ['a profile that is a number', 'profiles: [7]', 'profiles of service "a" must be a string, not the number 7'],
  ['a network mode of a number', 'network_mode: 7', 'network_mode of service "a" must be a string, not the number 7'],
  ['no network mode', 'network_mode: ', 'network_mode of service "a" must be a string, not null'],
  [
    'networks that are a text',
    'networks: front',
    'networks of service "a" must be a list or a mapping, not the string "front"',
  ],
  ['networks without a value', 'networks: ', 'networks of service "a" must be a list or a mapping, not null'],
  ['a network of a number', 'networks: [7]', 'networks of service "a" must be a string, not the number 7'],
  ['a network twice', 'networks: [default, default]', 'networks of service "a" lists a network twice'],
  [
    'a network that is a text',
    'networks: {default: x}',
    'network "default" of service "a" must be a mapping, not the string "x"',
  ],
  [
    'a gateway priority that is a text',
    'networks: {default: {gw_priority: "1"}}',
    'gw_priority of network "default" of service "a" must be a whole number, not the string "1"',
  ],
  [
    'an address that is a number',
    'networks: {default: {ipv4_address: 7}}',
    'ipv4_address of network "default" of service "a" must be a string, not the number 7',
  ],
  [
    'an address without a value',
    'networks: {default: {ipv6_address: }}',
    'ipv6_address of network "default" of service "a" must be a string, not null',
  ],
  ['ports without a value', 'ports: ', 'ports must be a list, not null'],
  ['extends without a value', 'extends: ', 'extends of service "a" names no service'],
  ['extends of a list', 'extends: [a]', 'extends of service "a" names no service'],
  ['extends of a file alone', 'extends: {file: other.yaml}', 'extends of service "a" names no service'],
  ['a network that is not defined', 'networks: [n]', 'service "a" joins network "n", which is not defined'],
  ['its own network', 'network_mode: service:a', 'service "a" shares its own network'],
  [
    "the network of a service that isn't there",
    'network_mode: service:b',
    'service "a" shares the network of "b", which does not exist or is not active',
  ],
]

/** The same of one network: what follows `networks: {n: ` in one line. */
const ofNetwork: [why: string, text: string, problem: string][] = [
  ['a text', 'x', 'network "n" must be a mapping, not the string "x"'],
  ['ipam without a value', '{ipam: }', 'ipam of network "n" must be a mapping, not null'],
  ['ipam that is a list', '{ipam: []}', 'ipam of network "n" must be a mapping, not a list'],
  [
    'an IPAM driver that is a number',
    '{ipam: {driver: 7}}',
    'ipam.driver of network "n" must be a string, not the number 7',
  ],
  ['subnets without a value', '{ipam: {config: }}', 'ipam.config of network "n" must be a list, not null'],
  ['one subnet', '{ipam: {config: {subnet: 10.1.0.0/24}}}', 'ipam.config of network "n" must be a list, not a mapping'],
  [
    'a subnet that is a text',
    '{ipam: {config: [x]}}',
    'ipam.config.0 of network "n" must be a mapping, not the string "x"',
  ],
  [
    'a subnet that is a number',
    '{ipam: {config: [{}, {subnet: 7}]}}',
    'subnet in ipam.config.1 of network "n" must be a string, not the number 7',
  ],
  [
    'a list of auxiliary addresses',
    '{ipam: {config: [{aux_addresses: [a=10.1.0.5]}]}}',
    'aux_addresses in ipam.config.0 of network "n" must be a mapping, not a list',
  ],
  ['attachable as a number', '{attachable: 7}', 'attachable of network "n" must be true or false, not the number 7'],
  ['a driver that is a number', '{driver: 7}', 'driver of network "n" must be a string, not the number 7'],
  ['a driver without a value', '{driver: }', 'driver of network "n" must be a string, not null'],
  ['a name without a value', '{name: }', 'name of network "n" must be a string, not null'],
  [
    'an external name that is a list',
    '{external: {name: [a]}}',
    'external.name of network "n" must be a string, not a list',
  ],
  ['external of a number', '{external: 1}', 'external of network "n" must be true or false, not the number 1'],
  ['external of a word', '{external: maybe}', 'external of network "n" must be true or false, not the string "maybe"'],
  ['external without a value', '{external: }', 'external of network "n" must be true or false, not null'],
  ['internal of a list', '{internal: [true]}', 'internal of network "n" must be true or false, not a list'],
  ['IPv4 of a number', '{enable_ipv4: 0}', 'enable_ipv4 of network "n" must be true or false, not the number 0'],
  ['IPv6 of a number', '{enable_ipv6: 0}', 'enable_ipv6 of network "n" must be true or false, not the number 0'],
  ['labels that are a text', '{labels: x}', 'labels of network "n" must be a list or a mapping, not the string "x"'],
  ['a label that is a list', '{labels: {a: [b]}}', 'labels of network "n".a must be a string, not a list'],
  ['a label of a number in a list', '{labels: [7]}', 'labels of network "n" must be a string, not the number 7'],
  [
    'IPAM options that are a text',
    '{ipam: {options: x}}',
    'ipam.options of network "n" must be a mapping, not the string "x"',
  ],
  [
    'an IPAM option that is a list',
    '{ipam: {options: {a: [b]}}}',
    'ipam.options of network "n".a must be a string or a number, not a list',
  ],
  ['options that are a list', '{driver_opts: [a]}', 'driver_opts of network "n" must be a mapping, not a list'],
  ['options without a value', '{driver_opts: }', 'driver_opts of network "n" must be a mapping, not null'],
  [
    'an option that is a list',
    '{driver_opts: {a: [b]}}',
    'driver_opts of network "n".a must be a string or a number, not a list',
  ],
  [
    'an option that is true',
    '{driver_opts: {a: true}}',
    'driver_opts of network "n".a must be a string or a number, not the boolean true',
  ],
  [
    'an option without a value',
    '{driver_opts: {a: }}',
    'driver_opts of network "n".a must be a string or a number, not null',
  ],
  ['two names', '{name: x, external: {name: y}}', 'network "n" has the name "x" and the external.name "y"'],
]

/** YAML that Compose refuses. */
const asYaml: [why: string, text: string, problems: string[]][] = [
  ['a key that is a number', 'x:\n  7: a\nservices: {a: {}}\n', ['2 a key must be a string']],
  ['a key that is a list', '[a]: b\nservices: {a: {}}\n', ['1 a key must be a string']],
  ['a key that is nothing', '~: b\nservices: {a: {}}\n', ['1 a key must be a string']],
  ['a key twice', 'services:\n  a: {}\n  a: {}\n', ['3 Map keys must be unique']],
  ['an anchor that is nowhere', 'x: *nope\nservices: {a: {}}\n', ['1 unknown anchor "nope"']],
  [
    'a text merged in',
    'x:\n  <<: text\nservices: {a: {}}\n',
    ['2 a merge key (<<) needs a mapping or a list of mappings'],
  ],
  [
    'a list of texts merged in',
    'x:\n  <<: [text]\nservices: {a: {}}\n',
    ['2 a merge key (<<) needs a mapping or a list of mappings'],
  ],
  [
    'an include that is a mapping',
    'include: {path: i.yaml}\nservices: {a: {}}\n',
    ['1 include must be a list, not a mapping'],
  ],
  [
    'an include that is a number',
    'services: {a: {}}\ninclude:\n  - 7\n',
    ['3 an include must be a file name, or have a path'],
  ],
]

const told = (text: string): string[] =>
  problemsOf({'/p/compose.yaml': text}).map((problem) => problem.replace(/^\/p\/compose.yaml:/, ''))

describe('a compose file is refused with', () => {
  for (const [why, text, problems] of [...refused, ...asYaml]) it(why, () => deepEqual(told(text), problems))

  for (const [why, text, problem] of ofService)
    it(`a service: ${why}`, () => deepEqual(told(`services: {a: {${text}}}\n`), [`1 ${problem}`]))

  for (const [why, text, problem] of ofNetwork)
    it(`a network: ${why}`, () => deepEqual(told(`services: {a: {}}\nnetworks: {n: ${text}}\n`), [`2 ${problem}`]))

  it('services that share their networks in a circle', () => {
    const text =
      'services:\n  a: {network_mode: "service:b"}\n  b: {network_mode: "service:c"}\n  c: {network_mode: "service:b"}\n'
    deepEqual(told(text), ['3 service "b" shares its own network', '4 service "c" shares its own network'])
  })

  it('a service that shares the network of one that the profiles leave out', () => {
    deepEqual(told('services: {a: {network_mode: "service:b"}, b: {profiles: [p]}}\n'), [
      '1 service "a" shares the network of "b", which does not exist or is not active',
    ])
  })

  it('a value that a later file mends', () => {
    const mended = (own: string, over: string) =>
      problemsOf({'/p/compose.yaml': `services: {a: {${own}}}\n`, '/p/over.yaml': `services: {a: {${over}}}\n`}, TWO)
    deepEqual(mended('scale: many', 'scale: 2'), [
      '/p/compose.yaml:1 scale of service "a" must be a whole number, not the string "many"',
    ])
    deepEqual(mended('scale: ', 'scale: 2'), [
      '/p/compose.yaml:1 scale of service "a" must be a whole number, not null',
    ])
    deepEqual(mended('ports: ["x:80"]', 'ports: !reset null'), [
      '/p/compose.yaml:1 port specification "x:80": the host port "x" is not a number',
    ])
  })

  it('problems of several files, by file and then by line', () => {
    const contents = {
      '/p/compose.yaml': 'services:\n  a: {scale: x}\n  b: {scale: y}\nnetworks: {n: {driver: 7}}\n',
      '/p/over.yaml': 'services:\n\n  c: {scale: z}\n  d: {profiles: 7}\n',
    }
    deepEqual(
      problemsOf(contents, {files: ['/p/over.yaml', '/p/compose.yaml']}).map((problem) => problem.split(' ')[0]),
      ['/p/over.yaml:3', '/p/over.yaml:4', '/p/compose.yaml:2', '/p/compose.yaml:3', '/p/compose.yaml:4'],
    )
  })

  it('an env file that was asked for and is not there', () => {
    deepEqual(problemsOf({'/p/compose.yaml': 'services: {a: {}}\n'}, {envFiles: ['/p/none.env']}), [
      '/p/compose.yaml:1 env file /p/none.env not found',
    ])
    const text = 'services: {a: {}}\ninclude:\n  - {path: i.yaml, env_file: none.env}\n'
    deepEqual(problemsOf({'/p/compose.yaml': text, '/p/i.yaml': 'services: {b: {}}\n'}), [
      '/p/compose.yaml:3 env file /p/none.env not found',
    ])
  })

  it('a malformed .env file', () => {
    deepEqual(problemsOf({'/p/compose.yaml': 'services: {a: {}}\n', '/p/.env': 'A=1\nB%=2\n'}), [
      '/p/.env:2 a variable name contains an invalid character',
    ])
  })

  it('a project name that is asked for in capitals', () => {
    const problem =
      'project name "Big.One" must consist of lowercase letters, digits, "-" and "_", and start with a letter or a digit'
    const contents = {'/p/compose.yaml': 'services: {a: {}}\n'}
    deepEqual(problemsOf(contents, {projectName: 'Big.One'}), [`/p/compose.yaml:1 ${problem}`])
    deepEqual(problemsOf(contents, {environment: {COMPOSE_PROJECT_NAME: 'Big.One'}}), [`/p/compose.yaml:1 ${problem}`])
  })
})

/** What looks like one of these and is none. */
const taken: [why: string, text: string][] = [
  ['no services', 'networks: {n: {}}\n'],
  ['a network without a value', 'services: {a: {networks: [n]}}\nnetworks: {n: }\n'],
  ['a network of a service without a value', 'services: {a: {networks: {n: }}}\nnetworks: {n: {}}\n'],
  ['deploy without a value', 'services: {a: {deploy: }}\n'],
  ['a network that only an inactive service misses', 'services: {a: {}, b: {profiles: [p], networks: [nope]}}\n'],
  ['scale and replicas that agree', 'services: {a: {scale: 0, deploy: {replicas: 0}}}\n'],
  [
    'scale and replicas of an inactive service',
    'services: {a: {}, b: {profiles: [p], scale: 2, deploy: {replicas: 3}}}\n',
  ],
  ['the same name twice', 'services: {a: {networks: [n]}}\nnetworks: {n: {name: x, external: {name: x}}}\n'],
  ['a tag that Compose does not know', 'services: {a: {scale: !foo 3}}\n'],
  [
    'services in a row that share a network',
    'services: {a: {network_mode: "service:b"}, b: {network_mode: "service:c"}, c: {}}\n',
  ],
]

describe('a compose file is taken with', () => {
  for (const [why, text] of taken) it(why, () => deepEqual(told(text), []))
})
