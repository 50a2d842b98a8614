import {deepEqual, equal, match, ok} from 'node:assert/strict'
import {mkdtemp, readdir, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {spawn} from '@lydell/node-pty'
import {sshArguments} from '../../../src/lib/engine/reach/ssh-agent.js'
import {DnetError} from '../../../src/lib/errors.js'
import {many, SEED, seeded} from '../../harness/many.js'
import {reach} from '../../harness/reach.js'
import {makeKey, type SshServer, sshClient, startSshServer} from '../../harness/ssh-server.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from '../../harness/throwaway.js'

const HOSTILE = many(8, 100)

describe('the command line of ssh is Docker’s', () => {
  const cases: [address: Parameters<typeof sshArguments>[0], args: string][] = [
    [
      {kind: 'ssh', user: '', host: 'h1', port: 0, socketPath: ''},
      '-o ConnectTimeout=30 -T -- h1 docker system dial-stdio',
    ],
    [
      {kind: 'ssh', user: 'me', host: 'h1', port: 22, socketPath: '/run/x.sock'},
      '-o ConnectTimeout=30 -T -l me -p 22 -- h1 docker --host unix:///run/x.sock system dial-stdio',
    ],
    [
      {kind: 'ssh', user: '', host: 'h1', port: 0, socketPath: '/run/$(touch x) y.sock'},
      "-o ConnectTimeout=30 -T -- h1 docker --host 'unix:///run/$(touch x) y.sock' system dial-stdio",
    ],
  ]
  for (const [address, args] of cases) it(args, () => equal(sshArguments(address).join(' '), args))
})

describe('an engine behind SSH', () => {
  const {PATH} = process.env
  let engine: ThrowawayEngine
  let server: SshServer
  let folder: string
  let known: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dnet-ssh-'))
    engine = await startEngine({daemonConfig: WITHOUT_RULES, name: 'ssh'})
    server = await startSshServer(join(engine.folder, 'engine'), await makeKey(join(folder, 'key')))
    known = join(folder, 'known_hosts')
  })
  after(async () => {
    process.env.PATH = PATH
    await server?.stop()
    await engine?.stop()
    await rm(folder, {recursive: true, force: true})
  })

  /** From here on `ssh` is the real client with this key and these known hosts. */
  const useSsh = async (key: string, hosts: string): Promise<void> => {
    process.env.PATH = PATH // or the client in front of it would wrap itself
    await writeFile(known, hosts)
    const bin = await sshClient(folder, [`UserKnownHostsFile ${known}`, `IdentityFile ${key}`])
    process.env.PATH = `${bin}${delimiter}${PATH}`
  }
  const address = (path = ''): string => `ssh://root@127.0.0.1:${server.port}${path}`
  const failure = async (host: string): Promise<DnetError> => {
    try {
      const connection = await reach({host})
      connection.close()
    } catch (error) {
      ok(error instanceof DnetError, String(error))
      equal(error.exit, 5)
      return error
    }
    throw new Error('it was reached')
  }
  const networks = async (host: string): Promise<string[]> => {
    const connection = await reach({host})
    try {
      const all = (await connection.callJson({method: 'GET', path: '/networks'})) as {Name: string}[]
      return all.map(({Name}) => Name).toSorted()
    } finally {
      connection.close()
    }
  }

  it('answers, one login for all requests', async () => {
    await useSsh(join(folder, 'key'), `${server.knownHost}\n`)
    const logins = (): number => server.log().split('Accepted publickey').length - 1
    const before = logins()
    const connection = await reach({host: address()})
    for (let i = 0; i < 5; i += 1) await connection.call({method: 'GET', path: '/networks'})
    connection.close()
    equal(logins() - before, 1)
    deepEqual(await networks(address()), ['bridge', 'host', 'none'])
  })

  it('answers on the socket that the address names', async () => {
    await useSsh(join(folder, 'key'), `${server.knownHost}\n`)
    deepEqual(await networks(address('/engine/docker.sock')), ['bridge', 'host', 'none'])
  })

  it('answers on a socket whose path has blanks, quotes and dollars', async () => {
    await useSsh(join(folder, 'key'), `${server.knownHost}\n`)
    await symlink('docker.sock', join(engine.folder, 'engine', `a 'b' $(c).sock`))
    deepEqual(await networks(address("/engine/a%20'b'%20$(c).sock")), ['bridge', 'host', 'none'])
  })

  it(`runs nothing on that host that is in an address (${HOSTILE} of them, seed ${SEED})`, async () => {
    await useSsh(join(folder, 'key'), `${server.knownHost}\n`)
    const random = seeded(SEED)
    const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
    const run = 'touch /engine/taken'
    for (let i = 0; i < HOSTILE; i += 1) {
      const wrapped = pick([
        '$(X)',
        '`X`',
        ';X;',
        '|X',
        '&X&',
        '||X',
        '&&X',
        '\nX\n',
        '>/engine/taken',
        "';X;'",
        '";X;"',
        "'$(X)'",
      ])
      const path = `/${pick(['run/', '-', '', '!', "'", '"', '\\'])}${wrapped.replace('X', run)}${pick(['', '.sock', ' #', "'", '"'])}`
      const host = address(
        path
          .split('')
          .map((char) =>
            random() < 0.5 || char === '/' ? char : `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
          )
          .join(''),
      )
      const ended = await networks(host).then(String, (error: unknown) =>
        error instanceof DnetError ? error.code : String(error),
      )
      ok(['UNREACHABLE', 'USAGE'].includes(ended), `${host}: ${ended}`)
      deepEqual((await readdir(join(engine.folder, 'engine'))).includes('taken'), false, host)
    }
  })

  it('refuses an unknown host key', async () => {
    await useSsh(join(folder, 'key'), '')
    const {message, hint} = await failure(address())
    match(
      message,
      /^cannot talk to the engine at ssh:\/\/root@127\.0\.0\.1:\d+ \(from -H\): ssh ended with status 255: /,
    )
    match(message, /Host key verification failed\./)
    equal(hint, `check the host's key, then accept it by logging in once: ssh -p ${server.port} root@127.0.0.1`)
  })

  it('refuses an unknown host key at a terminal too, and asks nothing', async () => {
    await useSsh(join(folder, 'key'), '')
    const probe = fileURLToPath(new URL('../../harness/probe.ts', import.meta.url))
    const args = ['--import', 'tsx', probe, JSON.stringify([{host: address()}])]
    const terminal = spawn(process.execPath, args, {cols: 2000, env: process.env as Record<string, string>})
    let shown = ''
    terminal.onData((text) => {
      shown += text
    })
    await new Promise((resolve) => terminal.onExit(resolve))
    match(shown, /^\{"code":"UNREACHABLE",.*Host key verification failed\./)
  })

  it('refuses a host key that has changed', async () => {
    const other = await makeKey(join(folder, 'other-host'))
    await useSsh(join(folder, 'key'), `[127.0.0.1]:${server.port} ${other}\n`)
    match((await failure(address())).message, /REMOTE HOST IDENTIFICATION HAS CHANGED/)
  })

  it('says so when the key may not log in', async () => {
    await makeKey(join(folder, 'stranger'))
    await useSsh(join(folder, 'stranger'), `${server.knownHost}\n`)
    const {message, hint} = await failure(address())
    match(message, /Permission denied \(publickey/)
    match(hint, /^log in with a key, without a password/)
  })

  it('says so when there is no engine on that host', async () => {
    await useSsh(join(folder, 'key'), `${server.knownHost}\n`)
    match((await failure(address('/engine/none.sock'))).message, /none\.sock/)
  })

  it('says so when nobody listens there', async () => {
    await useSsh(join(folder, 'key'), '')
    match((await failure('ssh://root@127.0.0.1:1')).message, /Connection refused/)
  })

  it('says so when there is no ssh', async () => {
    process.env.PATH = '/nowhere'
    const {message, hint} = await failure(address())
    match(message, /: ssh was not found on this machine$/)
    match(hint, /^install the OpenSSH client/)
  })
})
