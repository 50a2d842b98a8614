import {deepEqual, equal} from 'node:assert/strict'
import {mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type Capability, can, itWhere} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {LONG} from '../harness/many.js'
import {runDnet} from '../harness/run-dnet.js'

const madeWith = (network: string, container: string): string =>
  `Warning: created with network "${network}": "${container}"; without it, the engine connects it to no other network, and does not start it on one\n` +
  `Try this: to keep the network, with nothing on it: dnet disconnect --all ${network}\n`

describe('--dry-run', () => {
  let real: TestEngine
  let folder: string
  const base = freshName()
  const [used, unused, full, mine] = [`${base}-used`, `${base}-unused`, `${base}-full`, `${base}-mine`]
  const [container, other, down, guest] = [`${base}-c`, `${base}-d`, `${base}-down`, `${base}-guest`]

  before(async () => {
    real = await engineWithoutRules()
    folder = await mkdtemp(join(tmpdir(), 'dnet-dry-run-'))
    const create = async (Name: string, more: object = {}): Promise<void> => {
      equal((await real.call('/networks/create', {method: 'POST', body: {Name, ...more}})).status, 201)
    }
    await create(used)
    await create(unused)
    await create(mine)
    await create(full, {EnableIPv6: true, IPAM: {Config: [{Subnet: '10.238.0.0/30'}, {Subnet: 'fd00:238::/64'}]}})
    await startContainer(real, container, {HostConfig: {NetworkMode: used}})
    await startContainer(real, other, {HostConfig: {NetworkMode: full}})
    await startContainer(real, guest, {HostConfig: {NetworkMode: `container:${container}`}})
    await startContainer(real, down, {HostConfig: {NetworkMode: mine}})
    await real.call(`/containers/${down}/kill`, {method: 'POST'})
  })
  after(async () => {
    await removeAll(real, [guest, container, other, down], [used, unused, full, mine])
    await rm(folder, {recursive: true, force: true})
  })

  const fullText = `"${full}" has no free IPv4 address in 10.238.0.0/30; on it: ${other}`
  const cases: [why: string, argv: string[], exit: number, stdout: string, said: string, where?: Capability][] = [
    ['rm: one that nothing uses', ['rm', unused], 0, `would remove network ${unused}\n`, ''],
    [
      'rm: one in use',
      ['rm', used],
      4,
      '',
      `Error: network ${used} has active endpoints; on it: ${container}\n` +
        `Code: NETWORK_IN_USE\nTry this: to end their connections as well: dnet rm --disconnect ${used}\n`,
    ],
    [
      'rm: one that is not there',
      ['rm', 'nowhere-at-all'],
      3,
      '',
      `Error: network nowhere-at-all not found\nCode: NETWORK_NOT_FOUND\nTry this: list the networks: dnet ls\n`,
    ],
    [
      'connect: a container that is there',
      ['connect', used, container],
      4,
      '',
      `Error: container "${container}" is already on "${used}"\nCode: ENDPOINT_EXISTS\n` +
        'Try this: to ignore this: --if-not-connected\n',
    ],
    ['connect: the same, where that is no error', ['connect', '--if-not-connected', used, container], 0, '', ''],
    [
      'connect: a network that is not there',
      ['connect', 'nowhere-at-all', container],
      3,
      '',
      `Error: network nowhere-at-all not found\nCode: NETWORK_NOT_FOUND\nTry this: list the networks: dnet ls\n`,
    ],
    [
      'disconnect: a container that is not there',
      ['disconnect', unused, container],
      1,
      '',
      `Error: container ${container} is not connected to network ${unused}\nCode: ENGINE_REFUSED\n` +
        `Try this: see which networks it is on: dnet inspect --container ${container}\n`,
    ],
    [
      'disconnect',
      ['disconnect', used, container],
      0,
      `would disconnect container ${container} from network ${used}\n`,
      `Warning: "${container}" loses its IPv4 default gateway (now on "${used}")\n`,
      'requested addresses that are told',
    ],
    ['rm: one that is not there, by force', ['rm', '--force', `${base}-none`], 0, '', ''],
    [
      'rm: the engine’s own',
      ['rm', 'bridge'],
      1,
      '',
      'Error: bridge is a pre-defined network and cannot be removed\nCode: ENGINE_REFUSED\n' +
        'Try this: use a network that you create: dnet create NETWORK\n',
    ],
    [
      'create: a name that is taken',
      ['create', used],
      4,
      '',
      `Error: network with name ${used} already exists\nCode: NAME_TAKEN\n` +
        `Try this: choose another name, or see the existing one: dnet inspect ${used}\n`,
    ],
    ['create: the same one', ['create', '--if-not-exists', used], 0, '', ''],
    [
      'create: a subnet that is none',
      ['create', '--subnet', '10.0.0.0/33', `${base}-none`],
      1,
      '',
      'Error: "10.0.0.0/33" is not a valid prefix: /33 is longer than the 32 bits of an IPv4 address\n' +
        'Code: ENGINE_REFUSED\nTry this: write one such as 172.20.0.0/24 or fd00:1::/64\n',
    ],
    [
      'create: a subnet that is taken',
      ['create', '--subnet', '10.238.0.0/24', `${base}-none`],
      4,
      '',
      `Error: subnet 10.238.0.0/24 overlaps network "${full}" (10.238.0.0/30)\nCode: SUBNET_OVERLAP\n` +
        'Try this: 10.237.255.0/24 is free\n',
    ],
    [
      'connect: a network that is full',
      ['connect', full, container],
      4,
      '',
      `Error: ${fullText}\nCode: POOL_EXHAUSTED\nTry this: create a larger network: dnet create --hosts 4 ${full}-2\n`,
    ],
    [
      'connect: a network that is full of IPv4, with an IPv6 address',
      ['connect', '--ip6', 'fd00:238::9', full, container],
      4,
      '',
      `Error: ${fullText}\nCode: POOL_EXHAUSTED\nTry this: create a larger network: dnet create --hosts 4 ${full}-2\n`,
    ],
    [
      'connect: a container that is down to a network that is full',
      ['connect', full, down],
      0,
      `would connect container ${down} to network ${full}\n`,
      `Warning: ${fullText}; "${down}" cannot start until one is free\n` +
        `Try this: create a larger network: dnet create --hosts 4 ${full}-2\n`,
    ],
    [
      "connect: a container in another's sandbox",
      ['connect', unused, guest],
      1,
      '',
      `Error: container "${guest}" shares the sandbox of "${container}"\nCode: ENGINE_REFUSED\n` +
        `Try this: connect that container instead: dnet connect ${unused} ${container}\n`,
    ],
    [
      'disconnect: a container that there is not',
      ['disconnect', used, `${base}-x`],
      3,
      '',
      `Error: No such container: ${base}-x\nCode: CONTAINER_NOT_FOUND\nTry this: use "${container}", if you meant that\n`,
    ],
    [
      'disconnect: a container that there is not, by force',
      ['disconnect', '--force', used, `${base}-x`],
      3,
      '',
      `Error: "${base}-x" is not on network "${used}"\nCode: NOT_FOUND\n` +
        `Try this: see what is on it: dnet inspect --pretty ${used}\n`,
      'disconnection of an endpoint without a container',
    ],
    [
      'rm: one that a container which is down needs',
      ['rm', mine],
      0,
      `would remove network ${mine}\n`,
      `Warning: stopped container "${down}" cannot start without network "${mine}"\n${madeWith(mine, down)}`,
      'need of the network that a container was created with',
    ],
    [
      'rm --disconnect',
      ['rm', '--disconnect', mine],
      0,
      `would disconnect container ${down} from network ${mine} (stopped container)\nwould remove network ${mine}\n`,
      `${madeWith(mine, down)}Warning: stopped container "${down}" loses its connection to "${mine}"\n`,
      'need of the network that a container was created with',
    ],
    [
      'link: two that share no network',
      ['link', container, other],
      0,
      `would create network dnet-${container}-${other}: bridge, SUBNET (${container} and ${other} share no user-defined network)\n` +
        `would connect container ${other} to network dnet-${container}-${other} (so that ${container} reaches ${other} as ${other})\n` +
        `would connect container ${container} to network dnet-${container}-${other} (so that ${container} reaches ${other} as ${other})\n`,
      '',
    ],
    [
      'link: by a network that is full',
      ['link', '--network', full, container, other],
      4,
      '',
      `Error: ${fullText}\nCode: POOL_EXHAUSTED\nTry this: create a larger network: dnet create --hosts 4 ${full}-2\n`,
    ],
    [
      'link: a container that there is not',
      ['link', container, `${base}-x`],
      3,
      '',
      `Error: No such container: ${base}-x\nCode: CONTAINER_NOT_FOUND\nTry this: use "${container}", if you meant that\n`,
    ],
    [
      'unlink: a name that there is not',
      ['unlink', container, other],
      3,
      '',
      `Error: "${container}" has no link to "${other}"\nCode: NOT_FOUND\n` +
        `Try this: list the links: dnet link ls ${container}\n`,
    ],
  ]
  const dnet = (...argv: string[]) =>
    runDnet(argv, {DOCKER_HOST: real.host, HOME: folder, XDG_STATE_HOME: join(folder, 'state')})

  for (const [why, [command = '', ...words], exit, stdout, said, where] of cases)
    itWhere(where, `tells what would come of ${why}`, async () => {
      const ended = await dnet(command, '--dry-run', ...words)
      const subnet = /, \d+\.\d+\.\d+\.\d+\/28 /
      deepEqual({...ended, stdout: ended.stdout.replace(subnet, ', SUBNET ')}, {exit, stdout, stderr: said})
    })

  const codeIn = (stderr: string): string | undefined => /^Code: (\w+)$/m.exec(stderr)?.[1]
  const warningsIn = (stderr: string): string[] => stderr.split('\n').filter((line) => line.startsWith('Warning: '))

  for (const [why, argv, exit, , said, where] of cases.filter(([, , code]) => code !== 0))
    itWhere(where, `refuses as the real run does: ${why}`, async () => {
      const ended = await dnet(...argv)
      deepEqual([ended.exit, codeIn(ended.stderr)], [exit, codeIn(said)], ended.stderr)
      const reason = said.slice('Error: '.length, said.indexOf('\n'))
      // An engine whose refusal would do harm is not asked, so that it says nothing before the reason.
      const before = (await can(real, 'a connection refused without damage')) ? '; ' : 'Error: '
      if (reason.startsWith('"') && reason.includes('no free'))
        equal(ended.stderr.includes(`${before}${reason}\n`), true, ended.stderr)
    })

  for (const [why, argv, , , said, where] of cases.filter(([, , code, , text]) => code === 0 && text !== ''))
    itWhere(where, `warns, and under --strict refuses, as the real run does: ${why}`, async () => {
      const [command = '', ...words] = argv
      for (const more of [['--strict'], ['--strict', '--dry-run']]) {
        const ended = await dnet(command, ...more, ...words)
        deepEqual([ended.exit, codeIn(ended.stderr)], [6, 'CHECK_FAILED'], ended.stderr)
        deepEqual(warningsIn(ended.stderr), warningsIn(said))
      }
    })

  it('never touches the journal', async () => {
    const endpoints = join(folder, 'state', 'dnet', 'endpoints')
    await mkdir(endpoints, {recursive: true})
    const {body: network} = await real.call(`/networks/${mine}`)
    const {body: owner} = await real.call(`/containers/${down}/json`)
    const [networkId, containerId] = [(network as {Id: string}).Id, (owner as {Id: string}).Id]
    const had = {ipv4: '', ipv6: '', linkLocal: [], aliases: [], links: [], driverOptions: {}, gatewayPriority: 0}
    // There is nothing left to do for it: a real run would forget it.
    const entry = {
      version: 1,
      purpose: 'reconnect',
      pid: 2 ** 30,
      containerId,
      container: down,
      networkId,
      network: mine,
      had,
    }
    const file = `${containerId}-${networkId}.json`
    await writeFile(join(endpoints, file), JSON.stringify(entry))
    for (const argv of [
      ['link', container, other],
      ['unlink', container, other],
      ['link', 'migrate', '--all'],
      ['rm', '--disconnect', mine],
    ])
      await dnet(...argv, '--dry-run')
    deepEqual(await readdir(endpoints), [file])
    await dnet('unlink', container, other)
    deepEqual(await readdir(endpoints), [])
  })
})

