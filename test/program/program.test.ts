import {strict as assert} from 'node:assert'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {container, endpoint, hostWith, network} from '../build/host.js'
import {answerText, brokenEngine} from '../harness/broken-engine.js'
import {PROGRAM} from '../harness/program.js'
import {hasHandledInterrupt, runAlone, runDnet, startDnet} from '../harness/run-dnet.js'
import {snapshotFile} from '../harness/snapshot-file.js'

const JSON_TYPE = 'Content-Type: application/json'
const NOWHERE = {DOCKER_HOST: 'unix:///nonexistent/docker.sock'}

const version = (JSON.parse(readFileSync('package.json', 'utf8')) as {version: string}).version

describe('the built program', () => {
  it('says its version', async () => {
    const {exit, stdout} = await runAlone(['--version'])
    assert.deepEqual([exit, stdout.split(',')[0]], [0, `dnet version ${version}`])
  })

  it('prints help on stdout without a command, and on stderr for a bare `network`, as Docker does', async () => {
    const alone = await runAlone([])
    assert.deepEqual([alone.exit, alone.stderr], [0, ''])
    assert.match(alone.stdout, /MANAGE/)
    const network = await runAlone(['network'])
    assert.deepEqual([network.exit, network.stdout], [0, ''])
    assert.match(network.stderr, /MANAGE/)
  })

  const helped = [
    ['ls', '--help'],
    ['ls', '-h'],
    ['help', 'ls'],
    ['network', 'ls', '--help'],
    ['--help', 'ls'],
  ]
  for (const argv of helped)
    it(`prints the help of ls for: dnet ${argv.join(' ')}`, async () => {
      const {exit, stdout} = await runAlone(argv, NOWHERE)
      assert.equal(exit, 0)
      assert.match(stdout, /List networks/)
    })

  it('completes the commands below another, also without an engine', async () => {
    const {stdout} = await runDnet(['__complete', 'ports', ''], NOWHERE)
    assert.deepEqual(
      stdout.split('\n').map((line) => line.split('\t')[0]),
      ['check', 'next', 'plan', ':4', ''],
    )
  })

  it('shows a usage line for each way to use dns', async () => {
    const {stdout} = await runDnet(['dns', '--help'], NOWHERE)
    assert.match(stdout, /USAGE\n {2}dnet dns \[OPTIONS\] NETWORK\n {2}dnet dns \[OPTIONS\] CONTAINER NAME\n\n/)
  })

  it('asks for a name where dns is given a container alone', async () => {
    const file = snapshotFile(hostWith([network('web')], {containers: [container('api', [endpoint('web')])]}))
    try {
      const {exit, stderr} = await runDnet(['dns', '--from', file.path, 'api'])
      assert.equal(exit, 2)
      assert.match(
        stderr,
        /^Error: "api" is a container: say which name it looks up\n.*\nTry this: dnet dns api NAME$/m,
      )
    } finally {
      file.remove()
    }
  })

  const wrong: [why: string, argv: string[], stderr: RegExp][] = [
    ['an unknown command, with the nearest', ['creat'], /unknown command: dnet creat[\s\S]*Try this: dnet create/],
    ['an unknown command that is near none', ['foo'], /unknown command: dnet foo[\s\S]*Try this: dnet --help/],
    ['an unknown command after network', ['network', 'foo'], /unknown command: dnet network foo/],
    ['an unknown flag', ['ls', '--nope'], /unknown flag: --nope[\s\S]*dnet ls --help/],
    ['a word too many', ['ls', 'x'], /'dnet ls' accepts no arguments/],
    ['a word too few', ['create'], /'dnet create' requires 1 argument/],
    ['no word at all', ['rm'], /'dnet rm' requires at least 1 argument/],
    [
      'an age or project that is empty, which would prune more',
      ['prune', '--project', '', '--force'],
      /for "--project" flag: it is empty/,
    ],
    ['an unknown flag and no command', ['--nope'], /unknown flag: --nope[\s\S]*dnet --help/],
    ['an unknown context', ['ls', '--context', 'nope'], /context "nope" not found/],
    [
      'two ways to name the engine',
      ['ls', '--context', 'a', '-H', 'tcp://b'],
      /cannot specify both --host and --context/,
    ],
  ]
  for (const [why, argv, stderr] of wrong)
    it(`ends with 2 and changes nothing for ${why}`, async () => {
      const ended = await runDnet(argv, argv.includes('--context') ? {} : NOWHERE)
      assert.deepEqual([ended.exit, ended.stdout], [2, ''])
      assert.match(ended.stderr, stderr)
    })

  it('ends with 5, the address and why that one, where no engine is', async () => {
    const {exit, stdout, stderr} = await runDnet(['ls'], NOWHERE)
    assert.deepEqual([exit, stdout], [5, ''])
    assert.match(stderr, /unix:\/\/\/nonexistent\/docker\.sock \(from DOCKER_HOST\)/)
  })

  it('takes flags before the command, -c for the context too', async () => {
    const host = await runDnet(['-H', 'unix:///elsewhere.sock', 'ls'])
    assert.match(host.stderr, /unix:\/\/\/elsewhere\.sock \(from -H\)/)
    const context = await runDnet(['-c', 'nope', 'network', 'ls'])
    assert.match(context.stderr, /context "nope" not found \(--context\)/)
  })

  describe('--json', () => {
    const cases: [argv: string[], code: string, exit: number][] = [
      [['ls', '--json'], 'UNREACHABLE', 5],
      [['rm', 'x', '--json=true'], 'UNREACHABLE', 5],
      [['create', '--json'], 'USAGE', 2],
      [['ls', '--json', '--nope'], 'USAGE', 2],
      [['nope', '--json'], 'USAGE', 2],
    ]
    for (const [argv, code, exit] of cases)
      it(`prints one error object with the same exit code: ${argv.join(' ')}`, async () => {
        const ended = await runDnet(argv, NOWHERE)
        const {schemaVersion, error} = JSON.parse(ended.stdout) as {
          schemaVersion: number
          error: {code: string; message: string; hint: string; exit: number}
        }
        assert.deepEqual([ended.exit, ended.stderr, schemaVersion, error.code, error.exit], [exit, '', 1, code, exit])
        assert.ok(error.message.length > 0 && typeof error.hint === 'string')
      })

    it('is not --json after --', async () => {
      const {exit, stdout, stderr} = await runDnet(['rm', '--', '--json'], NOWHERE)
      assert.deepEqual([exit, stdout], [5, ''])
      assert.match(stderr, /Code: UNREACHABLE/)
    })
  })

  describe('with an API version that lacks something', () => {
    const old: [argv: string[], version: string, stderr: string][] = [
      [['prune', '-f'], '1.24', 'dnet prune requires API version 1.25, but the Docker daemon API version is 1.24'],
      [['network', 'create', '--scope=local', '--attachable', 'x'], '1.24', '"--attachable" requires API version 1.25'],
      [['create', '--config-only', 'x'], '1.29', '"--config-only" requires API version 1.30'],
    ]
    for (const [argv, pinned, message] of old)
      it(`refuses and asks nothing of the engine: DOCKER_API_VERSION=${pinned} dnet ${argv.join(' ')}`, async () => {
        const engine = await brokenEngine(({socket}) => socket.end(answerText('200 OK', '{}', [JSON_TYPE])))
        try {
          const {exit, stdout, stderr} = await runDnet(argv, {DOCKER_HOST: engine.host, DOCKER_API_VERSION: pinned})
          assert.deepEqual([exit, stdout, engine.asked], [1, '', []])
          assert.ok(stderr.includes(message), stderr)
        } finally {
          await engine.stop()
        }
      })
  })

  describe('with an engine that misbehaves', () => {
    it('an empty list is an object with an empty list', async () => {
      const engine = await brokenEngine(({socket}) => socket.end(answerText('200 OK', '[]', [JSON_TYPE])))
      try {
        const {exit, stdout} = await runDnet(['ls', '--json'], {DOCKER_HOST: engine.host})
        assert.deepEqual([exit, JSON.parse(stdout)], [0, {schemaVersion: 1, networks: []}])
      } finally {
        await engine.stop()
      }
    })

    it("keeps the daemon's sentence and makes it harmless", async () => {
      const body = JSON.stringify({message: 'no \u001b[31mway\u0007 in'})
      const engine = await brokenEngine(({socket}) =>
        socket.end(answerText('500 Internal Server Error', body, [JSON_TYPE])),
      )
      try {
        const {exit, stderr} = await runDnet(['ls'], {DOCKER_HOST: engine.host})
        assert.equal(exit, 1)
        assert.match(stderr, /^Error response from daemon: no \\x1b\[31mway\\x07 in\n/)
      } finally {
        await engine.stop()
      }
    })

    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      it(`${signal} during a request ends with 130 and prints nothing on stdout`, async () => {
        let asked = () => {}
        const waiting = new Promise<void>((resolve) => {
          asked = resolve
        })
        const engine = await brokenEngine(() => asked())
        try {
          const {child, ended} = startDnet(['ls'], {DOCKER_HOST: engine.host})
          await waiting
          child.kill(signal)
          const {exit, stdout, stderr} = await ended
          assert.deepEqual([exit, stdout], [130, ''])
          assert.match(stderr, /interrupted/)
        } finally {
          await engine.stop()
        }
      })

    it('an interrupt ends a change between two calls, and says what was done and what was not', async () => {
      let asked = (_: () => void): void => {}
      const waiting = new Promise<() => void>((resolve) => {
        asked = resolve
      })
      const engine = await brokenEngine(({line, socket}) => {
        if (!line.startsWith('DELETE')) return void socket.write(answerText('200 OK', '{}', [JSON_TYPE]))
        asked(() => socket.write(answerText('204 No Content', '')))
      })
      try {
        const {child, ended} = startDnet(['rm', 'a', 'b', 'c'], {DOCKER_HOST: engine.host})
        const answer = await waiting
        child.kill('SIGINT')
        await hasHandledInterrupt(child.pid ?? 0)
        answer()
        const {exit, stdout, stderr} = await ended
        assert.deepEqual([exit, stdout], [130, 'a\n'])
        assert.match(stderr, /interrupted; done: remove network a; not done: remove network b, remove network c/)
        assert.equal(engine.asked.filter((line) => line.startsWith('DELETE')).length, 1)
      } finally {
        await engine.stop()
      }
    })

    it('a closed pipe is quiet', async () => {
      const networks = Array.from({length: 20_000}, (_, i) => ({Id: `${i}`, Name: `net-${i}`}))
      const engine = await brokenEngine(({socket}) =>
        socket.end(answerText('200 OK', JSON.stringify(networks), [JSON_TYPE])),
      )
      try {
        const shell = spawn('sh', ['-c', '"$0" "$1" ls | head -n 2', process.execPath, PROGRAM], {
          env: {PATH: process.env.PATH, DOCKER_HOST: engine.host},
        })
        let [stdout, stderr] = ['', '']
        shell.stdout.on('data', (text) => {
          stdout += text
        })
        shell.stderr.on('data', (text) => {
          stderr += text
        })
        await once(shell, 'close')
        assert.deepEqual([stdout.split('\n').length, stderr], [3, ''])
      } finally {
        await engine.stop()
      }
    })
  })

  it('a second question after the end of the input is a no, as the first would be', async () => {
    const networks = ['a', 'b'].map((Name) => ({Id: Name, Name, Ingress: true}))
    const engine = await brokenEngine(({line, socket}) => {
      const body = / \S*\/networks /.test(line) ? networks : / \S*\/networks\/b /.test(line) ? networks[1] : networks[0]
      socket.write(answerText('200 OK', JSON.stringify(line.includes('/containers/') ? [] : body), [JSON_TYPE]))
    })
    try {
      const {child, ended} = startDnet(['rm', 'a', 'b'], {DOCKER_HOST: engine.host})
      child.stdin?.end('n\n')
      const {exit, stdout} = await ended
      assert.deepEqual([exit, stdout.split('[y/N] ').length], [0, 3])
    } finally {
      await engine.stop()
    }
  })

  describe('the question before a prune', () => {
    const QUESTION =
      'WARNING! This will remove all custom networks not used by at least one container.\n' +
      'Are you sure you want to continue? [y/N] '
    for (const [answer, exit] of [
      ['n\n', 0],
      ['yes\n', 0],
      ['', 0],
      ['y\n', 5],
      [' Y \n', 5],
    ] as const)
      it(`${JSON.stringify(answer)} ${exit === 0 ? 'is a no: no request is made' : 'is a yes'}`, async () => {
        const {child, ended} = startDnet(['prune'], NOWHERE)
        child.stdin?.end(answer)
        const {exit: was, stdout} = await ended
        assert.deepEqual([was, stdout], [exit, QUESTION])
      })
  })
})
