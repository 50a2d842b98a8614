import {dryRun, flag, noCheck, strict} from '../../lib/cli/args/flags.js'
import type {WordShape} from '../../lib/cli/args/words.js'
import {LinkCommand, stepFindings} from '../../lib/cli/link-command.js'
import {DnetError} from '../../lib/errors.js'
import {legacyLinksOf} from '../../lib/model/endpoints/names.js'
import {containersOf} from '../../lib/model/host.js'
import {planMigration} from '../../lib/plan/links/migrate.js'
import {operationsOf} from '../../lib/plan/step.js'
import {migrationText} from '../../lib/view/links/migration.js'

export default class LinkMigrate extends LinkCommand {
  static override summary = 'Replace legacy links by names on a network'
  static override description =
    'Finds the links of the default bridge, shows the plan and carries it out. A legacy link is fixed when its container is made: the lines that create it anew are printed.'
  static override examples = [
    '<%= config.bin %> link migrate --dry-run --all',
    '<%= config.bin %> link migrate app',
    '<%= config.bin %> link migrate --all --yes',
  ]
  static override words: readonly WordShape[] = [{name: 'CONTAINER', offers: 'container', many: true, optional: true}]
  static override flags = {
    all: flag('the links of every container', {char: 'a'}),
    'no-check': noCheck(),
    strict: strict(),
    yes: flag('do not ask', {char: 'y'}),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(LinkMigrate)
    if (words.length === 0 && !flags.all && !flags['dry-run'])
      throw new DnetError(
        'USAGE',
        'name the containers whose links to migrate, or give --all',
        'dnet link migrate --all',
      )
    const scene = await this.scene(flags, 64)
    const plan = planMigration(scene.host, words, scene.remembered, scene.subnets)
    const steps = this.withRepairs(
      scene,
      plan.migrations.flatMap((migration) => migration.steps),
    )
    if (containersOf(scene.host).every((container) => legacyLinksOf(container).length === 0))
      this.talk('there are no legacy links')
    const {recreationRows} = await import('../../lib/view/links/recreation.js')
    const answer = {migrations: plan.migrations, recreations: recreationRows(plan.recreations)}
    this.answer(migrationText(answer.migrations, answer.recreations))
    if (flags['dry-run']) return {...answer, plan: steps.flatMap(operationsOf)}
    const warnings = this.foretell(flags['no-check'] ? [] : stepFindings(scene.host, steps), flags.strict)
    if (
      steps.length > 0 &&
      this.canAsk(flags['no-input']) &&
      !flags.yes &&
      !(await this.agreed('Carry this out?', flags))
    )
      return {...answer, warnings, done: false}
    await this.carry(scene, steps)
    for (const {container, target, problem} of plan.migrations)
      if (problem !== '')
        this.failed(
          new DnetError(
            'CONFLICT',
            `link of "${container}" to "${target}": ${problem}`,
            'create the container anew without it',
          ),
        )
    return {...answer, warnings, done: true}
  }
}
