import {spawnSync} from 'node:child_process'
import {lstatSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {changed, isBuilt} from './built.js'

/**
 * Makes a fresh clone ready: packages where they are missing or older than the lock file, here and in the folders that
 * are named, then the bundle where it is missing or older than its sources. Plain JavaScript without packages, because
 * it is what brings them.
 */
const root = fileURLToPath(new URL('..', import.meta.url))

const run = (why, command, args) => {
  process.stderr.write(`${why}\n`)
  const {status, error, stdout, stderr} = spawnSync(command, args, {cwd: root, encoding: 'utf8'})
  if (status === 0) return
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`)
  process.exit(1)
}

/** Renews a folder's packages. Those that are somebody else's (a link from another work tree) are theirs to renew. */
const install = (folder) => {
  const packages = lstatSync(join(root, folder, 'node_modules'), {throwIfNoEntry: false})
  const lock = join(folder, 'package-lock.json')
  if (packages?.isSymbolicLink() || changed(join(folder, 'node_modules/.package-lock.json')) >= changed(lock)) return
  // Not the global folder of the `npm install --global .` that this may be a part of.
  const args = [
    'ci',
    '--no-global',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  run('installing packages', 'npm', args)
}

for (const folder of ['.', ...process.argv.slice(2)]) install(folder)
if (!isBuilt()) run('building dnet', process.execPath, ['scripts/build.js'])
