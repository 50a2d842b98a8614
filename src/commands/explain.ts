import type {EngineFlags} from '../lib/cli/args/common-flags.js'
import {string} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {readStdin} from '../lib/cli/read-stdin.js'
import {meaningIn} from '../lib/engine/refusals/meaning.js'
import {DnetError} from '../lib/errors.js'
import type {Host} from '../lib/model/host.js'
import {culpritOf} from '../lib/plan/explain.js'
import {type Explanation, explanationText} from '../lib/view/explanation.js'

export default class Explain extends BaseCommand {
  static override summary = 'Say what an error of the engine means'
  static override description =
    'Takes the sentence as words, or piped in with all that stands around it. Names the cause, who is in the way, and what to do. The engine is asked who; where it does not answer, the rest is said.'
  static override examples = [
    "<%= config.bin %> explain 'Bind for 0.0.0.0:80 failed: port is already allocated'",
    'docker compose up 2>&1 | <%= config.bin %> explain',
    "<%= config.bin %> explain --network web 'Address already in use'",
  ]
  static override words: readonly WordShape[] = [{name: 'SENTENCE', many: true, optional: true}]
  static override flags = {
    network: string({
      helpValue: 'NETWORK',
      summary: 'network that it was about, where the sentence does not name it',
      offers: 'network',
    }),
  }

  async run(): Promise<{explanation: Explanation}> {
    const {flags, words} = await this.read(Explain)
    const text = words.length > 0 ? words.join(' ') : await readStdin()
    if (text.trim() === '')
      throw new DnetError('USAGE', 'there is no sentence to explain', `${this.commandPath} SENTENCE, or pipe it in`)
    const meaning = meaningIn(text)
    if (!meaning)
      throw new DnetError(
        'NOT_FOUND',
        'no line of it is an error of the engine that dnet knows',
        "look into the engine's log",
      )
    const {sentence, code, cause} = meaning
    const named = flags.network === '' ? meaning.named : {network: flags.network, ...meaning.named}
    const host = await this.picture(flags, code === 'PORT_TAKEN')
    const {holder, remedy} = host ? culpritOf(host, code, named, new Date(this.look.now)) : {holder: '', remedy: ''}
    const explanation = {sentence, code, cause, holder, remedy: remedy || meaning.hint(named)}
    this.answer(explanationText(explanation))
    return {explanation}
  }

  /** undefined where no engine answers: a sentence may come from elsewhere. */
  private async picture(flags: EngineFlags, publishing: boolean): Promise<Host | undefined> {
    try {
      const {engine} = await this.connect(flags)
      return await engine.observe({networkDetails: true, containers: true, publishing})
    } catch (error) {
      if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
      this.talk(`not looked who is in the way: ${error.message}`)
      return undefined
    }
  }
}
