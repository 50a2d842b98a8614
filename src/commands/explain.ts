import type {EngineFlags} from '../lib/cli/args/common-flags.js'
import {string} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {readStdin} from '../lib/cli/read-stdin.js'
import {meaningIn} from '../lib/engine/refusals/meaning.js'
import {DnetError, type ErrorCode} from '../lib/errors.js'
import type {Host} from '../lib/model/host.js'
import {culpritOf} from '../lib/plan/explain.js'
import {type Explanation, explanationText} from '../lib/view/explanation.js'

export default class Explain extends BaseCommand {
  static override summary = 'Explain an error from the engine'
  static override description =
    'Give the error as words, or pipe in the output that contains it. Prints the cause, who is in the way and what to do. If the engine does not answer, who is in the way is left out.'
  static override examples = [
    "<%= config.bin %> explain 'Bind for 0.0.0.0:80 failed: port is already allocated'",
    'docker compose up 2>&1 | <%= config.bin %> explain',
    "<%= config.bin %> explain --network web 'Address already in use'",
  ]
  static override words: readonly WordShape[] = [{name: 'SENTENCE', many: true, optional: true}]
  static override flags = {
    network: string({
      helpValue: 'NETWORK',
      summary: 'network that the error is about, if the sentence does not name it',
      offers: 'network',
    }),
  }

  async run(): Promise<{explanation: Explanation}> {
    const {flags, words} = await this.read(Explain)
    const text = words.length > 0 ? words.join(' ') : await readStdin(this.interrupted.signal)
    if (text.trim() === '')
      throw new DnetError('USAGE', 'no error to explain', `${this.commandPath} SENTENCE, or pipe it in`)
    const meaning = meaningIn(text)
    if (!meaning)
      throw new DnetError('NOT_FOUND', 'no known engine error found in the input', "look in the engine's log")
    const {sentence, code, cause} = meaning
    const named = flags.network === '' ? meaning.named : {network: flags.network, ...meaning.named}
    const host = await this.picture(flags, code, named)
    const {holder, remedy} = host ? culpritOf(host, code, named, new Date(this.look.now)) : {holder: '', remedy: ''}
    const explanation = {sentence, code, cause, holder, remedy: remedy || meaning.hint(named)}
    this.answer(explanationText(explanation))
    return {explanation}
  }

  /** undefined if no engine answers: a sentence may come from another machine. */
  private async picture(
    flags: EngineFlags,
    code: ErrorCode,
    named: Readonly<Record<string, string>>,
  ): Promise<Host | undefined> {
    try {
      const {engine} = await this.connect(flags)
      return await engine.observe({
        networkDetails: true,
        // What it asks for tells the protocol, which a sentence may leave out; and which names it had where it was.
        containerDetails: ({name, endpoints}) =>
          name === named.endpoint || endpoints.some(({networkId}) => networkId !== '' && networkId === named.removed),
        publishing: code === 'PORT_TAKEN',
        addressSpace: code === 'POOL_EXHAUSTED',
      })
    } catch (error) {
      if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
      this.talk(`could not check who is in the way: ${error.message}`)
      return undefined
    }
  }
}
