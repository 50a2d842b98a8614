import {type Config, Help} from '@oclif/core'
import {DnetError} from '../errors.js'

/** The help of a command, or of dnet where `id` is ''. @throws DnetError USAGE for an id that no command has */
export async function helpText(config: Config, id: string): Promise<string> {
  const lines: string[] = []
  const help = new (class extends Help {
    protected override log(...words: string[]): void {
      lines.push(words.join(' '))
    }
  })(config, {stripAnsi: !process.stdout.isTTY})
  if (id !== '' && !config.commandIDs.includes(id))
    throw new DnetError('USAGE', `unknown command: dnet ${id.replaceAll(':', ' ')}`, 'dnet --help')
  await help.showHelp(id === '' ? [] : [id])
  return `${lines.join('\n').trimEnd()}\n`
}
