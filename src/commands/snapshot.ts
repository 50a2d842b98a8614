import {flag} from '../lib/cli/args/flags.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {JsonText} from '../lib/cli/out/json-answer.js'
import {snapshotText} from '../lib/model/snapshot/snapshot.js'

export default class Snapshot extends BaseCommand {
  static override summary = "Print the host's network state, for later use with --from"
  static override examples = [
    '<%= config.bin %> snapshot > host.json',
    '<%= config.bin %> subnets --from host.json',
    '<%= config.bin %> snapshot --no-labels > for-others.json',
  ]
  static override flags = {
    'no-labels': flag('leave out the labels of networks and containers'),
  }

  async run(): Promise<object> {
    const {flags} = await this.read(Snapshot)
    const {engine} = await this.connect(flags)
    const host = await engine.observe({
      networkDetails: true,
      addressUse: true,
      containerDetails: true,
      addressSpace: true,
      publishing: true,
    })
    const text = snapshotText(host, {labels: !flags['no-labels']})
    this.answerVerbatim(text)
    return {snapshot: new JsonText(text.trimEnd())}
  }
}
