import {choice, fromSnapshot, noPager, parsed, prefixes, stringOrNone, triState} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {readInput} from '../lib/cli/read-input.js'
import {DnetError} from '../lib/errors.js'
import {avoidedBy} from '../lib/model/subnets/blocks-in-use.js'
import type {Family} from '../lib/net/addr.js'
import type {Prefix} from '../lib/net/prefix.js'
import {parseGrowth, planOnHost} from '../lib/plan/subnets/address-plan.js'
import {parseAddressWish} from '../lib/plan/subnets/address-wish.js'
import {plannedNetworks, planRows} from '../lib/plan/subnets/planned-networks.js'
import {PLAN_FORMATS} from '../lib/view/subnets/plan-formats.js'

export default class Plan extends BaseCommand {
  static override summary = 'Plan the subnets of many networks beside what is there'
  static override description =
    'Larger networks come first and each gets the lowest place that fits it. Nothing is created.'
  static override examples = [
    '<%= config.bin %> plan web=50 db=10 cache=/28',
    '<%= config.bin %> plan --growth 2x --ipv6 --format compose web=50 db=10',
    '<%= config.bin %> plan --json web=50 > plan.json && <%= config.bin %> plan --keep plan.json web=50 db=10',
    '<%= config.bin %> plan --file networks.txt --format script | sh',
  ]
  static override words: readonly WordShape[] = [{name: 'NAME=HOSTS|NAME=/LENGTH', many: true, optional: true}]
  static override flags = {
    file: stringOrNone({char: 'f', helpValue: 'FILE', summary: 'read NAME=HOSTS from a file, one a line; - is stdin'}),
    keep: stringOrNone({helpValue: 'FILE', summary: 'an earlier plan, whose networks stay where they are'}),
    growth: parsed(parseGrowth, {
      default: 1,
      helpValue: 'FACTOR',
      summary: 'room to grow, such as 2x',
      offers: ['1.5x', '2x', '3x'],
    }),
    ipv4: triState('IPv4 subnets (default true)'),
    ipv6: triState('IPv6 subnets, of a unique local prefix where no pool is given'),
    pool: prefixes({summary: 'where to look for subnets', helpValue: 'PREFIX'}),
    avoid: prefixes({summary: 'what no subnet may overlap', helpValue: 'PREFIX'}),
    format: choice(PLAN_FORMATS, {default: 'table', helpValue: 'NAME', summary: PLAN_FORMATS.join(', ')}),
    from: fromSnapshot(),
    'no-pager': noPager(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Plan)
    const {file, format, growth, keep} = flags
    const lines = file === undefined ? [] : await wishLines(file)
    const wishes = [...words, ...lines].map(parseAddressWish)
    if (wishes.length === 0) throw new DnetError('USAGE', 'no network to plan', 'dnet plan web=50 db=10')
    const kept = keep === undefined ? new Map() : await earlierPlan(keep)
    const families: Family[] = [...(flags.ipv4 === false ? [] : [4 as const]), ...(flags.ipv6 ? [6 as const] : [])]
    if (families.length === 0) throw new DnetError('USAGE', '--ipv4=false leaves no address family', 'add --ipv6')
    const settings = await this.settings()
    const given = flags.pool.flat()
    const pools = given.length > 0 ? given : settings.pools
    const avoid = avoidedBy(flags.avoid.flat(), settings.avoid, settings.path)
    const {engine} = await this.connect(flags)
    const host = await engine.observe({addressSpace: true})
    const plan = planOnHost(host, {wishes, families, pools, avoid, kept, growth})
    const networks = plannedNetworks(plan.subnets)
    if (format === 'table')
      await this.show(async () => {
        const {planTable} = await import('../lib/view/subnets/plan-table.js')
        return planTable(plan.subnets, plan.taken, this.look)
      }, flags)
    else {
      const {planDocument} = await import('../lib/view/subnets/plan-document.js')
      this.answer(planDocument(networks, format))
    }
    for (const what of plan.unseen) this.talk(`Warning: ${what}`)
    if (format === 'daemon-json')
      this.talk('docker0 takes the first of these blocks, unless daemon.json sets "bip" as well')
    return {networks: planRows(networks), unseen: plan.unseen}
  }
}

async function wishLines(path: string): Promise<string[]> {
  const {parseWishLines} = await import('../lib/spec/plan-file.js')
  return parseWishLines(readInput(path), path)
}

async function earlierPlan(path: string): Promise<Map<string, Prefix[]>> {
  const {parseEarlierPlan} = await import('../lib/spec/plan-file.js')
  return parseEarlierPlan(readInput(path), path)
}
