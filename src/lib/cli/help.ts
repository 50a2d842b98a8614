import type {Config} from '@oclif/core'
import {DnetError} from '../errors.js'
import {commandHelp, type HelpCommand, rootHelp} from '../view/help.js'
import {screenOf} from './out/screen.js'

/**
 * The help of a command, or of dnet if `id` is '', laid out for the stream.
 * @throws DnetError USAGE for an unknown id
 */
export async function helpText(config: Config, id: string, stream: 'stdout' | 'stderr' = 'stdout'): Promise<string> {
  const commands = config.commands as unknown as readonly HelpCommand[]
  const look = screenOf(process[stream], process.env, false)
  if (id === '') return rootHelp(config.pjson.description ?? '', commands, look)
  const command = commands.find((each) => each.id === id || each.aliases.includes(id))
  if (!command) throw new DnetError('USAGE', `unknown command: dnet ${id.replaceAll(':', ' ')}`, 'dnet --help')
  const below = commands.filter(
    (each) => each.id.startsWith(`${command.id}:`) && !each.hidden && !each.aliases.includes(each.id),
  )
  return commandHelp(command, below, look)
}
