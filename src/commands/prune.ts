import {dryRun, filter, flag, list, notEmpty, parsed} from '../lib/cli/args/flags.js'
import {keyValues} from '../lib/cli/args/offer.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import type {Engine} from '../lib/engine/engine.js'
import type {Filters, Operation} from '../lib/plan/operation.js'
import {parseDuration} from '../lib/plan/remove/duration.js'
import {mergePruneFilters, toFilters} from '../lib/plan/remove/filters.js'
import {type PruneRow, planPrune, pruneOperations} from '../lib/plan/remove/prune.js'

const WARNING =
  'WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?'

export default class Prune extends BaseCommand {
  static override summary = 'Remove the networks that nothing uses'
  static override description =
    "At a terminal, or with any flag that Docker's prune does not have: a plan with a reason for each network, which keeps what stopped containers need. In a script, with Docker's flags alone: Docker's prune, which does not."
  static override examples = [
    '<%= config.bin %> prune --dry-run',
    '<%= config.bin %> prune --force --filter until=24h',
    '<%= config.bin %> prune --keep-stopped --older-than 7d --project shop',
  ]
  static override flags = {
    filter: filter({
      summary: 'only networks that match, such as until=24h or label!=keep',
      offers: keyValues({label: [], 'label!': [], until: []}),
    }),
    force: flag('do not ask', {char: 'f'}),
    'include-stopped': flag('also networks that only stopped containers need'),
    'keep-stopped': flag('keep what stopped containers need, in a script too'),
    label: list({summary: 'only networks with this label', helpValue: 'KEY[=VALUE]'}),
    'older-than': parsed(parseDuration, {
      default: 0,
      helpValue: 'AGE',
      summary: 'only networks at least this old, such as 24h or 7d',
      offers: ['1h', '24h', '7d'],
    }),
    project: parsed(notEmpty, {
      default: '',
      helpValue: 'NAME',
      summary: 'only networks of this compose project',
      offers: 'project',
    }),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags} = await this.read(Prune)
    const asksForPlan =
      flags['include-stopped'] ||
      flags['keep-stopped'] ||
      flags.label.length > 0 ||
      flags['older-than'] > 0 ||
      flags.project !== ''
    const planned = this.screen.terminal || asksForPlan
    if (!planned && !flags.force && !flags['dry-run'] && !(await this.confirm(WARNING))) return {deleted: []}
    const {engine, dockerConfig} = await this.connect(flags)
    const own = toFilters([...flags.filter.flat(), ...flags.label.map((label): [string, string] => ['label', label])])
    const filters = mergePruneFilters(own, dockerConfig.pruneFilters)
    if (!planned && !flags['dry-run']) return this.asDocker(engine, filters)
    const includeStopped = flags['include-stopped'] || !planned
    const host = await engine.observe({networkDetails: true, containers: true})
    const {project, 'older-than': olderThan} = flags
    const rows = planPrune(host, {filters, includeStopped, olderThan, project}, new Date(this.look.now))
    await this.show(async () => {
      const {pruneTable} = await import('../lib/view/networks/prune.js')
      return pruneTable(rows, this.look)
    })
    const plan = pruneOperations(rows)
    if (flags['dry-run'] || plan.length === 0) return {networks: rows, deleted: []}
    const sure =
      flags.force || (await this.agreed(`Remove ${plan.length} network${plan.length === 1 ? '' : 's'}?`, flags))
    return {networks: rows, deleted: sure ? await this.removeEach(engine, plan, rows) : []}
  }

  private async asDocker(engine: Engine, filters: Filters): Promise<object> {
    const operation: Operation & {do: 'prune-networks'} = {do: 'prune-networks', filters, because: ''}
    const {deleted} = await engine.execute(operation)
    if (deleted.length > 0) this.answer(`Deleted Networks:\n${deleted.join('\n')}\n\n`)
    return {deleted}
  }

  /** One call each: what came into use since the plan was made is refused, said, and the rest goes on. */
  private async removeEach(
    engine: Engine,
    plan: readonly (Operation & {do: 'remove-network'})[],
    rows: readonly PruneRow[],
  ): Promise<string[]> {
    const deleted: string[] = []
    for (const operation of plan) {
      if (this.interrupted.signal.aborted) throw this.interrupted.signal.reason
      try {
        await engine.execute(operation)
        deleted.push(rows.find(({id}) => id === operation.network)?.name ?? operation.network)
        this.talk(`Deleted ${deleted.at(-1)}`)
      } catch (error) {
        this.failed(error)
      }
    }
    return deleted
  }
}
