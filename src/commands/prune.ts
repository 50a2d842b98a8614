import {Flags} from '@oclif/core'
import {BaseCommand} from '../lib/cli/base-command.js'
import {dryRun, filter} from '../lib/cli/flags.js'
import {mergePruneFilters, toFilters} from '../lib/plan/filters.js'
import type {Operation} from '../lib/plan/operation.js'

const WARNING =
  'WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?'

export default class Prune extends BaseCommand {
  static override summary = 'Remove all networks that no running container uses'
  static override examples = ['<%= config.bin %> prune', '<%= config.bin %> prune --force --filter until=24h']
  static override flags = {
    filter: filter('filter', {summary: 'only networks that match, such as until=24h or label!=keep'}),
    force: Flags.boolean({char: 'f', summary: 'do not ask'}),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags} = await this.read(Prune, {min: 0, max: 0})
    if (!flags.force && !flags['dry-run'] && !(await this.confirm(WARNING))) return {deleted: []}
    const {engine, dockerConfig} = await this.connect(flags)
    const filters = mergePruneFilters(toFilters(flags.filter.flat()), dockerConfig.pruneFilters)
    const operation: Operation & {do: 'prune-networks'} = {do: 'prune-networks', filters, because: ''}
    if (flags['dry-run']) return this.dryRun([operation])
    const {deleted} = await engine.execute(operation)
    if (deleted.length > 0) this.answer(`Deleted Networks:\n${deleted.join('\n')}\n\n`)
    return {deleted}
  }
}
