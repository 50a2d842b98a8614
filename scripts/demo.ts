import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {execIn, removeAll, startContainer, type TestEngine, testEngine} from '../test/harness/fixture.js'
import {ROOT} from './test-files.js'

/**
 * `npm run demo`: dnet's main job against a real engine, each command with its output. It brings an engine of its own;
 * DNET_DEMO_HOST points it to another one, where it leaves nothing either.
 */
if (process.env.DNET_DEMO_HOST) process.env.DNET_TEST_DOCKER_HOST = process.env.DNET_DEMO_HOST
else delete process.env.DNET_TEST_DOCKER_HOST

const NETWORK = 'demo-shop'
const LEFTOVER = 'demo-leftover'
const [WEB, DATABASE] = ['demo-web', 'demo-database']
const PORT = '18080'
const LABEL = 'made-by=dnet-demo'

const say = (text: string) => process.stdout.write(`\n# ${text}\n`)
const quoted = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

/** Shows a dnet command and what it prints. @throws Error when it does not end with `exit` */
const dnetOn =
  (engine: TestEngine, bin: string, exit = 0) =>
  (...args: string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      process.stdout.write(`$ dnet ${args.map(quoted).join(' ')}\n`)
      const {DOCKER_CONTEXT: _, ...env} = process.env
      const child = spawn('dnet', args, {
        env: {...env, DOCKER_HOST: engine.host, PATH: [bin, env.PATH].join(delimiter)},
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      child.on('error', reject)
      child.on('exit', (code) => (code === exit ? resolve() : reject(new Error(`dnet ${args[0]} ended with ${code}`))))
    })

/** Shows a command in a container. @throws Error when it does not end with 0 */
async function inside(engine: TestEngine, container: string, command: readonly string[]): Promise<void> {
  process.stdout.write(`${container}$ ${command.join(' ')}\n`)
  const {exit, output} = await execIn(engine, container, command)
  process.stdout.write(output.replaceAll('\r', ''))
  if (exit !== 0) throw new Error(`${command.join(' ')} in ${container} ended with ${exit}`)
}

async function story(engine: TestEngine, bin: string): Promise<void> {
  const dnet = dnetOn(engine, bin)
  say(`Docker Engine ${engine.version}. What networks are there?`)
  await dnet('ls')

  say('Who has which addresses, and where would three more networks go?')
  await dnet('subnets')
  await dnet('plan', 'demo-a=50', 'demo-b=/28', 'demo-c=500')

  say('A network of our own, with a subnet that we choose.')
  await dnet('create', '--subnet', '10.123.0.0/24', '--gateway', '10.123.0.1', '--label', LABEL, NETWORK)
  await dnet('inspect', '-f', '{{.Name}}: {{range .IPAM.Config}}{{.Subnet}} behind {{.Gateway}}{{end}}', NETWORK)

  say('Two containers: a web server that is on the network from its start, and a database that is on none.')
  await startContainer(engine, WEB, {
    Labels: {'made-by': 'dnet-demo'},
    ExposedPorts: {'80/tcp': {}},
    HostConfig: {NetworkMode: NETWORK, PortBindings: {'80/tcp': [{HostIp: '127.0.0.1', HostPort: PORT}]}},
  })
  await startContainer(engine, DATABASE, {
    Labels: {'made-by': 'dnet-demo'},
    Cmd: ['httpd', '-f', '-h', '/www'],
    HostConfig: {NetworkMode: 'none'},
  })
  await dnet('disconnect', 'none', DATABASE)

  say('The database joins, under a name and an address of its own.')
  await dnet('connect', '--alias', 'db', '--ip', '10.123.0.50', NETWORK, DATABASE)
  await dnet('inspect', NETWORK)

  say('The web server finds it by that name.')
  await inside(engine, WEB, ['ping', '-c', '1', '-W', '5', 'db'])
  await inside(engine, WEB, ['wget', '-q', '-O', '-', 'http://db/'])

  say('By another name that only the web server sees: a modern --link.')
  await dnet('link', WEB, `${DATABASE}:database`)
  await inside(engine, WEB, ['ping', '-c', '1', '-W', '5', 'database'])

  say('Who has that address? Could another container publish the web server’s port, or the one above it?')
  await dnet('who', '10.123.0.50')
  await dnetOn(engine, bin, 6)('ports', 'check', `${PORT}:80`, `${Number(PORT) + 1}:80`)

  say('A network in use stays. What does the engine mean, and what is to be done?')
  await dnetOn(engine, bin, 4)('rm', NETWORK)
  await dnet('explain', `error while removing network: network ${NETWORK} has active endpoints`)

  say('It leaves again, and the network goes with its last container.')
  await dnet('disconnect', NETWORK, DATABASE)
  await dnet('disconnect', NETWORK, WEB)
  await dnet('rm', NETWORK)

  say('What nobody uses, prune finds.')
  await dnet('create', '--label', LABEL, LEFTOVER)
  await dnet('prune', '-f', '--filter', `label=${LABEL}`)

  say('The same answers for a script.')
  await dnet('ls', '--format', 'json')
}

/** @throws Error when something of these names is there already: it is not ours to remove */
async function namesAreFree(engine: TestEngine): Promise<void> {
  const paths = [
    ...[WEB, DATABASE].map((name) => `/containers/${name}/json`),
    `/networks/${NETWORK}`,
    `/networks/${LEFTOVER}`,
  ]
  for (const path of paths) {
    if ((await engine.call(path)).status === 200) throw new Error(`${engine.host} has ${path} already; remove it first`)
  }
}

const bin = mkdtempSync(join(tmpdir(), 'dnet-demo-'))
process.on('exit', () => rmSync(bin, {recursive: true, force: true}))
try {
  symlinkSync(join(ROOT, 'bin/run.js'), join(bin, 'dnet'))
  const engine = await testEngine()
  await namesAreFree(engine)
  try {
    await story(engine, bin)
  } finally {
    await removeAll(engine, [WEB, DATABASE], [NETWORK, LEFTOVER])
    await engine.throwaway?.stop()
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
