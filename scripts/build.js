import {mkdir, readdir, rm, writeFile} from 'node:fs/promises'
import {build} from 'esbuild'

/**
 * Bundles src into dist: main.js, one file for each command, and the chunks they share, so that a command loads what
 * it uses and no more. dockerode's ssh and gRPC clients are replaced by nothing: dnet goes through the system's ssh.
 */
const root = new URL('..', import.meta.url).pathname

/** What dockerode drags in and dnet never calls. */
const LEFT_OUT = /^(ssh2|cpu-features|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs(\/.*)?)$/
/** What oclif loads only where TypeScript sources are run. */
const NEVER_THERE = ['typescript', 'ts-node', 'tsx', 'tsconfig-paths']

const leaveOut = {
  name: 'leave-out',
  setup(bundle) {
    bundle.onResolve({filter: LEFT_OUT}, ({path}) => ({path, namespace: 'left-out'}))
    bundle.onLoad({filter: /.*/, namespace: 'left-out'}, () => ({contents: 'module.exports = {}', loader: 'js'}))
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
  plugins: [leaveOut],
  metafile: true,
  banner: {js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);"},
})
await mkdir(`${root}coverage`, {recursive: true})
await writeFile(`${root}coverage/bundle.json`, JSON.stringify(metafile))
