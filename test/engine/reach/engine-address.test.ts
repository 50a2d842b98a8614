import {deepEqual, equal, throws} from 'node:assert/strict'
import type {Env} from '../../../src/lib/engine/reach/docker-config.js'
import {
  type EngineAddress,
  type EngineChoice,
  resolveEngineAddress,
} from '../../../src/lib/engine/reach/engine-address.js'
import {memoryFiles} from '../../harness/memory-files.js'

const CONFIG_DIR = '/home/me/.docker'

interface Given {
  readonly flags?: EngineChoice
  readonly env?: Env
  readonly currentContext?: string
  readonly files?: Readonly<Record<string, string | Error>>
  readonly platform?: NodeJS.Platform
}

const resolve = ({flags = {}, env = {}, currentContext = '', files = {}, platform = 'linux'}: Given): EngineAddress =>
  resolveEngineAddress(flags, {
    env,
    home: '/home/me',
    platform,
    files: memoryFiles(files),
    configDir: CONFIG_DIR,
    currentContext,
  })

// The folders are the SHA-256 of the context's name, as `docker context create` made them.
const META = `${CONFIG_DIR}/contexts/meta`
const PROD_ID = '6754af9632a2745e85c293e5aac0863370d9bd3330b9938c00cadfd215227d77'
const LAB_ID = 'a51146d38077ff992eba84cf1d5e9b249073503eb74868699016153b031a38f7'
const contexts = {
  [`${META}/${PROD_ID}/meta.json`]:
    '{"Name":"prod","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://prod.example:2376","SkipTLSVerify":false}}}',
  [`${CONFIG_DIR}/contexts/tls/${PROD_ID}/docker/ca.pem`]: 'the authority',
  [`${CONFIG_DIR}/contexts/tls/${PROD_ID}/docker/cert.pem`]: 'the certificate',
  [`${CONFIG_DIR}/contexts/tls/${PROD_ID}/docker/key.pem`]: 'the key',
  [`${META}/${LAB_ID}/meta.json`]:
    '{"Name":"lab","Metadata":{},"Endpoints":{"docker":{"Host":"unix:///run/lab.sock","SkipTLSVerify":false}}}',
}

