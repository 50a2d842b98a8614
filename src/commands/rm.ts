import {dryRun, flag} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {isMissing, RemoveCommand} from '../lib/cli/remove-command.js'
import type {Engine} from '../lib/engine/engine.js'
import type {Operation} from '../lib/plan/operation.js'

const INGRESS_WARNING =
  'WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same docker engine version. ' +
  'Otherwise, removal may not be effective and functionality of newly create ingress networks will be impaired.\n' +
  'Are you sure you want to continue?'

export default class Rm extends RemoveCommand {
  static override summary = 'Remove networks'
  static override aliases = ['remove']
  static override examples = [
    '<%= config.bin %> rm web',
    '<%= config.bin %> rm --force web api',
    '<%= config.bin %> rm --disconnect web',
  ]
  static override words: readonly WordShape[] = [{name: 'NETWORK', offers: 'own-network', many: true}]
  static override flags = {
    disconnect: flag('detach what is on it first: containers, stopped ones too, and endpoints without a container'),
    force: flag('a network that does not exist is no error', {char: 'f'}),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Rm)
    const plan = words.map((network) => ({do: 'remove-network', network, because: ''}) satisfies Operation)
    const {engine} = await this.connect(flags)
    if (flags['dry-run']) return this.dryRun(await this.rehearse(engine, words, flags))
    if (!(await this.sureOfAll(`Remove ${words.length} networks`, words, flags))) return {removed: []}
    this.intend(plan)
    const removed: string[] = []
    const disconnected: {network: string; container: string}[] = []
    for (const operation of plan) {
      try {
        if ((await isIngress(engine, operation.network)) && !(await this.confirm(INGRESS_WARNING))) continue
        if (flags.disconnect) disconnected.push(...(await this.removeWithAll(engine, operation.network)))
        else await this.removeBare(engine, operation)
        removed.push(operation.network)
        this.answer(`${operation.network}\n`)
      } catch (error) {
        if (!(flags.force && isMissing(error))) this.failed(error)
      }
    }
    return flags.disconnect ? {removed, disconnected} : {removed}
  }
}

/** Reports whether a network is Swarm's routing mesh; one that cannot be looked at is not, and its removal tells why. */
async function isIngress(engine: Engine, network: string): Promise<boolean> {
  const body = await engine.rawNetwork(network, {verbose: false}).catch(() => '{}')
  return (JSON.parse(body) as {Ingress?: boolean}).Ingress === true
}
