import {foreseeMigration} from '../../lib/carry/links.js'
import {dryRun, flag, noCheck, strict, yes} from '../../lib/cli/args/flags.js'
import type {WordShape} from '../../lib/cli/args/words.js'
import {aboutAll, ChangeCommand} from '../../lib/cli/change-command.js'
import {DnetError} from '../../lib/errors.js'
import {operationsOf, type Step} from '../../lib/plan/step.js'
import {migrationText} from '../../lib/view/links/migration.js'
import {countOf} from '../../lib/view/text/amounts.js'

export default class LinkMigrate extends ChangeCommand {
  static override summary = 'Replace legacy links with names on a network'
  static override description =
    'Finds the links of the default bridge, shows a plan and carries it out. A legacy link is fixed when its container is created, so the commands that recreate the container are printed.'
  static override examples = [
    '<%= config.bin %> link migrate --dry-run --all',
    '<%= config.bin %> link migrate app',
    '<%= config.bin %> link migrate --all --yes',
  ]
  static override words: readonly WordShape[] = [
    {name: 'CONTAINER', offers: 'container', many: true, optional: true, unless: 'all'},
  ]
  static override flags = {
    all: flag('the links of every container', {char: 'a'}),
    'no-check': noCheck(),
    strict: strict(),
    yes: yes(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(LinkMigrate)
    if (words.length === 0 && !flags.all)
      throw new DnetError(
        'USAGE',
        'no container given: name containers, or use --all for all legacy links',
        'dnet link migrate --all',
      )
    const {plan, ...foresight} = await foreseeMigration(await this.linkTools(flags), words)
    const {migrations = []} = plan ?? {}
    const changed = migrations.filter(({steps}) => steps.length > 0)
    const {recreationRows} = await import('../../lib/view/links/recreation.js')
    const recreations = recreationRows(plan?.recreations ?? [])
    const drawn = (done: boolean) => (): string => migrationText(migrations, recreations, done)
    if (migrations.length === 0 && plan) this.talk('no legacy links found')
    const {results, told} = await this.change(foresight, flags, {
      question: aboutAll(`Migrate ${countOf(changed.length, 'link')}`, 0, flags, changed.flatMap(callsOf).length),
      draw: drawn(false),
    })
    const done = results !== undefined && results.length > 0
    if (done) await this.show(drawn(true))
    return {migrations, recreations, done, ...told}
  }
}

const callsOf = ({steps}: {readonly steps: readonly Step[]}) => steps.flatMap(operationsOf)
