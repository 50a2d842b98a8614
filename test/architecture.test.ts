import {strict as assert} from 'node:assert'
import {readdirSync, readFileSync} from 'node:fs'
import {join, relative, resolve, sep} from 'node:path'

const SOURCE = resolve('src')

/** Folder -> the folders, packages and Node modules its files may name. A folder that is not listed fails. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'lib/errors.ts': [],
  'lib/shell-words.ts': [],
  'lib/nearest.ts': [],
  'lib/net': ['lib/errors.ts'],
  'lib/model': ['lib/net', 'lib/errors.ts', 'lib/nearest.ts', 'lib/shell-words.ts'],
  'lib/spec': ['lib/model', 'lib/net', 'lib/errors.ts', 'yaml'],
  'lib/plan': ['lib/compose', 'lib/spec', 'lib/model', 'lib/net', 'lib/errors.ts', 'lib/shell-words.ts', 'node:crypto'],
  'lib/template': ['lib/errors.ts'],
  'lib/compose': ['lib/model', 'lib/net', 'lib/errors.ts', 'yaml'],
  'lib/view': [
    'lib/template',
    'lib/plan',
    'lib/spec',
    'lib/model',
    'lib/net',
    'lib/errors.ts',
    'chalk',
    'string-width',
  ],
  'lib/engine': [
    'lib/plan',
    'lib/spec',
    'lib/model',
    'lib/net',
    'lib/errors.ts',
    'lib/shell-words.ts',
    'dockerode',
    'node:*',
  ],
  'lib/carry': [
    'lib/engine',
    'lib/plan',
    'lib/spec',
    'lib/model',
    'lib/net',
    'lib/errors.ts',
    'lib/shell-words.ts',
    'node:*',
  ],
  'lib/cli': [
    'lib/nearest.ts',
    'lib/carry',
    'lib/compose',
    'lib/engine',
    'lib/template',
    'lib/view',
    'lib/plan',
    'lib/spec',
    'lib/model',
    'lib/net',
    'lib/errors.ts',
    'lib/shell-words.ts',
    '@oclif/core',
    '@inquirer/core',
    'yaml',
    'node:*',
  ],
  commands: [
    'lib/nearest.ts',
    'lib/cli',
    'lib/carry',
    'lib/engine',
    'lib/view',
    'lib/plan',
    'lib/spec',
    'lib/compose',
    'lib/model',
    'lib/net',
    'lib/errors.ts',
    'lib/shell-words.ts',
    '@oclif/core',
  ],
}

/** The only folders that may look at the process, the clock and chance. */
const MAY_HAVE_EFFECTS = ['lib/cli', 'lib/carry', 'lib/engine']

const files = readdirSync(SOURCE, {recursive: true, encoding: 'utf8'})
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(sep).join('/'))

const folderOf = (file: string): string =>
  file.startsWith('commands/') ? 'commands' : file.split('/').slice(0, 2).join('/')

function importsOf(file: string): string[] {
  const text = readFileSync(join(SOURCE, file), 'utf8')
  const named = [...text.matchAll(/^(?:import|export|})[^'\n]*\bfrom '([^'\n]+)'|\bimport\('([^'\n]+)'\)/gm)].map(
    ([, still, lazy]) => still ?? lazy ?? '',
  )
  return named.map((name) =>
    name.startsWith('.') ? folderOf(relative(SOURCE, resolve(SOURCE, file, '..', name)).replace(/\.js$/, '.ts')) : name,
  )
}

function refused(file: string): string[] {
  const folder = folderOf(file)
  const allowed = MAY_IMPORT[folder]
  if (!allowed) return [`${file}: folder ${folder} is not listed`]
  return importsOf(file)
    .filter((name) => name !== folder && !allowed.includes(name))
    .filter((name) => !(name.startsWith('node:') && allowed.includes('node:*')))
    .map((name) => `${file} imports ${name}`)
}

describe('architecture', () => {
  it('reads the imports it judges', () => {
    assert.deepEqual(importsOf('lib/cli/args/pflag.ts'), ['lib/errors.ts', 'lib/nearest.ts'])
    assert.ok(importsOf('commands/ls.ts').includes('@oclif/core'))
  })

  it('imports go in the permitted directions', () => {
    assert.deepEqual(files.flatMap(refused), [])
  })

  it('only the outer folders look at the process, the clock and chance', () => {
    const effects = /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/
    const offenders = files
      .filter((file) => !MAY_HAVE_EFFECTS.includes(folderOf(file)))
      .filter((file) => effects.test(readFileSync(join(SOURCE, file), 'utf8').replace(/^\s*(\/\/|\/?\*).*$/gm, '')))
    assert.deepEqual(offenders, [])
  })
})
