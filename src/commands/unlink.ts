import {foreseeUnlink} from '../lib/carry/links.js'
import {dryRun, flag, noCheck, strict, string} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {ChangeCommand} from '../lib/cli/change-command.js'

export default class Unlink extends ChangeCommand {
  static override summary = 'Remove a link between containers'
  static override description =
    'Give the target as in dnet link, or only the name. A network that dnet made for the link is removed too, once no other link needs it.'
  static override examples = ['<%= config.bin %> unlink app postgres:db', '<%= config.bin %> unlink app db']
  static override words: readonly WordShape[] = [
    {name: 'CONTAINER', offers: 'container'},
    {name: 'TARGET[:ALIAS]', offers: 'container'},
  ]
  static override flags = {
    network: string({helpValue: 'NETWORK', summary: 'only on this network', offers: 'own-network'}),
    shared: flag('a name that everyone on the network sees'),
    'no-check': noCheck(),
    strict: strict(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Unlink)
    const [container = '', target = ''] = words
    const {plan, ...foresight} = await foreseeUnlink(await this.linkTools(flags), {
      container,
      target,
      shared: flags.shared,
      network: flags.network,
    })
    const {results = [], told} = await this.change(foresight, flags)
    if (!plan) return told
    const {container: from, removed} = plan
    for (const {network, target: to, alias} of results.length > 0 ? removed : [])
      this.talk(`${from} no longer reaches ${to} as ${alias} on ${network}`)
    return {container: from, removed, ...told}
  }
}