describe('which engine', () => {
  const everything: Given = {
    files: {...contexts, '/var/run/docker.sock': ''},
    env: {DOCKER_HOST: 'unix:///of-host', DOCKER_CONTEXT: 'lab'},
    currentContext: 'prod',
  }
  const order: [why: string, given: Given, address: string, source: string][] = [
    [
      '--context comes before DOCKER_HOST',
      {...everything, flags: {context: 'lab'}},
      'unix:///run/lab.sock',
      'context "lab" (--context)',
    ],
    ['-H comes before DOCKER_HOST', {...everything, flags: {host: 'unix:///of-flag'}}, 'unix:///of-flag', '-H'],
    ['DOCKER_HOST comes before DOCKER_CONTEXT', everything, 'unix:///of-host', 'DOCKER_HOST'],
    [
      'DOCKER_CONTEXT comes before currentContext',
      {...everything, env: {DOCKER_CONTEXT: 'lab'}},
      'unix:///run/lab.sock',
      'context "lab" (DOCKER_CONTEXT)',
    ],
    [
      'currentContext comes before the default socket',
      {...everything, env: {}},
      'tcp://prod.example:2376',
      'context "prod" (currentContext of /home/me/.docker/config.json)',
    ],
    [
      'the default socket is last',
      {...everything, env: {}, currentContext: ''},
      'unix:///var/run/docker.sock',
      'the default socket',
    ],
    [
      'an empty DOCKER_HOST is none',
      {...everything, env: {DOCKER_HOST: '', DOCKER_CONTEXT: 'lab'}},
      'unix:///run/lab.sock',
      'context "lab" (DOCKER_CONTEXT)',
    ],
    [
      'the context called default is the environment’s, DOCKER_HOST included',
      {...everything, flags: {context: 'default'}},
      'unix:///of-host',
      'DOCKER_HOST',
    ],
  ]
  for (const [why, given, address, source] of order) {
    it(why, () => {
      const target = resolve(given)
      deepEqual([target.address, target.source], [address, source])
    })
  }

  const sockets: [why: string, given: Given, address: string, source: string][] = [
    ['no socket at all: the usual one', {}, 'unix:///var/run/docker.sock', 'the default socket'],
    [
      'a rootless engine’s where the usual one is missing',
      {env: {XDG_RUNTIME_DIR: '/run/user/1000'}, files: {'/run/user/1000/docker.sock': ''}},
      'unix:///run/user/1000/docker.sock',
      "the rootless engine's socket, as there is no /var/run/docker.sock",
    ],
    [
      'Docker Desktop’s where the usual one is missing',
      {files: {'/home/me/.docker/run/docker.sock': ''}},
      'unix:///home/me/.docker/run/docker.sock',
      "Docker Desktop's socket, as there is no /var/run/docker.sock",
    ],
    [
      'Docker Desktop’s on Linux where the usual one is missing',
      {files: {'/home/me/.docker/desktop/docker.sock': ''}},
      'unix:///home/me/.docker/desktop/docker.sock',
      "Docker Desktop's socket, as there is no /var/run/docker.sock",
    ],
    [
      'the usual one where there are both',
      {
        env: {XDG_RUNTIME_DIR: '/run/user/1000'},
        files: {'/var/run/docker.sock': '', '/run/user/1000/docker.sock': ''},
      },
      'unix:///var/run/docker.sock',
      'the default socket',
    ],
    ['a named pipe on Windows', {platform: 'win32'}, 'npipe:////./pipe/docker_engine', 'the default socket'],
  ]
  for (const [why, given, address, source] of sockets) {
    it(why, () => {
      const target = resolve(given)
      deepEqual([target.address, target.source], [address, source])
    })
  }

  const addresses: [text: string, address: string][] = [
    ['unix:///run/x.sock', 'unix:///run/x.sock'],
    ['unix://', 'unix:///var/run/docker.sock'],
    ['npipe:////./pipe/x', 'npipe:////./pipe/x'],
    ['tcp://', 'tcp://localhost:2375'],
    ['tcp://h', 'tcp://h:2375'],
    ['h', 'tcp://h:2375'],
    ['h:1', 'tcp://h:1'],
    [':1', 'tcp://localhost:1'],
    ['  tcp://h:1 ', 'tcp://h:1'],
    ['tcp://[::1]:1', 'tcp://[::1]:1'],
    ['tcp://h:1/pre/fix/', 'tcp://h:1/pre/fix'],
    ['ssh://h', 'ssh://h'],
    ['ssh://me@h:22/run/x.sock', 'ssh://me@h:22/run/x.sock'],
    ['ssh://h/', 'ssh://h'],
    ['ssh://h/run/a%20b.sock', 'ssh://h/run/a%20b.sock'],
    ['ssh://h/run/a b.sock', 'ssh://h/run/a%20b.sock'],
    ['ssh://h/run/%2520%3Fx%23.sock', 'ssh://h/run/%2520%3Fx%23.sock'],
    ['ssh://LAB%5Cme@h', 'ssh://LAB%5Cme@h'],
    ['ssh://me@[::1]:22', 'ssh://me@[::1]:22'],
  ]
  for (const [text, address] of addresses) {
    it(`-H '${text}' is ${address}`, () => equal(resolve({flags: {host: text}}).address, address))
  }

  const refused: [why: string, given: Given, code: string, message: string][] = [
    [
      '-H with --context',
      {flags: {host: 'unix:///x', context: 'lab'}},
      'USAGE',
      'conflicting options: cannot specify both --host and --context',
    ],
    ['a scheme of nobody', {flags: {host: 'foo://x'}}, 'USAGE', 'invalid bind address format: foo://x'],
    ['HTTP as a scheme', {env: {DOCKER_HOST: 'http://x'}}, 'USAGE', 'invalid bind address format: http://x'],
    ['an inherited file descriptor', {flags: {host: 'fd://'}}, 'USAGE', 'invalid bind address format: fd://'],
    ['a port beyond 65535', {flags: {host: ':99999'}}, 'USAGE', 'invalid port 99999 in the address :99999'],
    ['a port that is no number', {flags: {host: 'h:x'}}, 'USAGE', 'invalid bind address format: h:x'],
    ['an SSH URL without host', {flags: {host: 'ssh://'}}, 'USAGE', 'invalid SSH URL: hostname is empty: ssh://'],
    [
      'an SSH URL with a password, which is not shown',
      {flags: {host: 'ssh://a:secret@h'}},
      'USAGE',
      'plain-text password is not supported in an SSH URL: ssh://a:***@h',
    ],
    [
      'an SSH URL with a query',
      {flags: {host: 'ssh://h?x=1'}},
      'USAGE',
      'invalid SSH URL: query parameters are not allowed: ssh://h?x=1',
    ],
    [
      'an SSH URL with a fragment',
      {flags: {host: 'ssh://h#f'}},
      'USAGE',
      'invalid SSH URL: fragments are not allowed: ssh://h#f',
    ],
    [
      'an SSH URL with a password, which is not shown where another part is wrong',
      {flags: {host: 'ssh://a:se/cret@h'}},
      'USAGE',
      'invalid SSH URL: invalid url: ssh://a:***@h',
    ],
    ...(
      [
        ['user', 'ssh://%zz@h'],
        ['hostname', 'ssh://%ff'],
        ['path', 'ssh://h/%zz'],
      ] as const
    ).map(([part, host]): [string, Given, string, string] => [
      `an SSH URL whose ${part} does not decode`,
      {flags: {host}},
      'USAGE',
      `invalid SSH URL: the ${part} is not valid percent-encoding: ${host}`,
    ]),
    ...(
      [
        ['user', 'ssh://a%0Ab@h'],
        ['hostname', 'ssh://h%0A'],
        ['path', 'ssh://h/%00'],
      ] as const
    ).map(([part, host]): [string, Given, string, string] => [
      `an SSH URL with a control character in its ${part}`,
      {flags: {host}},
      'USAGE',
      `invalid SSH URL: the ${part} contains a control character: ${host}`,
    ]),
    ...['-oProxyCommand=x', '$(x)', 'a%20b', 'a;b', 'a|b', '%22', "'", '%60x%60', 'a%5C'].map(
      (user): [string, Given, string, string] => [
        `the user ${user}, which ssh would refuse, or hand to a shell`,
        {flags: {host: `ssh://${user}@h`}},
        'USAGE',
        `invalid SSH URL: the user contains characters that ssh refuses: ssh://${user}@h`,
      ],
    ),
    ...['-oProxyCommand=x', '$(x)', 'a;b', '%22', "'", '%60x%60', 'a%5Cb'].map(
      (host): [string, Given, string, string] => [
        `the host ${host}, which ssh would refuse, or hand to a shell`,
        {flags: {host: `ssh://${host}`}},
        'USAGE',
        `invalid SSH URL: the hostname contains characters that ssh refuses: ssh://${host}`,
      ],
    ),
    [
      'a context that is not there',
      {flags: {context: 'prdo'}, files: contexts},
      'USAGE',
      'context "prdo" not found (--context)',
    ],
    [
      'a context file that is no JSON',
      {flags: {context: 'lab'}, files: {[`${META}/${LAB_ID}/meta.json`]: '{'}},
      'BAD_CONFIG',
      `context file ${META}/${LAB_ID}/meta.json: it is not JSON`,
    ],
    [
      'a context for something else than Docker',
      {flags: {context: 'lab'}, files: {[`${META}/${LAB_ID}/meta.json`]: '{"Name":"lab","Endpoints":{}}'}},
      'BAD_CONFIG',
      `context file ${META}/${LAB_ID}/meta.json: it has no docker endpoint`,
    ],
    [
      'a context whose address is no text, which is not the default one',
      {
        flags: {context: 'lab'},
        files: {[`${META}/${LAB_ID}/meta.json`]: '{"Name":"lab","Endpoints":{"docker":{"Host":7}}}'},
      },
      'BAD_CONFIG',
      `context file ${META}/${LAB_ID}/meta.json: Endpoints.docker.Host must be a string, but is 7`,
    ],
    [
      'a context file that may not be read',
      {flags: {context: 'lab'}, files: {[`${META}/${LAB_ID}/meta.json`]: new Error('EACCES: permission denied')}},
      'BAD_CONFIG',
      `context file ${META}/${LAB_ID}/meta.json: EACCES: permission denied`,
    ],
    [
      'TLS without an authority, as Docker refuses it',
      {flags: {tls: true}},
      'USAGE',
      'cannot read /home/me/.docker/ca.pem: no such file',
    ],
    [
      'a certificate that is named and missing',
      {flags: {tls: true, tlscert: '/no/cert.pem'}, files: {[`${CONFIG_DIR}/ca.pem`]: 'CA'}},
      'USAGE',
      'cannot read /no/cert.pem: no such file',
    ],
  ]
  for (const [why, given, code, message] of refused) {
    it(`refused: ${why}`, () => throws(() => resolve(given), {name: 'DnetError', code, message}))
  }

  it('an unknown context names those there are', () => {
    throws(() => resolve({flags: {context: 'prdo'}, files: contexts}), {
      hint: 'contexts in /home/me/.docker: default, lab, prod',
    })
  })
})

