import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {DnetError} from '../lib/errors.js'
import {nearest} from '../lib/nearest.js'
import {toPaste} from '../lib/shell-words.js'
import {completionScript, SHELLS} from '../lib/view/completion-script.js'

export default class Completion extends BaseCommand {
  static override summary = 'Print the shell completion script'
  static override description = [
    'Add the line for your shell to its start-up file:',
    '  bash  source <(dnet completion bash)',
    '  zsh   source <(dnet completion zsh)',
    '  fish  dnet completion fish | source',
  ].join('\n')
  static override examples = ['<%= config.bin %> completion bash']
  static override words: readonly WordShape[] = [{name: 'SHELL', offers: SHELLS}]

  async run(): Promise<object> {
    const {words} = await this.read(Completion)
    const [word = ''] = words
    const shell = SHELLS.find((each) => each === word)
    if (!shell) {
      const near = nearest(word, SHELLS)
      throw new DnetError('USAGE', `no completion for "${word}"`, toPaste`dnet completion ${near ?? 'bash'}`)
    }
    const script = completionScript(shell)
    this.answer(script)
    return {shell, script}
  }
}
