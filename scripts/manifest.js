import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Plugin} from '@oclif/core'

const root = fileURLToPath(new URL('..', import.meta.url))

/** oclif's manifest of the built commands, as text: with it, oclif finds a command without loading the others. */
export async function manifestText() {
  const plugin = new Plugin({root, isRoot: true, ignoreManifest: true, errorOnManifestCreate: true})
  await plugin.load()
  return `${JSON.stringify(plugin.manifest, null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(join(root, 'oclif.manifest.json'), await manifestText())
}
