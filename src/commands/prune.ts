import type {Interfaces} from '@oclif/core'
import {foreseeDockerPrune, foreseePrune} from '../lib/carry/prune.js'
import {dryRun, filter, flag, list, notEmpty, parsed, parsedOrNone, yes} from '../lib/cli/args/flags.js'
import {keyValues} from '../lib/cli/args/offer.js'
import {ChangeCommand, type ChangeFlags, type Question} from '../lib/cli/change-command.js'
import type {Engine} from '../lib/engine/engine.js'
import {parseDuration} from '../lib/plan/remove/duration.js'
import {type Filters, mergePruneFilters, toFilters} from '../lib/spec/filters.js'
import {countOf} from '../lib/view/text/amounts.js'

const WARNING =
  'WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?'

export default class Prune extends ChangeCommand {
  static override summary = 'Remove unused networks'
  static override description =
    "On a terminal, or with any flag that Docker's prune does not have, shows a plan with a reason for each network and keeps the networks that stopped containers need. In a script with only Docker's flags, --yes or --dry-run, does what Docker's prune does, which removes those too."
  static override examples = [
    '<%= config.bin %> prune --dry-run',
    '<%= config.bin %> prune --force --filter until=24h',
    '<%= config.bin %> prune --keep-stopped --older-than 7d --project shop',
  ]
  static override idle = {beside: [['keep-stopped', 'include-stopped'] as const]}
  static override flags = {
    filter: filter({
      summary: 'only networks that match, such as until=24h or label!=keep',
      offers: keyValues({label: [], 'label!': [], until: []}),
    }),
    force: flag('same as --yes', {char: 'f'}),
    'include-stopped': flag('also networks that only stopped containers need'),
    'keep-stopped': flag('keep networks that stopped containers need, also in a script'),
    label: list({summary: 'only networks with this label', helpValue: 'KEY[=VALUE]'}),
    'older-than': parsedOrNone(parseDuration, {
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
    yes: yes(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags} = await this.read(Prune)
    // In a script, Docker's flags alone mean Docker's prune.
    const asDocker = !this.screen.terminal && !hasOwnFlag(flags)
    const isSure = flags.force || flags.yes || flags['dry-run']
    if (asDocker && !isSure && !(await this.confirm(WARNING))) return {deleted: []}
    const {engine, dockerConfig} = await this.connect(flags)
    const own = toFilters([...flags.filter.flat(), ...flags.label.map((label): [string, string] => ['label', label])])
    const filters = mergePruneFilters(own, dockerConfig.pruneFilters)
    if (asDocker && !flags['dry-run']) return this.asDocker(engine, filters, flags)
    const {project, 'older-than': olderThan = 0} = flags
    const query = {filters, includeStopped: flags['include-stopped'] || asDocker, olderThan, project}
    const {rows, decided, ...foresight} = await foreseePrune(engine, query, new Date(this.look.now))
    if (flags['dry-run'] && !hasOwnFlag(flags) && decided.length > 0) this.talk(ofDecided(decided))
    const draw = async (deleted?: readonly string[]): Promise<string> =>
      (await import('../lib/view/networks/prune.js')).pruneTable(rows, this.look, deleted)
    const {results, asked, told} = await this.change(foresight, flags, {
      question: aboutNetworks(foresight.parts.length, isSure, hasOwnFlag(flags)),
      draw,
      done: (_part, name) => this.talk(`Deleted ${name}`),
    })
    if (results && !(asked && this.screen.terminal)) await this.show(() => draw(results))
    return {networks: rows, deleted: results ?? [], ...told}
  }

  private async asDocker(engine: Engine, filters: Filters, flags: ChangeFlags): Promise<object> {
    const {results = [], told} = await this.change(foreseeDockerPrune(engine, filters), flags)
    const deleted = results.flat()
    if (deleted.length > 0) this.answerVerbatim(`Deleted Networks:\n${deleted.join('\n')}\n\n`)
    return {deleted, ...told}
  }
}

/** Whether a flag is given that Docker's prune does not have: then dnet's plan decides what is removed. */
const hasOwnFlag = (flags: Interfaces.InferredFlags<typeof Prune.flags>): boolean =>
  flags['include-stopped'] ||
  flags['keep-stopped'] ||
  flags.label.length > 0 ||
  flags['older-than'] !== undefined ||
  flags.project !== ''

/** A rehearsal on a terminal is not that of a script, nor the other way round: both say so. */
const ofDecided = (names: readonly string[]): string =>
  `Note: kept if stdout is a terminal, else removed, as Docker's prune does: ${names.join(', ')}; to choose: --keep-stopped, --include-stopped`

const aboutNetworks = (count: number, isSure: boolean, ofPlan: boolean): Question | undefined =>
  count === 0
    ? undefined
    : {text: `Remove ${countOf(count, 'network')}`, yes: isSure, otherwise: ofPlan ? 'refuse' : 'read'}
