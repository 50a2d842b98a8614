// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {deepEqual, equal, match} from 'node:assert/strict'
import {readlinkSync} from 'node:fs'
import {until} from '../harness/until.js'
import {composeConfig, type PortsEngine, startPortsEngine} from './ports-engine.js'

const COLUMNS =
  '{{.HostAddr}} {{.HostPort}}/{{.Protocol}} to {{.ContainerPort}}: {{.Kind}} {{.Holder}} {{.State}} {{.Reach}}'

/** Whether the tests see all processes of their machine, as they do outside of a container. */
const ALL_SEEN = readlinkSync('/proc/self/ns/pid') === 'pid:[4026531836]'

/** Lines without what differs from run to run: process numbers and the ids of tasks. */
const steady = (text: string): string[] =>
  text
    .replace(/process \d+/g, 'process N')
    .replace(/(near\.1)\.\w+/g, '$1.ID')
    .trim()
    .split('\n')

describe('ports on an engine with ports of all kinds', () => {
  let ports: PortsEngine
  before(async () => {
    ports = await startPortsEngine()
  })
  after(() => ports?.stop())

  const rows = async (...args: string[]): Promise<string[]> => {
    const {stdout} = await ports.dnet(['ports', '--format', COLUMNS, ...args])
    return steady(stdout)
  }

  /** Verdicts as `SPEC VERDICT HOST-PORT next NEXT: WHY`, and the exit code. */
  const check = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const format = '{{.Spec}} {{.Verdict}} {{.HostPort}} next {{.Next}}: {{.Reason}}'
    const {exit, stdout} = await ports.dnet(['ports', 'check', '--format', format, ...args], env)
    return [exit, ...steady(stdout.replace(/node \(\d+\)/g, 'node (N)').replace(/dockerd \(\d+\)/g, 'dockerd (N)'))]
  }

  describe('dnet ports', () => {
    it('lists what containers, services and processes have and will ask for, by port', async () => {
      deepEqual(await rows(), [
        ':: 2377/tcp to -: process N dockerd bound everywhere',
        `0.0.0.0 4789/udp to -: ${ALL_SEEN ? 'kernel kernel' : 'process an unknown process'} bound everywhere`,
        ':: 5000/tcp to -: process N node bound everywhere',
        '127.0.0.1 5001/tcp to -: process N node bound loopback',
        '127.0.0.1 7000-7005/tcp to 70: container choosy wanted (created) loopback',
        ':: 7946/tcp to -: process N dockerd bound everywhere',
        ':: 7946/udp to -: process N dockerd bound everywhere',
        '0.0.0.0 8080/tcp to 80: container web bound everywhere',
        ':: 8080/tcp to 80: container web bound everywhere',
        '0.0.0.0 8081/tcp to 80: container old wanted (created) everywhere',
        ':: 8081/tcp to 80: container old wanted (created) everywhere',
        '0.0.0.0 8090/tcp to 80: service, ingress mesh bound everywhere',
        '0.0.0.0 8095/tcp to 95: container near.1.ID bound everywhere',
        ':: 8095/tcp to 95: container near.1.ID bound everywhere',
        '::1 8443/tcp to 443: container six bound loopback',
        '127.0.0.1 9000/tcp to 90: container span bound loopback',
        '127.0.0.1 9001/tcp to 91: container span bound loopback',
        '127.0.0.1 9002/tcp to 92: container span bound loopback',
        '127.0.0.1 any/udp to 81: container old wanted (created) loopback',
      ])
    })

    it('is a table, with more columns for --wide', async () => {
      const {stdout, stderr, exit} = await ports.dnet(['ports', '--wide', '--filter', 'name=web'])
      deepEqual([exit, stderr], [0, ''])
      const id = await ports.docker('inspect', '-f', '{{slice .Id 0 12}}', 'web')
      deepEqual(
        stdout.split('\n').map((line) => line.replace(/ {2,}/g, '|')),
        [
          'HOST ADDRESS|PORT|PROTOCOL|TO|HOLDER|KIND|STATE|REACH|FAMILY|ID|PROJECT|SERVICE',
          `0.0.0.0|8080|tcp|80|web|container|bound|everywhere|IPv4|${id}|shop|web`,
          `::|8080|tcp|80|web|container|bound|everywhere|IPv6|${id}|shop|web`,
          '',
        ],
      )
    })

    // What each filter selects, test/plan/ports/filter.test.ts says: here, that the flag leads there.
    const filtered: [filters: string[], lines: string[]][] = [
      [['protocol=udp', 'state=wanted'], ['127.0.0.1 any/udp to 81: container old wanted (created) loopback']],
      [['project=shop', 'family=6'], [':: 8080/tcp to 80: container web bound everywhere']],
      [
        ['name=six', 'name=pan', 'port=9001-9999', 'address=127.0.0.1'],
        [
          '127.0.0.1 9001/tcp to 91: container span bound loopback',
          '127.0.0.1 9002/tcp to 92: container span bound loopback',
        ],
      ],
      [['service=mesh', 'holder=service'], ['0.0.0.0 8090/tcp to 80: service, ingress mesh bound everywhere']],
    ]
    for (const [filters, lines] of filtered)
      it(`lists only what matches ${filters.join(' and ')}`, async () => {
        deepEqual(await rows(...filters.flatMap((one) => ['--filter', one])), lines)
      })

    it('gives a container on the host’s network what it listens on', async () => {
      const lone = ['--name', 'lone', '--network', 'host', '--label', 'com.docker.compose.project=solo']
      await ports.docker('run', '-d', ...lone, 'bb:1', 'httpd', '-f', '-p', '0.0.0.0:8600', '-h', '/www')
      try {
        const row = '0.0.0.0 8600/tcp to -: container lone bound everywhere'
        await until('it listens', async () => (await rows('--filter', 'port=8600')).includes(row))
        deepEqual(await check(['8600:80']), [
          6,
          '8600:80 blocked 8600 next 8601: container "lone" listens on 0.0.0.0:8600/tcp',
        ])
        const {stdout} = await ports.dnet(['who', '8600', '--json'])
        const {holdings} = JSON.parse(stdout) as {holdings: {kind: string; name: string; project: string}[]}
        deepEqual(
          holdings.map(({kind, name, project}) => [kind, name, project]),
          [['container', 'lone', 'solo']],
        )
      } finally {
        await ports.docker('rm', '-f', 'lone')
      }
    })

    it('lists with --exposed only what is open on every address', async () => {
      deepEqual(await rows('--exposed', '--filter', 'port=5000-9999', '--filter', 'family=4'), [
        '0.0.0.0 8080/tcp to 80: container web bound everywhere',
        '0.0.0.0 8081/tcp to 80: container old wanted (created) everywhere',
        '0.0.0.0 8090/tcp to 80: service, ingress mesh bound everywhere',
        '0.0.0.0 8095/tcp to 95: container near.1.ID bound everywhere',
      ])
    })

    it('ends with 6 under --fail-on public, naming each holder', async () => {
      const {exit, stderr} = await ports.dnet(['ports', '--fail-on', 'public', '--filter', 'port=8080-8090'])
      equal(exit, 6)
      deepEqual(stderr.split('\n'), [
        'Error: container "web" publishes 8080/tcp on every address',
        '  container "old" publishes 8081/tcp on every address',
        '  service "mesh" publishes 8090/tcp on every address',
        'Code: CHECK_FAILED',
        'Try this: publish on one address: -p 127.0.0.1:8080:80',
        '',
      ])
    })

    it('exits with 0 with --fail-on public if only host processes are reachable', async () => {
      equal((await ports.dnet(['ports', '--fail-on', 'public', '--filter', 'holder=process'])).exit, 0)
      equal((await ports.dnet(['ports', '--fail-on', 'public', '--filter', 'name=span'])).exit, 0)
    })

    it('is an object under --json', async () => {
      const {stdout} = await ports.dnet(['ports', '--json', '--filter', 'port=5001', '--filter', 'port=8090'])
      const {schemaVersion, ports: list, unseen} = JSON.parse(stdout)
      const mesh = await ports.docker('service', 'inspect', '-f', '{{.ID}}', 'mesh')
      deepEqual([schemaVersion, unseen], [1, []])
      deepEqual(list, [
        {
          hostAddr: '127.0.0.1',
          hostPorts: {first: 5001, last: 5001},
          protocol: 'tcp',
          family: 4,
          containerPort: null,
          holder: 'process',
          name: 'node',
          id: `${ports.pid}`,
          project: '',
          service: '',
          mode: '',
          state: 'bound',
          containerState: '',
          reach: 'loopback',
        },
        {
          hostAddr: '0.0.0.0',
          hostPorts: {first: 8090, last: 8090},
          protocol: 'tcp',
          family: 4,
          containerPort: 80,
          holder: 'service',
          name: 'mesh',
          id: mesh,
          project: '',
          service: 'mesh',
          mode: 'ingress',
          state: 'bound',
          containerState: '',
          reach: 'everywhere',
        },
      ])
    })
  })

  describe('dnet ports check', () => {
    it('names the holder of each that is blocked, and a free port above', async () => {
      const specs = ['8080:80', '5000:80', '127.0.0.1:5001:80', '9001:1', '8090:1', '8095:2', '[::1]:8443:1', '2377:1']
      deepEqual(await check(specs), [
        6,
        '8080:80 blocked 8080 next 8082: container "web" publishes 0.0.0.0:8080/tcp',
        '5000:80 blocked 5000 next 5002: process node (N) listens on [::]:5000/tcp, and therefore also on IPv4',
        '127.0.0.1:5001:80 blocked 5001 next 5003: process node (N) listens on 127.0.0.1:5001/tcp',
        '9001:1 blocked 9001 next 9003: container "span" publishes 127.0.0.1:9001/tcp',
        '8090:1 blocked 8090 next 8091: service "mesh" publishes 8090/tcp on every node',
        '8095:2 blocked 8095 next 8096: container "near.1.ID" publishes 0.0.0.0:8095/tcp',
        '[::1]:8443:1 blocked 8443 next 8444: container "six" publishes [::1]:8443/tcp',
        '2377:1 blocked 2377 next 2378: process dockerd (N), the engine itself, listens on [::]:2377/tcp, and therefore also on IPv4',
      ])
    })

    it('says what the engine would, and finds what it takes', async () => {
      const free = ['127.0.0.1:8443:80', '127.0.0.2:9001:1', '8080:80/udp', '9000-9003:5', '172.17.0.1:7000:1']
      deepEqual(await check(free), [
        0,
        '127.0.0.1:8443:80 free 8443 next -: -',
        '127.0.0.2:9001:1 free 9001 next -: -',
        '8080:80/udp free 8080 next -: -',
        '9000-9003:5 free 9003 next -: -',
        '172.17.0.1:7000:1 free 7000 next -: -',
      ])
      const flags = free.flatMap((spec) => ['-p', spec])
      await ports.docker('run', '--rm', ...flags, 'bb:1', 'true')
    })

    it('tells an address that the host does not have', async () => {
      deepEqual(await check(['192.0.2.77:80:80']), [
        6,
        "192.0.2.77:80:80 blocked - next -: 192.0.2.77 is not an address of the engine's host",
      ])
      const refusal = await ports.docker('run', '--rm', '-p', '192.0.2.77:80:80', 'bb:1', 'true').catch(String)
      match(String(refusal), /cannot assign requested address/)
    })

    it('foresees that a stopped container wants a port', async () => {
      deepEqual(await check(['8081:1']), [
        6,
        '8081:1 will clash 8081 next 8082: container "old" is stopped and wants 0.0.0.0:8081/tcp when it starts',
      ])
    })

    it('sets the specifications against each other, and offers no port twice', async () => {
      deepEqual(await check(['6000:1', '127.0.0.1:6000:2', '6001:3', '6000-6001:4-5']), [
        6,
        '6000:1 free 6000 next -: -',
        '127.0.0.1:6000:2 blocked 6000 next 6002: "6000:1" in the same list also wants 0.0.0.0:6000/tcp',
        '6001:3 free 6001 next -: -',
        '6000-6001:4-5 blocked 6000 next 6003: "6000:1" in the same list also wants 0.0.0.0:6000/tcp',
        '6000-6001:4-5 blocked 6001 next 6004: "6001:3" in the same list also wants 0.0.0.0:6001/tcp',
      ])
    })

    it('checks what a stopped container asks for, its own wishes left out', async () => {
      deepEqual(await check(['--container', 'old']), [
        0,
        '8081:80 free 8081 next -: -',
        '127.0.0.1::81/udp free 32768 next -: -',
      ])
      deepEqual(await check(['--container', 'old', '8081:9']), [
        6,
        '8081:9 free 8081 next -: -',
        '8081:80 blocked 8081 next 8082: "8081:9" in the same list also wants 0.0.0.0:8081/tcp',
        '127.0.0.1::81/udp free 32768 next -: -',
      ])
    })

    it('does not hold its own ports against a running container', async () => {
      deepEqual(await check(['--container', 'web']), [0, '8080:80 free 8080 next -: -'])
      const {stderr} = await ports.dnet(['ports', 'check', '--container', 'web'])
      equal(stderr, 'container "web" is running: the ports it has itself do not count as taken\n')
    })

    it('is an object under --json, with the exit code', async () => {
      const {exit, stdout} = await ports.dnet(['ports', 'check', '--json', '5001:80'])
      equal(exit, 6)
      deepEqual(JSON.parse(stdout), {
        schemaVersion: 1,
        ports: [
          {
            spec: '5001:80',
            name: '5001:80',
            at: '',
            verdict: 'blocked',
            hostPort: 5001,
            holders: [{kind: 'process', name: 'node', pid: ports.pid}],
            reason: `process node (${ports.pid}) listens on 127.0.0.1:5001/tcp`,
            nextFree: 5002,
          },
        ],
        obstacles: [],
        unseen: [],
      })
    })
  })

  describe('dnet ports check --compose', () => {
    /** Verdicts as `AT FOR SPEC VERDICT: WHY`. */
    const checkFiles = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
      const format = '{{.At}} {{.Name}} {{.Spec}} {{.Verdict}}: {{.Reason}}'
      const {exit, stdout, stderr} = await ports.dnet(['ports', 'check', '--format', format, ...args], env)
      return {exit, lines: steady(stdout.replaceAll(`${ports.engine.folder}/`, '')), stderr}
    }

    it('says at which line of which file what is in the way', async () => {
      const folder = await ports.write('many', {
        '.env': 'WEB=8080\n',
        'compose.yaml': [
          'include: [db.yaml]',
          'services:',
          '  web:',
          '    image: bb:1',
          '    ports:',
          '      - "${WEB}:80"',
          '      - target: 90',
          '        published: "9001"',
          '        host_ip: 127.0.0.1',
          '  api:',
          '    extends: {file: base.yaml, service: base}',
          '  twice:',
          '    image: bb:1',
          '    ports: ["6100:1"]',
          '    deploy: {replicas: 2}',
          '  host:',
          '    image: bb:1',
          '    network_mode: host',
          '    ports: ["8080:80"]',
          '  later:',
          '    image: bb:1',
          '    profiles: [debug]',
          '    ports: ["5000:1"]',
          '',
        ].join('\n'),
        'db.yaml': 'services:\n  db:\n    image: bb:1\n    ports:\n      - "8090:5432"\n',
        'base.yaml': 'services:\n  base:\n    image: bb:1\n    ports: ["6001-6002:1-2"]\n',
        'more.yaml': 'services:\n  api:\n    ports:\n      - "127.0.0.1:5001:3"\n',
      })
      const files = ['-f', `${folder}/compose.yaml`, '-f', `${folder}/more.yaml`]
      const usual = [
        'many/base.yaml:4 api 6001:1 free: -',
        'many/base.yaml:4 api 6002:2 free: -',
        'many/more.yaml:4 api 127.0.0.1:5001:3 blocked: process node (N) listens on 127.0.0.1:5001/tcp',
        'many/db.yaml:5 db 8090:5432 blocked: service "mesh" publishes 8090/tcp on every node',
        'many/compose.yaml:19 host 8080:80 free: nothing is published: a container without its own network publishes nothing',
        'many/compose.yaml:14 twice, replica 1 6100:1 free: -',
        'many/compose.yaml:14 twice, replica 2 6100:1 blocked: "twice, replica 1" in the same list also wants 0.0.0.0:6100/tcp',
        'many/compose.yaml:6 web 8080:80 blocked: container "web" publishes 0.0.0.0:8080/tcp',
        'many/compose.yaml:7 web 127.0.0.1:9001:90 blocked: container "span" publishes 127.0.0.1:9001/tcp',
      ]
      const seen = async (args: readonly string[], env = {}) => {
        const {exit, lines} = await checkFiles(args, env)
        return [exit, ...lines.map((line) => line.replace(/node \(\d+\)/, 'node (N)'))]
      }
      deepEqual(await seen(files), [6, ...usual])
      const later =
        'many/compose.yaml:23 later 5000:1 blocked: process node (N) listens on [::]:5000/tcp, and therefore also on IPv4'
      deepEqual(await seen([...files, '--profile', 'debug']), [6, ...usual.toSpliced(5, 0, later)])
      deepEqual(await seen(files, {COMPOSE_PROFILES: 'other,debug'}), [6, ...usual.toSpliced(5, 0, later)])
      const moved = usual.toSpliced(7, 1, 'many/compose.yaml:6 web 7777:80 free: -')
      deepEqual(await seen(files, {WEB: '7777'}), [6, ...moved])
    })

    it('heeds a profile for files that are found, not named', async () => {
      const folder = await ports.write('found', {
        'compose.yaml': 'services:\n  off:\n    image: bb:1\n    profiles: [debug]\n    ports: ["6200:1"]\n',
      })
      const env = {COMPOSE_FILE: `${folder}/compose.yaml`}
      deepEqual((await checkFiles([], env)).lines, [''])
      deepEqual((await checkFiles(['--profile', 'debug'], env)).lines, ['found/compose.yaml:5 off 6200:1 free: -'])
    })

    it('says of a folder that it is none of the files, and takes one called .env for no file', async () => {
      for (const name of ['.env', 'dir.yaml']) await ports.write(`folders/${name}`, {})
      const folder = await ports.write('folders', {
        'compose.yaml': 'services: {a: {image: x, ports: ["6201:1"]}}\n',
      })
      const read = await checkFiles(['-f', `${folder}/compose.yaml`])
      deepEqual([read.exit, read.lines], [0, ['folders/compose.yaml:1 a 6201:1 free: -']])
      for (const args of [
        ['-f', `${folder}/dir.yaml`],
        ['-f', `${folder}/compose.yaml`, '--compose-env-file', `${folder}/dir.yaml`],
      ]) {
        const {exit, stderr} = await checkFiles(args)
        equal(exit, 2, stderr)
        match(
          stderr,
          /^Error: cannot read \S+\/folders\/dir\.yaml: EISDIR.*\nCode: BAD_CONFIG\nTry this: ls -l \S+dir\.yaml\n$/,
        )
      }
    })

    it("leaves out the project's own containers, which Compose replaces", async () => {
      const folder = await ports.write('shop', {
        'compose.yaml': 'services:\n  web:\n    image: bb:1\n    ports: ["8080:80"]\n',
      })
      deepEqual(await checkFiles(['--compose', `${folder}/compose.yaml`]), {
        exit: 0,
        lines: ['shop/compose.yaml:4 web 8080:80 free: -'],
        stderr: '',
      })
    })

    it('ends with 2 and the line of each mistake in a file', async () => {
      const folder = await ports.write('broken', {
        'compose.yaml': 'services:\n  web:\n    ports:\n      - "80:0"\n      - "70000:80"\n      - "1-2:3-5"\n',
        'syntax.yaml': 'services:\n  web: [\n',
      })
      const {exit, stderr} = await checkFiles(['--compose', `${folder}/compose.yaml`])
      equal(exit, 2)
      for (const line of [4, 5, 6]) match(stderr, new RegExp(`broken/compose.yaml:${line}: \\S`))
      const syntax = await checkFiles(['--compose', `${folder}/syntax.yaml`])
      equal(syntax.exit, 2)
      match(syntax.stderr, /broken\/syntax\.yaml:\d: \S/)
      const none = await checkFiles(['--compose', `${folder}/none.yaml`])
      equal(none.exit, 2)
      match(none.stderr, /broken\/none\.yaml/)
    })
  })

  describe('dnet ports next', () => {
    const next = async (...args: string[]) => {
      const {exit, stdout, stderr} = await ports.dnet(['ports', 'next', ...args])
      return [exit, stdout, stderr.split('\n')[0]]
    }

    it('prints free ports, one a line, past what is held and what is wanted', async () => {
      deepEqual(await next('--near', '8080', '--count', '3'), [0, '8082\n8083\n8084\n', ''])
      deepEqual(await next('--near', '8090', '--protocol', 'udp'), [0, '8090\n', ''])
      deepEqual(await next('--range', '9000-9009', '--count', '2'), [0, '9003\n9004\n', ''])
      deepEqual(await next('--near', '9000', '--host-ip', '127.0.0.9'), [0, '9000\n', ''])
    })

    it('prints nothing and ends with 4 where there are not enough', async () => {
      deepEqual(await next('--range', '9000-9003', '--count', '2'), [
        4,
        '',
        'Error: only 1 of 2 free ports are in 9000-9003/tcp',
      ])
    })

    it('is an object under --json', async () => {
      const {stdout} = await ports.dnet(['ports', 'next', '--near', '5000', '--json'])
      deepEqual(JSON.parse(stdout), {schemaVersion: 1, ports: [5002], unseen: []})
    })
  })

  describe('dnet ports plan', () => {
    const wanted = ['web1=80', 'web2=80', 'web1=443', 'on=53/udp']
    const plan = (...args: string[]) => ports.dnet(['ports', 'plan', '--range', '8080-8099', ...args])

    it('is a table', async () => {
      const {exit, stdout} = await plan('web1=80', 'web2=80', 'dns=8085/udp')
      deepEqual(
        [exit, ...stdout.split('\n')],
        [
          0,
          'SERVICE  HOST PORT  TO    PROTOCOL',
          'web1     8082       80    tcp',
          'web2     8083       80    tcp',
          'dns      8085       8085  udp',
          '',
        ],
      )
    })

    it('is the services of a compose file, which Compose takes', async () => {
      const {stdout} = await plan('--format', 'compose', ...wanted)
      const folder = await ports.write('plan', {
        'compose.yaml': stdout,
        'images.yaml': 'services:\n  web1: {image: bb:1}\n  web2: {image: bb:1}\n  "on": {image: bb:1}\n',
      })
      const files = ['compose.yaml', 'images.yaml'].flatMap((file) => ['-f', `${folder}/${file}`])
      const config = await composeConfig(files)
      const read = Object.entries(config.services).map(([name, service]) => [
        name,
        ...service.ports.map(({published, target, protocol}) => `${published}:${target}/${protocol}`),
      ])
      deepEqual(read, [
        ['on', '8080:53/udp'],
        ['web1', '8082:80/tcp', '8084:443/tcp'],
        ['web2', '8083:80/tcp'],
      ])
      equal((await ports.dnet(['ports', 'check', ...files])).exit, 0)
    })

    it('is the flags of docker run, which then publishes them', async () => {
      const {stdout} = await plan('--format', 'flags', '--host-ip', '127.0.0.1', ...wanted)
      deepEqual(stdout.split('\n'), [
        'web1: -p 127.0.0.1:8082:80 -p 127.0.0.1:8084:443',
        'web2: -p 127.0.0.1:8083:80',
        'on: -p 127.0.0.1:8080:53/udp',
        '',
      ])
      const all = stdout.split('\n').flatMap((line) => line.split(' ').slice(1))
      await ports.docker('run', '--rm', ...all, 'bb:1', 'true')
    })

    it('is an object under --json', async () => {
      const {stdout} = await plan('--json', 'web=80')
      deepEqual(JSON.parse(stdout), {
        schemaVersion: 1,
        ports: [{name: 'web', containerPort: 80, protocol: 'tcp', hostAddr: null, hostPort: 8082}],
        unseen: [],
      })
    })

    it('ends with 4 where the range does not suffice', async () => {
      const {exit, stderr} = await ports.dnet(['ports', 'plan', '--range', '8080-8082', 'a=80', 'b=80'])
      deepEqual([exit, stderr.split('\n')[0]], [4, 'Error: no free tcp port in 8080-8082 for "b"'])
    })
  })

  describe('what cannot be had or seen', () => {
    const wrong: [args: string[], exit: number, error: string][] = [
      [['check'], 2, 'nothing to check: no compose file is here'],
      [['check', '80:80', '--profile', 'x'], 2, '--profile has no effect without --compose'],
      [['check', '80:0'], 2, 'port specification "80:0": the container port must be from 1 to 65535, not 0'],
      [['check', '65536:80'], 2, 'port specification "65536:80": the host port 65536 is above 65535'],
      [['check', '80:65536'], 2, 'port specification "80:65536": the container port 65536 is above 65535'],
      [['check', '9-8:80'], 2, 'port specification "9-8:80": the host port range "9-8" ends before it begins'],
      [
        ['check', '1-2:3-5'],
        2,
        'port specification "1-2:3-5": the host ports 1-2 and the container ports 3-5 differ in number',
      ],
      [
        ['check', '10.0.0.256:1:1'],
        2,
        'port specification "10.0.0.256:1:1": "10.0.0.256" is not a valid IP address: 256 is above 255',
      ],
      [
        ['check', '[fe80::1%eth0]:1:1'],
        2,
        'port specification "[fe80::1%eth0]:1:1": "fe80::1%eth0" is not a valid IP address: the zone "%eth0" is not allowed, as it names an interface of one machine',
      ],
      [['check', '80/icmp'], 2, 'port specification "80/icmp": the protocol "icmp" is not tcp, udp or sctp'],
      [['check', '--container', 'nobody'], 3, 'No such container: nobody'],
      [['check', '--network', 'nowhere', '80:80'], 3, 'network nowhere not found'],
      [['--fail-on', 'all'], 2, 'invalid argument "all" for "--fail-on" flag: it must be public'],
      [['--filter', 'colour=red'], 2, "invalid filter 'colour'"],
      [['--filter', 'port=9-8'], 2, "invalid filter: 'port'='9-8' is neither a port nor a range"],
      [['next', '--near', '65536'], 2, '"65536" is not a valid port: ports are from 1 to 65535'],
      [['next', '--near', '80', '--range', '90-99'], 2, '--near 80 is not in --range 90-99'],
      [['next', '--count', '0'], 2, 'invalid argument "0" for "--count" flag: it must be 1 to 65535'],
      [['next', '--host-ip', '192.0.2.77'], 2, "192.0.2.77 is not an address of the engine's host"],
      [['plan', 'web'], 2, '"web" is not NAME=PORT with a port from 1 to 65535'],
      [['plan', 'web=80', 'web=80'], 2, '"web=80" is given twice'],
      [
        ['plan', '--format', 'xml', 'web=80'],
        2,
        'invalid argument "xml" for "--format" flag: it must be one of table, compose, flags',
      ],
    ]
    for (const [args, code, error] of wrong)
      it(`ends with ${code} for: dnet ports ${args.join(' ')}`, async () => {
        const {exit, stdout, stderr} = await ports.dnet(['ports', ...args])
        deepEqual([exit, stdout, stderr.split('\n')[0]], [code, '', `Error: ${error}`])
      })

    it('says that the processes of another machine were not seen, and that no port is known to be free', async () => {
      const relay = await ports.relay()
      const {exit, stdout, stderr} = await ports.dnet(['ports', 'check', '6000:1', '8080:80', '--json'], {
        DOCKER_HOST: relay,
      })
      equal(exit, 6)
      match(stderr, /^Warning: host processes not seen: the engine runs on another machine$/m)
      const {ports: rows, unseen} = JSON.parse(stdout)
      deepEqual(unseen, ['host processes not seen: the engine runs on another machine'])
      deepEqual(
        rows.map(({verdict, reason, nextFree}: Record<string, unknown>) => [verdict, reason, nextFree]),
        [
          ['unknown', 'host processes could not be seen: the engine runs on another machine', null],
          ['blocked', 'container "web" publishes 0.0.0.0:8080/tcp', 8082],
        ],
      )
    })

    it('lets no process name move the cursor', async () => {
      const name = '\u001b[2Jhi'
      const stop = await ports.listen(5999, name)
      try {
        for (const args of [[], ['--format', '{{.Holder}}'], ['check', '5999:1']]) {
          const filters = args[0] === 'check' ? [] : ['--filter', 'port=5999']
          const {stdout, stderr} = await ports.dnet(['ports', ...args, ...filters])
          match(stdout, /hi/)
          equal(`${stdout}${stderr}`.includes('\u001b'), false)
        }
        const {stdout} = await ports.dnet(['ports', '--json', '--filter', 'port=5999'])
        equal(JSON.parse(stdout).ports[0].name, name)
      } finally {
        stop()
      }
    })
  })
})
