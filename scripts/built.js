import {existsSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** When a file or anything in a folder of the project last changed, in milliseconds since the epoch; 0 if there is none. */
export function changed(path) {
  const full = join(root, path)
  if (!existsSync(full)) return 0
  if (!statSync(full).isDirectory()) return statSync(full).mtimeMs
  return Math.max(0, ...readdirSync(full, {recursive: true}).map((name) => statSync(join(full, name)).mtimeMs))
}

/** Whether the bundle is there and no older than what it is made of. */
export const isBuilt = () =>
  changed('dist/main.js') >= Math.max(...['src', 'scripts/build.js', 'package.json'].map(changed))
