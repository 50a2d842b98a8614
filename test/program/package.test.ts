import {strict as assert} from 'node:assert'
import {execFileSync} from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {manifestText} from '../../scripts/manifest.js'

describe('what is packed', () => {
  let folder: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnet-package-'))
    const quiet = ['--silent', '--no-audit', '--no-fund', '--offline', '--ignore-scripts']
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder])
    const [tarball = ''] = readdirSync(folder)
    execFileSync('npm', ['install', ...quiet, '--global', '--prefix', folder, join(folder, tarball)])
  })

  after(() => rmSync(folder, {recursive: true, force: true}))

  it('installs one package, and dnet runs from it', () => {
    assert.deepEqual(readdirSync(join(folder, 'lib/node_modules')), ['dnet'])
    assert.ok(!readdirSync(join(folder, 'lib/node_modules/dnet')).includes('node_modules'))
    const help = execFileSync(join(folder, 'bin/dnet'), ['ls', '--help'], {encoding: 'utf8'})
    assert.match(help, /List networks/)
  })

  it('holds neither ssh2 nor gRPC nor protobuf, and the licences of what it holds', () => {
    const dist = join(folder, 'lib/node_modules/dnet/dist')
    const code = readdirSync(dist, {recursive: true, encoding: 'utf8'})
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(dist, name), 'utf8'))
      .join('')
    for (const left of ['node_modules/ssh2/', 'node_modules/@grpc/', 'node_modules/protobufjs/'])
      assert.ok(!code.includes(left), left)
    assert.ok(code.includes('node_modules/dockerode/'), 'the check above would see them')
    const licences = readFileSync(join(dist, 'LICENSES.txt'), 'utf8')
    for (const name of ['dockerode', '@oclif/core', 'docker-modem'])
      assert.match(licences, new RegExp(`^${name} `, 'm'))
  })
})

describe('a fresh clone', () => {
  let folder: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnet-clone-'))
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {encoding: 'utf8'})
    for (const file of files
      .trim()
      .split('\n')
      .filter((one) => existsSync(one))) {
      mkdirSync(dirname(join(folder, file)), {recursive: true})
      copyFileSync(file, join(folder, file))
    }
    // What the registry would bring.
    symlinkSync(realpathSync('node_modules'), join(folder, 'node_modules'))
  })

  after(() => rmSync(folder, {recursive: true, force: true}))

  it('is built by `npm install --global .`, and dnet runs from it', () => {
    const prefix = join(folder, 'global')
    execFileSync('npm', ['install', '--silent', '--global', '--prefix', prefix, '.'], {cwd: folder})
    assert.match(execFileSync(join(prefix, 'bin/dnet'), ['ls', '--help'], {encoding: 'utf8'}), /List networks/)
  })
})

describe('oclif.manifest.json', () => {
  // See docs/decisions/011-no-flag-called-env-file.md.
  it('has no flag that Node takes out of a program’s words', () => {
    const {commands} = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')) as {
      commands: Record<string, {flags: Record<string, object>}>
    }
    const names = Object.values(commands).flatMap(({flags}) => Object.keys(flags))
    assert.ok(names.includes('compose-env-file'))
    assert.deepEqual(
      names.filter((name) => name.startsWith('env-file')),
      [],
    )
  })

  it('is up to date; if not: npm run build', async () => {
    assert.equal(readFileSync('oclif.manifest.json', 'utf8'), await manifestText())
  })
})
