import {Config} from '@oclif/core'
import {type Asked, commandOf} from './args/argv.js'
import type {DeclaredCommand} from './args/manifest.js'
import {mayAsk} from './ask/may-ask.js'
import {Ending} from './out/ending.js'
import {jsonAsked} from './out/json-answer.js'
import {Output} from './out/output.js'

/**
 * Finds the command that the words name and runs it. oclif's own dispatcher is not used: flags may come before the
 * command (`dnet -H … ls`), and unknown words must end with dnet's codes and messages.
 * @param root the package's folder, where package.json and oclif.manifest.json are
 */
export async function runDnet(argv: readonly string[], root: string): Promise<void> {
  try {
    const config = await Config.load({root})
    const found =
      argv.length === 0 && mayAsk(false)
        ? await fromMenu(config)
        : commandOf(argv, config.commands as readonly DeclaredCommand[])
    switch (found.kind) {
      case 'command':
        await config.runCommand(found.id, [...found.argv])
        return
      case 'version':
        process.stdout.write(`dnet version ${config.version}, node ${process.versions.node}\n`)
        return
      case 'help':
        await showHelp(config, found.id, found.stream)
        return
    }
  } catch (error) {
    const out = new Output(process)
    out.json = jsonAsked(argv)
    new Ending(out, process).crash(error, 'dnet')
  }
}

/** dnet without words, at a terminal: the person chooses a command. */
async function fromMenu(config: Config): Promise<Asked> {
  const {chooseCommand} = await import('./ask/menu.js')
  return {kind: 'command', id: await chooseCommand(config), argv: []}
}

async function showHelp(config: Config, id: string, stream: 'stdout' | 'stderr'): Promise<void> {
  const {helpText} = await import('./help.js')
  process[stream].write(await helpText(config, id, stream))
}
