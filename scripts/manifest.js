import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Plugin} from '@oclif/core'

const root = fileURLToPath(new URL('..', import.meta.url))

/** oclif's manifest of the built commands, as text: with it, oclif finds a command without loading the others. */
export async function manifestText() {
  const plugin = new Plugin({root, isRoot: true, ignoreManifest: true, errorOnManifestCreate: true})
  await plugin.load()
  for (const [id, {flags}] of Object.entries(plugin.manifest.commands)) {
    const command = await plugin.findCommand(id, {must: true})
    // oclif keeps only what it knows of a flag; completion reads what its values may be.
    for (const [name, flag] of Object.entries({...command.baseFlags, ...command.flags}))
      if (flag.offers) flags[name].offers = flag.offers
  }
  // oclif lists them as the file system does, and no two are alike.
  const commands = Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${JSON.stringify({...plugin.manifest, commands: Object.fromEntries(commands)}, null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(join(root, 'oclif.manifest.json'), await manifestText())
}
