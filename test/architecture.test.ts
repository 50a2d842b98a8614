import {strict as assert} from 'node:assert'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {dirname, join, relative, resolve, sep} from 'node:path'
import {TEST_FILES} from '../scripts/test-files.js'

const SOURCE = resolve('src')

/** Folder -> the folders, packages and Node modules its files may name. A folder that is not listed fails. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'lib/errors.ts': [],
  'lib/shell-words.ts': [],
  'lib/nearest.ts': [],
  'lib/yaml-depth.ts': [],
  'lib/net': ['lib/errors.ts'],
  'lib/json-reader.ts': ['lib/net', 'lib/errors.ts'],
  'lib/model': ['lib/net', 'lib/errors.ts', 'lib/json-reader.ts', 'lib/nearest.ts', 'lib/shell-words.ts'],
  'lib/spec': ['lib/model', 'lib/net', 'lib/errors.ts', 'lib/yaml-depth.ts', 'yaml'],
  'lib/plan': ['lib/compose', 'lib/spec', 'lib/model', 'lib/net', 'lib/errors.ts', 'lib/shell-words.ts', 'node:crypto'],
  'lib/template': ['lib/errors.ts'],
  'lib/compose': ['lib/model', 'lib/net', 'lib/errors.ts', 'lib/yaml-depth.ts', 'yaml'],
  'lib/view': [
    'lib/shell-words.ts',
    'lib/template',
    'lib/plan',
    'lib/spec',
    'lib/model',
    'lib/net',
    'lib/errors.ts',
    'chalk',
    'cli-table3',
    'get-east-asian-width',
    'string-width',
    'yaml',
  ],
  'lib/engine': [
    'lib/json-reader.ts',
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
    'lib/json-reader.ts',
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
    '@inquirer/*',
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
  .filter((file) => /\.c?[jt]s$/.test(file))
  .map((file) => file.split(sep).join('/'))

const folderOf = (file: string): string =>
  file.startsWith('commands/') ? 'commands' : file.split('/').slice(0, 2).join('/')

/** What a file imports: packages by name, files of the project by path from its folder. */
function imported(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const named = [
    ...text.matchAll(/^(?:import|export|})[^'\n]*\bfrom '([^'\n]+)'|\b(?:import|require)\('([^'\n]+)'\)/gm),
  ].map(([, still, lazy]) => still ?? lazy ?? '')
  return named.map((name) =>
    name.startsWith('.') ? relative('.', resolve(file, '..', name)).replace(/\.js$/, '.ts') : name,
  )
}

/** All that is written of TypeScript and JavaScript, by path from the project's folder. */
const CODE = new Map(
  ['src', 'test', 'scripts', 'bench']
    .flatMap((folder) => readdirSync(folder, {recursive: true, encoding: 'utf8'}).map((file) => join(folder, file)))
    .filter((file) => /\.c?[jt]s$/.test(file))
    .map((file) => [file, readFileSync(file, 'utf8')]),
)

/** The names that a file exports, but for the default of a command. */
const exportsOf = (file: string): string[] => {
  const declared = /^export (?:abstract )?(?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm
  return [...new Set([...(CODE.get(file) ?? '').matchAll(declared)].map(([, name = '']) => name))]
}

/** What files import by name from files of the project, as `path name`. */
const namesImportedBy = (importers: (file: string) => boolean): ReadonlySet<string> =>
  new Set(
    [...CODE]
      .filter(([file]) => importers(file))
      .flatMap(([file, text]) =>
        [
          ...text.matchAll(/^import (?:type )?(?:\w+, )?\{(?<names>[^}]*)\} from '(?<from>\.[^']*)'/gm),
          ...text.matchAll(/\{(?<names>[^{}]*)\} = await import\('(?<from>\.[^']*)'\)/g),
          ...text.matchAll(/\(await import\('(?<from>\.[^']*)'\)\)\.(?<names>\w+)/g),
        ].flatMap(({groups: {names = '', from = ''} = {}}) => {
          const source = relative('.', resolve(file, '..', from)).replace(/\.js$/, '.ts')
          return names.split(',').map((name) => `${source} ${/^(?:type )?(\w*)/.exec(name.trim())?.[1]}`)
        }),
      ),
  )

/** The topic of a file inside its folder, such as `lib/plan/ports`; a file outside of topics stands for itself. */
const topicOf = (file: string): string => (file.split('/').length > 3 ? file.split('/').slice(0, 3).join('/') : file)

/** The files that a file imports, whether at once or later; types alone are no way. */
const filesImportedBy = (file: string): string[] =>
  [
    ...readFileSync(join(SOURCE, file), 'utf8')
      .replace(/^import type [^']*'[^']*'$/gm, '')
      .matchAll(/(?:\bfrom |\bimport\()'(\.[^'\n]+)'/g),
  ].map(([, name = '']) => relative(SOURCE, resolve(SOURCE, file, '..', name)).replace(/\.js$/, '.ts'))

/** Topics that lead back to themselves, each as the way round. */
function circles(): string[] {
  const leadsTo = new Map<string, Set<string>>()
  for (const file of files.filter((each) => each.startsWith('lib/'))) {
    const from = topicOf(file)
    const others = filesImportedBy(file)
      .map(topicOf)
      .filter((to) => to !== from)
    leadsTo.set(from, new Set([...(leadsTo.get(from) ?? []), ...others]))
  }
  const found: string[] = []
  const finished = new Set<string>()
  const visit = (topic: string, path: readonly string[]): void => {
    if (path.includes(topic)) found.push([...path.slice(path.indexOf(topic)), topic].join(' -> '))
    if (path.includes(topic) || finished.has(topic)) return
    for (const next of leadsTo.get(topic) ?? []) visit(next, [...path, topic])
    finished.add(topic)
  }
  for (const topic of leadsTo.keys()) visit(topic, [])
  return found
}

const importsOf = (file: string): string[] =>
  imported(join('src', file)).map((name) => (name.startsWith('src/') ? folderOf(relative('src', name)) : name))

/** A file and all files of the project that it imports, over however many steps. */
function reachedFrom(file: string, reached = new Set<string>()): ReadonlySet<string> {
  if (reached.has(file) || !existsSync(file)) return reached
  reached.add(file)
  for (const next of imported(file)) if (next.endsWith('.ts')) reachedFrom(next, reached)
  return reached
}

function refused(file: string): string[] {
  const folder = folderOf(file)
  const allowed = MAY_IMPORT[folder]
  if (!allowed) return [`${file}: folder ${folder} is not listed`]
  return importsOf(file)
    .filter((name) => name !== folder && !allowed.includes(name))
    .filter((name) => !allowed.some((one) => one.endsWith('*') && name.startsWith(one.slice(0, -1))))
    .map((name) => `${file} imports ${name}`)
}

describe('architecture', () => {
  it('reads the imports it judges', () => {
    assert.deepEqual(importsOf('lib/cli/args/pflag.ts'), ['lib/errors.ts', 'lib/nearest.ts'])
    assert.ok(importsOf('lib/cli/base-command.ts').includes('@oclif/core'))
  })

  it('imports go in the permitted directions', () => {
    assert.deepEqual(files.flatMap(refused), [])
  })

  it('no topic leads back to itself', () => {
    assert.deepEqual(circles(), [])
  })

  it('only the outer folders look at the process, the clock and chance', () => {
    const effects = /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/
    const offenders = files
      .filter((file) => !MAY_HAVE_EFFECTS.includes(folderOf(file)))
      .filter((file) => effects.test(readFileSync(join(SOURCE, file), 'utf8').replace(/^\s*(\/\/|\/?\*).*$/gm, '')))
    assert.deepEqual(offenders, [])
  })

  // The bundle's entry is imported by bin/run.js, from the bundle.
  const exported = files
    .filter((file) => file !== 'lib/cli/main.ts')
    .flatMap((file) => exportsOf(`src/${file}`).map((name) => ({name, path: `src/${file}`, id: `src/${file} ${name}`})))

  it('a name is exported only where another file imports it', () => {
    const imported = namesImportedBy(() => true)
    assert.deepEqual(
      exported.map(({id}) => id).filter((id) => !imported.has(id)),
      [],
    )
  })

  it('what is there for tests alone is no part of the program', () => {
    const used = namesImportedBy((file) => !file.startsWith('test/'))
    const count = (path: string, name: string) => CODE.get(path)?.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0
    assert.deepEqual(
      exported.filter(({id, path, name}) => !used.has(id) && count(path, name) < 2).map(({id}) => id),
      [],
    )
  })

  it('no exported name is declared in two files', () => {
    const names = exported.map(({name}) => name)
    assert.deepEqual(
      exported.filter(({name}, i) => names.indexOf(name) < i).map(({id}) => id),
      [],
    )
  })

  it('names in a line to paste are words for a shell, by toPaste or shellLine', () => {
    const verbs = 'create|connect|disconnect|dns|explain|inspect|link|plan|ports|prune|rm|run|start|stop|unlink|who'
    const line = new RegExp(`(\\w*)\`[^\`]*\\b(?:dnet|docker) (?:${verbs}) [^\`]*\\$\\{[^\`]*\``, 'g')
    const offenders = files.flatMap((file) =>
      [...readFileSync(join(SOURCE, file), 'utf8').matchAll(line)]
        .filter(([, tag]) => tag !== 'toPaste')
        .map(([text]) => `${file}: ${text}`),
    )
    assert.deepEqual(offenders, [])
  })
})

describe('the test files', () => {
  const ofEngines = [...TEST_FILES.engine, ...TEST_FILES.apart].sort()
  const all = [...TEST_FILES.unit, ...ofEngines]
  const reached = new Map(all.map((file) => [file, reachedFrom(file)]))
  const reaching = (module: string) => all.filter((file) => reached.get(file)?.has(module))

  it('are marked .engine.test.ts where they reach an engine, and nowhere else', () => {
    assert.deepEqual(reaching('test/harness/throwaway.ts'), ofEngines)
  })

  it('run on each engine where they ask for the engine of the test run, and do not compare with the Docker CLI', () => {
    const ownVersion = ['test/differential/programs.ts', 'test/commands/ports-engine.ts'].flatMap(reaching)
    const asking = reaching('test/harness/fixture.ts').filter((file) => !ownVersion.includes(file))
    assert.deepEqual(asking, TEST_FILES.eachEngine)
  })

  it('lie in the folder of what they test', () => {
    // Tests of the project itself, of the whole program, and of several parts together.
    const apart = ['.', 'harness', 'program', 'terminal', 'contract', 'differential']
    const astray = all.filter((file) => {
      const folder = relative('test', dirname(file))
      if (apart.includes(folder)) return false
      const source = folder.startsWith('commands') ? join('src', folder) : join('src/lib', folder)
      const room = source.split('/').slice(0, 3).join('/')
      const fromSource = imported(file).filter((name) => name.startsWith('src/'))
      const testsAnother = fromSource.length > 0 && !fromSource.some((name) => name.startsWith(`${room}/`))
      return !existsSync(source) || (testsAnother && TEST_FILES.unit.includes(file))
    })
    assert.deepEqual(astray, [])
  })
})