describe('TLS of an engine’s address', () => {
  const pem = (text: string): Buffer => Buffer.from(text)
  const files = {
    ...contexts,
    [`${CONFIG_DIR}/ca.pem`]: 'CA',
    '/certs/ca.pem': 'CA of the folder',
    '/certs/cert.pem': 'certificate of the folder',
    '/certs/key.pem': 'key of the folder',
    '/other.pem': 'other CA',
  }
  const folder = {
    ca: pem('CA of the folder'),
    cert: pem('certificate of the folder'),
    key: pem('key of the folder'),
  }
  const bare = {ca: pem('CA'), cert: undefined, key: undefined}
  const tcp: EngineChoice = {host: 'tcp://h:1'}
  const cases: [why: string, given: Given, tls: EngineAddress['tls']][] = [
    ['none unless asked for', {flags: tcp}, undefined],
    ['--tls is unverified', {flags: {...tcp, tls: true}}, {...bare, skipVerify: true}],
    ['--tlsverify verifies', {flags: {...tcp, tlsverify: true}}, {...bare, skipVerify: false}],
    ['--tlsverify=false is TLS all the same', {flags: {...tcp, tlsverify: false}}, {...bare, skipVerify: true}],
    ['any DOCKER_TLS_VERIFY counts', {flags: tcp, env: {DOCKER_TLS_VERIFY: '0'}}, {...bare, skipVerify: false}],
    ['any DOCKER_TLS counts', {flags: tcp, env: {DOCKER_TLS: 'no'}}, {...bare, skipVerify: true}],
    ['--tls=false beats DOCKER_TLS', {flags: {...tcp, tls: false}, env: {DOCKER_TLS: '1'}}, undefined],
    ['DOCKER_CERT_PATH alone turns nothing on', {flags: tcp, env: {DOCKER_CERT_PATH: '/certs'}}, undefined],
    [
      'DOCKER_CERT_PATH holds all three',
      {flags: tcp, env: {DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs'}},
      {...folder, skipVerify: false},
    ],
    [
      '--tlscacert replaces one of them',
      {flags: {...tcp, tlsverify: true, tlscacert: '/other.pem'}, env: {DOCKER_CERT_PATH: '/certs'}},
      {...folder, ca: pem('other CA'), skipVerify: false},
    ],
    ['a socket has none', {flags: {host: 'unix:///x', tlsverify: true}}, undefined],
    ['ssh has none', {flags: {host: 'ssh://h', tlsverify: true}}, undefined],
    [
      'a context has its own, whatever the flags say',
      {flags: {context: 'prod', tls: true}},
      {ca: pem('the authority'), cert: pem('the certificate'), key: pem('the key'), skipVerify: false},
    ],
  ]
  for (const [why, given, tls] of cases) {
    it(why, () => deepEqual(resolve({files, ...given}).tls, tls))
  }

  it('without an address, TLS goes to port 2376 of this machine', () => {
    equal(resolve({files, flags: {tlsverify: true}}).address, 'tcp://localhost:2376')
  })

  it('a context that skips verifying is TLS without files', () => {
    const meta = '{"Name":"lab","Endpoints":{"docker":{"Host":"tcp://h:1","SkipTLSVerify":true}}}'
    const target = resolve({flags: {context: 'lab'}, files: {[`${META}/${LAB_ID}/meta.json`]: meta}})
    deepEqual(target.tls, {ca: undefined, cert: undefined, key: undefined, skipVerify: true})
  })
})
