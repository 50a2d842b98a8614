import {foreseeLink} from '../../lib/carry/links.js'
import {dryRun, flag, noCheck, strict, string} from '../../lib/cli/args/flags.js'
import type {WordShape} from '../../lib/cli/args/words.js'
import {ChangeCommand} from '../../lib/cli/change-command.js'

export default class Link extends ChangeCommand {
  static override summary = 'Give a container a name for another'
  static override description =
    'Uses a user-defined network that both containers are on, or makes one. Only the first container sees the name, or with --shared everyone on the network does. Existing settings of the endpoints are kept.'
  static override examples = [
    '<%= config.bin %> link app postgres:db',
    '<%= config.bin %> link --shared --network web app postgres:db',
    '<%= config.bin %> link --env app postgres:db >> app.env',
  ]
  static override words: readonly WordShape[] = [
    {name: 'CONTAINER', offers: 'container'},
    {name: 'TARGET[:ALIAS]', offers: 'container'},
  ]
  static override flags = {
    env: flag('print the variables that a legacy link sets, such as DB_PORT_5432_TCP_ADDR'),
    network: string({
      helpValue: 'NETWORK',
      summary: 'network to use; both containers are connected to it',
      offers: 'own-network',
    }),
    shared: flag('a name for everyone on the network, not only for this container'),
    'no-check': noCheck(),
    strict: strict(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Link)
    const [container = '', target = ''] = words
    const {env, shared, network: on} = flags
    const request = {container, target, shared, network: on}
    const {plan, ...foresight} = await foreseeLink(await this.linkTools(flags), request, {env})
    const {results = [], told} = await this.change(foresight, flags)
    if (!plan) return told
    const {container: from, target: to, alias, network, steps} = plan
    const link = {container: from, target: to, alias, network, shared, changed: steps.length > 0}
    const [linked] = results
    if (!linked) return {link, ...told}
    this.talk(`${from} reaches ${to} as ${alias} on ${network}${steps.length === 0 ? ': nothing to do' : ''}`)
    this.answerVerbatim(linked.env.map((line) => `${line}\n`).join(''))
    return env ? {link, env: linked.env, ...told} : {link, ...told}
  }
}
