import {dryRun, flag, noCheck, strict, string} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {LinkCommand, stepFindings} from '../lib/cli/link-command.js'
import {planUnlink} from '../lib/plan/links/unlink.js'
import {operationsOf} from '../lib/plan/step.js'

export default class Unlink extends LinkCommand {
  static override summary = 'Take a name away that a container reaches another by'
  static override description =
    'The target is given as in dnet link, or by the name alone. A network that dnet made for the link goes too, once no other link needs it.'
  static override examples = ['<%= config.bin %> unlink app postgres:db', '<%= config.bin %> unlink app db']
  static override words: readonly WordShape[] = [
    {name: 'CONTAINER', offers: 'container'},
    {name: 'TARGET[:ALIAS]', offers: 'container'},
  ]
  static override flags = {
    network: string({helpValue: 'NETWORK', summary: 'only on this network', offers: 'own-network'}),
    shared: flag('the name that everyone on the network sees'),
    'no-check': noCheck(),
    strict: strict(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Unlink)
    const [container = '', target = ''] = words
    const scene = await this.scene(flags, 0)
    const request = {container, target, shared: flags.shared, network: flags.network}
    const plan = planUnlink(scene.host, request, scene.remembered)
    const steps = this.withRepairs(scene, plan.steps)
    if (flags['dry-run']) return this.dryRun(steps.flatMap(operationsOf))
    const warnings = this.foretell(flags['no-check'] ? [] : stepFindings(scene.host, steps), flags.strict)
    await this.carry(scene, steps)
    for (const {network, target: to, alias} of plan.removed)
      this.talk(`${plan.container} no longer reaches ${to} as ${alias} on ${network}`)
    return {container: plan.container, removed: plan.removed, warnings}
  }
}
