import {lookBefore} from '../lib/carry/observe-around.js'
import {dryRun, flag, noCheck, strict} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {DnetError} from '../lib/errors.js'
import {holdersOfNetwork} from '../lib/model/endpoints/members.js'
import {networkNamed} from '../lib/model/find.js'
import type {Host} from '../lib/model/host.js'
import {disconnectFindings} from '../lib/plan/endpoints/connect.js'
import {refusalOf} from '../lib/plan/endpoints/refusal.js'
import type {Operation} from '../lib/plan/operation.js'

export default class Disconnect extends BaseCommand {
  static override summary = 'Disconnect containers from a network'
  static override description =
    'Looks first: tells whether the default gateway would move, and which ports would be lost.'
  static override examples = [
    '<%= config.bin %> disconnect web api',
    '<%= config.bin %> disconnect --force web api',
    '<%= config.bin %> disconnect --all web',
  ]
  static override words: readonly WordShape[] = [
    {name: 'NETWORK', offers: 'network'},
    {name: 'CONTAINER', offers: 'connected-container', many: true, unless: 'all'},
  ]
  static override flags = {
    all: flag('all that is on the network: stopped containers and stale endpoints too', {char: 'a'}),
    force: flag('also where the container is gone or does not answer', {char: 'f'}),
    'no-check': noCheck(),
    strict: strict(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Disconnect)
    const [network = '', ...containers] = words
    const named = containers.map((container): Operation & {do: 'disconnect'} => {
      return {do: 'disconnect', network, container, force: flags.force, because: ''}
    })
    if (flags['dry-run'] && flags['no-check'] && !flags.all) return this.dryRun(named)
    const {engine} = await this.connect(flags)
    const looks = !flags['no-check'] || flags.all
    const host = looks ? await lookBefore(engine, network, containers) : undefined
    const plan = flags.all ? everyone(host, network, flags.force) : named
    const findings = host && !flags['no-check'] ? plan.flatMap((operation) => disconnectFindings(host, operation)) : []
    const warnings = this.foretell(findings, flags.strict)
    if (flags['dry-run']) {
      const refusals = plan.map((operation) => (host && !flags.all ? refusalOf(host, operation, []) : undefined))
      for (const refusal of refusals) if (refusal) this.failed(refusal)
      return this.dryRun(plan.filter((_, i) => !refusals[i]))
    }
    const targets = plan.map(({container}) => container)
    if (!(await this.sureOfAll(`Disconnect ${targets.length} containers from ${network}`, targets, flags)))
      return {network, disconnected: [], warnings}
    this.intend(plan)
    const disconnected: string[] = []
    for (const operation of plan) {
      try {
        await engine.execute(operation)
        disconnected.push(operation.container)
      } catch (error) {
        this.failed(error)
      }
    }
    return {network, disconnected, warnings}
  }
}

/** @throws DnetError NETWORK_NOT_FOUND */
function everyone(host: Host | undefined, word: string, force: boolean): (Operation & {do: 'disconnect'})[] {
  if (!host) throw new DnetError('UNREACHABLE', `who is on network ${word} could not be seen`, 'try again')
  const network = networkNamed(host.networks, word)
  return holdersOfNetwork(host, network)
    .filter(({kind}) => kind !== 'swarm')
    .map(({name, kind}) => {
      return {do: 'disconnect', network: word, container: name, force: force || kind === 'stale', because: `${kind}`}
    })
}
