import {readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

/**
 * Bundles src into dist: main.js, one file for each command and the chunks they share, so that a command loads what
 * it uses and no more. Then writes the licences of what was bundled.
 */
const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * What dockerode and oclif drag in and dnet never calls: ssh goes through the system's own, images are neither built nor
 * sent; commands are found by the manifest, and there are no plugins and no debug logs. cli-spinners stays, as oclif
 * makes a spinner when it is loaded at a terminal. cli-table3 colours nothing here.
 */
const LEFT_OUT = new RegExp(
  `^(${[
    'ssh2|cpu-features|@grpc/grpc-js|@grpc/proto-loader|protobufjs(/.*)?|tar-fs|@balena/dockerignore',
    'semver|tinyglobby|minimatch|debug|@colors/colors(/.*)?',
  ].join('|')})$`,
)
/** What oclif loads only to run TypeScript sources. */
const NEVER_THERE = ['typescript', 'ts-node', 'tsx', 'tsconfig-paths']

const leaveOut = {
  name: 'leave-out',
  setup(bundle) {
    bundle.onResolve({filter: LEFT_OUT}, ({path}) => ({path, namespace: 'left-out'}))
    bundle.onLoad({filter: /.*/, namespace: 'left-out'}, () => ({contents: 'module.exports = () => () => {}'}))
  },
}

/** The view's own measure of text in place of each old string-width that packages bring along. */
const oneMeasure = {
  name: 'one-measure',
  setup(bundle) {
    const path = `${root}src/lib/view/text/display-width.cjs`
    bundle.onResolve({filter: /^string-width$/}, ({importer}) => (importer === path ? undefined : {path}))
  },
}

const commands = (await readdir(`${root}src/commands`, {recursive: true})).filter((file) => file.endsWith('.ts'))
await rm(`${root}dist`, {recursive: true, force: true})
const {metafile} = await build({
  absWorkingDir: root,
  entryPoints: [
    {in: 'src/lib/cli/main.ts', out: 'main'},
    ...commands.map((file) => ({in: `src/commands/${file}`, out: `commands/${file.slice(0, -3)}`})),
  ],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  external: NEVER_THERE,
  // Packages may be a link to another work tree's: they keep the path that licences are found by.
  preserveSymlinks: true,
  // The package is a copy of Node's own for old Nodes.
  alias: {'readable-stream': 'node:stream'},
  plugins: [leaveOut, oneMeasure],
  metafile: true,
  logLevel: 'warning',
  banner: {js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);"},
})
await writeFile(`${root}dist/LICENSES.txt`, await licences(metafile))

/** The licence of each package that the bundle holds a part of; a package without one fails the build. */
async function licences({outputs}) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs))
  // The innermost package of a path: some bring an older copy of another along.
  const folders = new Set(inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []))
  if (folders.size === 0) throw new Error('no package found in the bundle: are its paths outside node_modules?')
  const texts = [...folders].map(async (place) => {
    const folder = `${root}${place}`
    const {name, version, license} = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'))
    if (!license) throw new Error(`${name} ${version} names no licence`)
    const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
    const text = file ? await readFile(`${folder}/${file}`, 'utf8') : ''
    return `${name} ${version}: ${license}\n\n${text.trim()}\n`
  })
  return (await Promise.all(texts)).sort().join(`\n${'-'.repeat(80)}\n\n`)
}