/**
 * Whatever the rehearsal says, the engine decides: what the dry run lets pass, the engine carries out, and what it
 * refuses, the engine refuses without being told, with the same exit code.
 */
describe('a rehearsal and what the engine then does', () => {
  let real: TestEngine
  let given: ReadonlySet<string>
  const base = freshName()
  const name = (word: string): string => `${base}-${word}`
  const at = (Subnet: string, more: object = {}) => ({IPAM: {Config: [{Subnet, ...more}]}})
  const networks: Readonly<Record<string, object>> = {
    own: at('10.231.0.0/24'),
    web: {EnableIPv6: true, IPAM: {Config: [{Subnet: '10.231.1.0/24'}, {Subnet: 'fd00:231::/64'}]}},
    idle: {},
    conf: {ConfigOnly: true, ...at('10.231.2.0/24')},
    ofconf: {ConfigFrom: {Network: name('conf')}},
    spare: {ConfigOnly: true},
    named: {Options: {'com.docker.network.bridge.name': 'br-rehearsed'}},
    wire: {Driver: 'macvlan', Options: {parent: 'eth0'}, ...at('10.231.3.0/24')},
  }
  const modes: Readonly<Record<string, {readonly mode: string; readonly runs: boolean}>> = {
    app: {mode: name('own'), runs: true},
    down: {mode: name('own'), runs: false},
    dull: {mode: 'bridge', runs: true},
    onhost: {mode: 'host', runs: true},
    hostdown: {mode: 'host', runs: false},
    lone: {mode: 'none', runs: true},
    lonedown: {mode: 'none', runs: false},
    guest: {mode: `container:${name('app')}`, runs: true},
    guestdown: {mode: `container:${name('app')}`, runs: false},
  }

  const post = (path: string, body: object) => real.call(path, {method: 'POST', body})
  const isMade = async (kind: 'containers' | 'networks', word: string): Promise<boolean> =>
    (await real.call(`/${kind}/${name(word)}${kind === 'containers' ? '/json' : ''}`)).status === 200

  /** Makes what is missing of these things of the scene; what the engine cannot have stays away. */
  async function restore(words: readonly string[]): Promise<void> {
    for (const [word, body] of Object.entries(networks))
      if (words.includes(word) && !(await isMade('networks', word)))
        await post('/networks/create', {Name: name(word), CheckDuplicate: true, ...body})
    for (const [word, {mode, runs}] of Object.entries(modes)) {
      if (!words.includes(word) || (await isMade('containers', word))) continue
      await startContainer(real, name(word), {HostConfig: {NetworkMode: mode}})
      if (!runs) await post(`/containers/${name(word)}/kill`, {})
    }
  }

  before(async () => {
    real = await engineWithoutRules()
    await restore([...Object.keys(networks), ...Object.keys(modes)])
    const there = await Promise.all(Object.keys(networks).map(async (word) => (await isMade('networks', word)) && word))
    given = new Set(there.filter((word) => word !== false))
  })
  after(() =>
    removeAll(
      real,
      Object.keys(modes).toReversed().map(name),
      [...Object.keys(networks).toReversed(), 'new'].map(name),
    ),
  )

  const dnet = (...argv: string[]) => runDnet(argv, {DOCKER_HOST: real.host})
  /** A word that begins with `@` is one of the scene. */
  const read = (line: string): string[] =>
    line.split(' ').map((word) => word.replace(/@(\w+)/g, (_, short: string) => name(short)))

  /** Takes back what a command did to these things: a connection by its end, all else by making them anew. */
  async function undo(
    command: string,
    words: readonly string[],
    [network = '', container = '']: readonly string[],
  ): Promise<void> {
    if (command === 'connect') {
      const {status} = await post(`/networks/${network}/disconnect`, {Container: container})
      if (status === 200) return
    }
    const touched = words.includes('app') ? [...words, 'guest', 'guestdown'] : words
    // What shares a sandbox goes first: Podman keeps its owner for as long as it is there.
    const containers = touched.filter((word) => word in modes)
    await removeAll(real, containers.toReversed().map(name), words.includes('new') ? [name('new')] : [])
    await restore(touched)
  }

  const lines = [
    ...['app', 'down', 'dull', 'onhost', 'hostdown', 'lone', 'lonedown', 'guest', 'guestdown'].flatMap((who) => [
      ...['@web', 'bridge', 'host', 'none', '@conf'].map((network) => `connect ${network} @${who}`),
      ...['@own', 'bridge', 'host', 'none', '@conf'].map((network) => `disconnect ${network} @${who}`),
    ]),
    'disconnect --force host @onhost',
    'disconnect --force @web @app',
    'connect --alias db bridge @app',
    'connect --alias db @web @app',
    'connect --ip 172.17.0.99 bridge @down',
    'connect --ip 10.231.1.9 @web @app',
    'connect --ip 10.99.1.9 @web @app',
    ...['10.231.1.0', '10.231.1.1', '10.231.1.255'].map((address) => `connect --ip ${address} @web @app`),
    'connect --ip6 fd00:231:: @web @app',
    'connect --ip nonsense @web @app',
    'connect --ip nonsense @web @down',
    'connect --ip6 fd00:231::9 @web @app',
    'connect --ip6 fd00:99::9 @web @app',
    'connect --link @app:db @web @dull',
    'connect --link-local-ip 169.254.7.7 @web @app',
    'connect --driver-opt a=b @web @app',
    'connect --gw-priority 3 @web @app',
    'connect @wire @app',
    'connect @nosuch @app',
    'connect @web @nosuch',
    'rm @idle',
    'rm @own',
    'rm @conf',
    'rm @ofconf',
    'rm @spare',
    'rm @nosuch',
    'rm --force @nosuch',
    'rm host',
    'create @new',
    'create @web',
    ...['host', 'bridge', 'none', 'default', 'podman'].map((word) => `create ${word}`),
    ...['host', 'null', 'overlay'].map((driver) => `create --driver ${driver} @new`),
    ...['--driver overlay --attachable', '--scope swarm', '--driver overlay --ingress', '--ingress'].map(
      (flags) => `create ${flags} @new`,
    ),
    // An engine looks a quarter of a minute for a plug-in of that name.
    ...(LONG ? ['--driver none', '--driver nosuch', '--config-only --driver nosuch'] : []).map(
      (flags) => `create ${flags} @new`,
    ),
    'create --config-from @nosuch @new',
    'create --config-from @web @new',
    'create --config-from @spare @new',
    'create --config-from @conf @new',
    'create --config-from @spare --subnet 10.232.0.0/24 @new',
    'create --config-from @spare --opt a=b @new',
    'create --config-from @spare --label a=b @new',
    'create --config-from @spare --ipv6 @new',
    'create --config-from @conf --label a=b @new',
    'create --subnet 10.231.1.0/25 @web',
    'create --subnet 10.231.1.0/25 --gateway 10.231.1.127 @new',
    'create --config-from @spare --internal @new',
    'create --config-from @spare --config-only @new',
    'create --config-only @new',
    'create --config-only --subnet 10.231.1.0/24 @new',
    ...['internal', 'attachable', 'ingress', 'scope=swarm'].map((flag) => `create --config-only --${flag} @new`),
    'create --ipv4=false @new',
    'create --ipv4=false --ipv6 --subnet fd00:232::/64 @new',
    'create --ipv6 --subnet 10.232.0.0/24 --subnet fd00:232::/64 @new',
    'create --subnet 10.232.0.0/24 --subnet 10.233.0.0/24 @new',
    'create --subnet fd00:232::/64 --subnet fd00:233::/64 @new',
    'create --ipv6 --subnet fd00:232::/64 --subnet fd00:233::/64 @new',
    'create --ipv6=false --subnet 10.232.0.0/24 --subnet fd00:232::/64 --subnet fd00:233::/64 @new',
    'create --driver macvlan --opt parent=eth0 --subnet 10.232.0.0/24 --subnet 10.233.0.0/24 @new',
    'create --ipv6 @new',
    'create --internal @new',
    'create --opt com.docker.network.bridge.name=br-rehearsed @new',
    'create --opt com.docker.network.bridge.name=br-rehearsed-too @new',
    'create --driver macvlan --opt parent=eth0 --subnet 10.232.0.0/24 @new',
    'create --driver ipvlan --opt parent=eth0 --subnet 10.232.0.0/24 @new',
    ...['10.232.0.0/30', '10.232.0.0/31', '10.232.0.0/32', '10.231.1.0/25', '10.232.0.0/33', 'nonsense'].map(
      (prefix) => `create --subnet ${prefix} @new`,
    ),
    ...['fd00:232::/64', 'fd00:232::/127', 'fd00:232::/128'].map((prefix) => `create --ipv6 --subnet ${prefix} @new`),
    ...['10.232.1.0', '10.232.1.1', '10.232.1.255', '10.232.9.1', '10.232.1.1/24'].map(
      (gateway) => `create --subnet 10.232.1.0/24 --gateway ${gateway} @new`,
    ),
    ...['10.232.2.0', '10.232.2.1', '10.232.2.9', '10.232.2.255'].map(
      (address) => `create --subnet 10.232.2.0/24 --aux-address a=${address} @new`,
    ),
    'create --subnet 10.232.3.0/24 --aux-address a=10.232.3.9 --aux-address b=10.232.3.9 @new',
    ...['10.232.4.128/25', '10.232.4.5/32', '10.232.4.0/32', '10.232.4.0/16'].map(
      (range) => `create --subnet 10.232.4.0/24 --ip-range ${range} @new`,
    ),
    'create --subnet 10.232.5.0/24 --ip-range 10.232.5.0/32 --gateway 10.232.5.1 @new',
    'create --ipam-driver null @new',
    'create --subnet 10.232.7.0/24 --gateway 10.232.7.9 --aux-address a=10.232.7.9 @new',
    'create --subnet 10.232.7.0/24 --ip-range 10.232.7.128/25 --aux-address a=10.232.7.128 @new',
    'create --internal --subnet 10.232.7.0/24 --aux-address a=10.232.7.1 @new',
    'create --internal --subnet 10.232.7.0/24 --ip-range 10.232.7.0/32 @new',
    'create --internal --driver macvlan --opt parent=eth0 --subnet 10.232.7.0/24 --aux-address a=10.232.7.1 @new',
    'create --driver ipvlan --opt parent=eth0 --opt ipvlan_mode=l3 --subnet 10.232.7.0/24 --aux-address a=10.232.7.1 @new',
    ...['gateway_mode_ipv4=isolated', 'inhibit_ipv4=true'].map(
      (option) =>
        `create --internal --opt com.docker.network.bridge.${option} --subnet 10.232.7.0/24 --aux-address a=10.232.7.1 @new`,
    ),
    'create --subnet 10.232.7.0/24 --ip-range 10.232.7.0/24 @new',
    'create --config-from @spare --subnet 10.232.7.0/24 --ipv6 --ipam-driver null --ipam-opt a=b @new',
    'create --driver macvlan --opt parent=eth0 --ipam-driver null @new',
    'create --driver macvlan --opt parent=eth0 --opt com.docker.network.bridge.name=br-0123456789abc @new',
    'create --opt parent=eth0 @new',
    'create --ipam-driver null --subnet 10.232.6.0/31 @new',
  ]
  /** What is not looked for: the engine's drivers, and Podman's bridges, which it does not tell. */
  const unseen = ['--driver nosuch', '=br-rehearsed @new']
  for (const line of lines)
    it(line, async function () {
      const words = [...line.matchAll(/@(\w+)/g)].map(([, word = '']) => word)
      if (words.some((word) => word in networks && !given.has(word))) return this.skip()
      const [command = '', ...rest] = read(line)
      const rehearsed = await dnet(command, '--dry-run', ...rest)
      const carriedOut = await dnet(command, '--no-check', ...rest)
      const harmed = command === 'connect' && !(await can(real, 'a connection refused without damage'))
      if (carriedOut.exit === 0 || harmed) await undo(harmed ? '' : command, words, rest.slice(-2))
      if (rehearsed.exit === 0 && unseen.some((part) => line.includes(part))) return
      equal(
        rehearsed.exit,
        carriedOut.exit,
        `rehearsed: ${rehearsed.stdout}${rehearsed.stderr}\ndone: ${carriedOut.stderr}`,
      )
    })
})
