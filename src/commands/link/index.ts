import {dryRun, flag, noCheck, strict, string} from '../../lib/cli/args/flags.js'
import type {WordShape} from '../../lib/cli/args/words.js'
import {LinkCommand, type LinkScene, stepFindings} from '../../lib/cli/link-command.js'
import {DnetError} from '../../lib/errors.js'
import {findContainer} from '../../lib/model/find.js'
import {containersOf} from '../../lib/model/host.js'
import {type LinkPlan, planLink} from '../../lib/plan/links/link.js'
import {linkEnv} from '../../lib/plan/links/link-env.js'
import {operationsOf} from '../../lib/plan/step.js'
import {toPaste} from '../../lib/shell-words.js'

export default class Link extends LinkCommand {
  static override summary = 'Let a container reach another by a name'
  static override description =
    'Uses a network of their own that both containers are on, or makes one. The name is seen by the container alone, or with --shared by everyone on the network. What the endpoints had is kept.'
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
    env: flag('print the variables that a legacy link gave, such as DB_PORT_5432_TCP_ADDR'),
    network: string({
      helpValue: 'NETWORK',
      summary: 'network to use; both are connected to it',
      offers: 'own-network',
    }),
    shared: flag('a name for everyone on the network, not for this container alone'),
    'no-check': noCheck(),
    strict: strict(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Link)
    const [container = '', target = ''] = words
    const request = {container, target, shared: flags.shared, network: flags.network}
    const scene = await this.scene(flags, 1)
    const plan = planLink(scene.host, request, scene.remembered, scene.subnets[0] ?? '')
    const steps = this.withRepairs(scene, plan.steps)
    if (flags['dry-run']) return this.dryRun(steps.flatMap(operationsOf))
    const warnings = this.foretell(flags['no-check'] ? [] : stepFindings(scene.host, steps), flags.strict)
    await this.carry(scene, steps)
    const after = steps.length === 0 ? scene : await this.verify(scene, plan, flags.shared)
    const {container: from, target: to, alias, network} = plan
    this.talk(`${from} reaches ${to} as ${alias} on ${network}${steps.length === 0 ? ': nothing to do' : ''}`)
    const link = {container: from, target: to, alias, network, shared: flags.shared, changed: steps.length > 0}
    if (!flags.env) return {link, warnings}
    const env = variables(after, plan)
    this.answer(env.map((line) => `${line}\n`).join(''))
    return {link, warnings, env}
  }

  /** An engine that does not know private links takes one and forgets it: Podman does. @throws DnetError UNSUPPORTED */
  private async verify(scene: LinkScene, plan: LinkPlan, shared: boolean): Promise<LinkScene> {
    const host = await scene.engine.observe({containerDetails: true})
    const {container, target, alias} = plan
    const request = {container, target: `${target}:${alias}`, shared, network: plan.network}
    if (planLink(host, request, [], '').steps.length > 0)
      throw new DnetError(
        'UNSUPPORTED',
        `"${container}" and "${target}" are on "${plan.network}", but the engine keeps no private name for one container`,
        toPaste`dnet link --shared --network ${plan.network} ${container} ${`${target}:${alias}`}`,
      )
    return {...scene, host}
  }
}

function variables({host}: LinkScene, plan: LinkPlan): string[] {
  const containers = containersOf(host)
  const [container, target] = [findContainer(containers, plan.container), findContainer(containers, plan.target)]
  const endpoint = target?.endpoints.find(({networkName}) => networkName === plan.network)
  const addr = endpoint?.ipv4 ?? endpoint?.wanted4 ?? endpoint?.ipv6 ?? endpoint?.wanted6
  if (!container || !target || !addr)
    throw new DnetError(
      'CONFLICT',
      `"${plan.target}" has no address while it does not run`,
      toPaste`docker start ${plan.target}`,
    )
  return linkEnv(container, target, plan.alias, addr)
}
