import {deepEqual, equal, ok} from 'node:assert/strict'
import {execFile} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {can} from '../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

/** The fenced TypeScript of docs/json.md: the one place that says which fields there are. */
const TYPES = [...readFileSync('docs/json.md', 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code)

interface Answer {
  /** The words of the command, as in `Answers`. */
  readonly command: string
  readonly argv: readonly string[]
  readonly exit: number | string
  readonly text: string
}

interface Fields {
  [field: string]: unknown
}

describe('docs/json.md', () => {
  let engine: TestEngine
  let folder: string
  const answers: Answer[] = []
  const base = freshName()
  const [web, idle, made] = [`${base}-web`, `${base}-idle`, `${base}-made`]
  const [app, db, stopped, sharer] = [`${base}-app`, `${base}-db`, `${base}-stopped`, `${base}-sharer`]
  const [legacy, target] = [`${base}-legacy`, `${base}-target`]

  before(async () => {
    engine = await engineWithoutRules()
    folder = mkdtempSync(join(tmpdir(), 'dnet-json-'))
    const compose =
      'services:\n  web:\n    image: bb:1\n    ports: ["18997:80"]\nnetworks: {default: {external: true, name: none-such}}\n'
    writeFileSync(join(folder, 'compose.yaml'), compose)
    const labels = {'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'app'}
    const IPAM = {
      Config: [{Subnet: '10.233.0.0/24', IPRange: '10.233.0.0/25', AuxiliaryAddresses: {nas: '10.233.0.9'}}],
    }
    const Labels = {'com.docker.compose.project': 'shop', 'com.docker.compose.network': 'web'}
    const ports = (HostPort: string) => ({
      ExposedPorts: {'80/tcp': {}},
      PortBindings: {'80/tcp': [{HostIp: '127.0.0.1', HostPort}]},
    })
    const {ExposedPorts, PortBindings} = ports('18998')
    await engine.call('/networks/create', {method: 'POST', body: {Name: web, IPAM, Labels}})
    await engine.call('/networks/create', {method: 'POST', body: {Name: idle}})
    await startContainer(engine, app, {Labels: labels, ExposedPorts, HostConfig: {NetworkMode: web, PortBindings}})
    await startContainer(engine, db, {HostConfig: {NetworkMode: web}})
    await startContainer(engine, sharer, {HostConfig: {NetworkMode: `container:${app}`}})
    const wanted = ports('18999')
    await engine.call(`/containers/create?name=${stopped}`, {
      method: 'POST',
      body: {
        Image: 'bb:1',
        ExposedPorts: wanted.ExposedPorts,
        HostConfig: {NetworkMode: web, PortBindings: wanted.PortBindings},
        NetworkingConfig: {EndpointsConfig: {[web]: {IPAMConfig: {IPv4Address: '10.233.0.77'}}}},
      },
    })
    for (const line of lines) await ask(line)
    if (!(await can(engine, 'legacy links'))) return
    await startContainer(engine, target)
    await startContainer(engine, legacy, {HostConfig: {Links: [`${target}:cache`]}})
    for (const line of ofLegacyLinks) await ask(line)
  })

  async function ask([command, ...words]: readonly [string, ...string[]]): Promise<void> {
    const argv = [...command.split(' '), ...words, '--json']
    const {exit, stdout} = await runDnet(argv, {DOCKER_HOST: engine.host}, '', folder)
    answers.push({command, argv, exit, text: stdout})
  }

  after(async () => {
    rmSync(folder, {recursive: true, force: true})
    const own = [`dnet-${app}-${db}`, `dnet-${legacy}-${target}`]
    await removeAll(engine, [sharer, stopped, app, db, legacy, target], [web, idle, made, ...own])
  })

  /** One after the other, each on what those before it left. */
  const lines: [command: string, ...argv: string[]][] = [
    ['ls'],
    ['ls', '--wide'],
    ['ls', '--tree'],
    ['ls', '--wide', '--tree'],
    ['ls', '--wide', '--no-such-flag'],
    ['inspect', web],
    ['inspect', web, `${base}-nowhere`],
    ['inspect', '--container', app],
    ['inspect', '--container', stopped],
    ['inspect', '--container', sharer],
    ['who', '10.233.0.1'],
    ['who', '18998'],
    ['who', app],
    ['who', `${base}-nobody`],
    ['dns', web],
    ['dns', app, db],
    ['dns', app, 'localhost'],
    ['dns', sharer, db],
    ['dns', app, 'example.invalid'],
    ['dns', app, stopped],
    ['explain', `network ${base}-nowhere not found`],
    ['explain', 'all is well'],
    ['ports'],
    ['ports check', '18998:80', '18999:80', '18996:80', '18996:81'],
    ['ports check'],
    ['ports next', '--count', '3'],
    ['ports plan', 'web=80', 'dns=53/udp'],
    ['subnets'],
    ['subnets', '--free', '/24', '--avoid', '10.233.0.0/16'],
    ['plan', '--ipv6', 'web=50', 'db=10'],
    ['snapshot'],
    ['completion', 'bash'],
    ['create', '--dry-run', '--subnet', '10.233.0.128/25', '--opt', 'com.docker.network.driver.mtu=1400', made],
    ['create', '--subnet', '10.234.0.0/24', '--label', 'stage=ci', made],
    ['create', '--if-not-exists', made],
    ['create', made],
    ['connect', '--dry-run', '--alias', 'cache', '--ip', '10.234.0.44', made, app],
    ['connect', '--alias', 'cache', made, app],
    ['connect', '--if-not-connected', made, app, db],
    ['link', app, `${db}:database`, '--env'],
    ['link', '--dry-run', '--shared', app, `${db}:store`],
    ['link ls'],
    ['unlink', '--dry-run', app, 'database'],
    ['unlink', app, 'database'],
    ['disconnect', '--dry-run', made, app],
    ['disconnect', made, app],
    ['disconnect', made, app, db],
    ['prune', '--dry-run', '--keep-stopped'],
    ['prune', '--dry-run', '--label', `no=${base}`],
    ['prune', '--force', '--filter', `label=${base}`],
    ['rm', '--dry-run', '--disconnect', web],
    ['rm', made, `${base}-nowhere`],
    ['rm', '--disconnect', '--yes', idle],
  ]
  const ofLegacyLinks: [command: string, ...argv: string[]][] = [
    ['link ls'],
    ['dns', legacy, 'cache'],
    ['link migrate', '--dry-run', legacy],
    ['link migrate', '--yes', legacy],
  ]

  it('has every field of every answer, and no other', async () => {
    deepEqual(await misfits(answers.map((answer) => declared(answer, answer.text))), [])
  })

  it('has every command', async () => {
    const {commands} = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')) as {
      commands: Readonly<Record<string, {readonly id: string; readonly hidden?: boolean; readonly aliases: string[]}>>
    }
    const words = Object.values(commands)
      .filter(({id, hidden, aliases}) => !hidden && !aliases.includes(id))
      .map(({id}) => id.replaceAll(':', ' '))
    const keys = words.map((word) => JSON.stringify(word)).join(' | ')
    const types = ['keyof Answers', keys]
    const same = [types, types.toReversed()].map(([one, other]) => `const all: [${one}] extends [${other}] ? 1 : 0 = 1`)
    deepEqual(await misfits(same), [])
    const asked = new Set(answers.map(({command}) => command))
    const unasked = words.filter((word) => !asked.has(word))
    deepEqual(unasked, (await can(engine, 'legacy links')) ? [] : ['link migrate'])
  })

  it('would not fit an answer with one field more, at any depth', async () => {
    // What the engine itself says of a network is told as it came.
    const ours = answers.filter(({argv}) => argv[0] !== 'inspect' || argv.includes('--container'))
    const changed = ours.flatMap((answer) => {
      const found = JSON.parse(answer.text) as Fields
      return places(found).flatMap((place) => {
        const more = structuredClone(found)
        objectAt(more, place).oneMore = 1
        return [declared(answer, JSON.stringify(more))]
      })
    })
    ok(changed.length > 100)
    equal((await misfits(changed)).length, changed.length)
  })

  /** The paths of all objects in it whose fields are told one by one. */
  function places(value: unknown, path: readonly string[] = []): string[][] {
    if (typeof value !== 'object' || value === null) return []
    const free = ['options', 'labels', 'auxAddresses', 'snapshot', 'filters', 'driverOptions', 'ipamOptions']
    if (free.includes(path.at(-1) ?? '')) return []
    const inside = Object.entries(value)
      .slice(0, Array.isArray(value) ? 2 : undefined)
      .flatMap(([key, field]) => places(field, [...path, key]))
    return Array.isArray(value) ? inside : [[...path], ...inside]
  }

  const objectAt = (value: Fields, [key, ...rest]: readonly string[]): Fields =>
    key === undefined ? value : objectAt(value[key] as Fields, rest)

  /** The answer as a constant of its type: a field too many or too few is the compiler's error. */
  function declared({command, exit, argv}: Answer, text: string): string {
    const found = JSON.parse(text) as Fields
    const {error, errors} = found
    const type =
      error && !errors
        ? 'Failure'
        : `Answers[${JSON.stringify(command)}]${errors ? ' & Failure & {errors: ErrorTold[]}' : ''}`
    equal(exit !== 0, Boolean(error) || (command === 'ports check' && exit === 6), argv.join(' '))
    return `const answer: {schemaVersion: 1} & ${type} = ${JSON.stringify(found)}`
  }

  /** The declarations, each checked by itself, that the types of the page do not allow, with the compiler's words. */
  async function misfits(declarations: readonly string[]): Promise<string[]> {
    const head = `export {}\n${TYPES.join('\n')}\n`.split('\n')
    const file = join(folder, 'answers.ts')
    writeFileSync(file, [...head, ...declarations.map((text) => `{ ${text} }`)].join('\n'))
    const flags = ['--ignoreConfig', '--noEmit', '--strict', '--pretty', 'false', '--lib', 'es5', '--types', '']
    const output = await new Promise<string>((resolve) =>
      execFile('node_modules/.bin/tsc', [...flags, file], {maxBuffer: 2 ** 28}, (_error, stdout, stderr) =>
        resolve(stdout + stderr),
      ),
    )
    const found = new Map<number, string>()
    for (const [, line, message = ''] of output.matchAll(/answers\.ts\((\d+),\d+\): error (.*(?:\n {2}.*)*)/g)) {
      const at = Number(line) - head.length - 1
      ok(at >= 0, message)
      found.set(at, `${declarations[at]?.slice(0, 200)}\n${message}`)
    }
    ok(found.size > 0 || output === '', output)
    return [...found.values()]
  }
})
