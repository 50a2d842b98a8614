import {choice, fromSnapshot, noPager, parsed, prefixes, stringOrNone, triState} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {readInput} from '../lib/cli/read-input.js'
import {searchFor} from '../lib/cli/user-settings.js'
import {DnetError} from '../lib/errors.js'
import {type Family, familyOf} from '../lib/net/addr.js'
import type {Prefix} from '../lib/net/prefix.js'
import {type AddressWish, parseAddressWish} from '../lib/plan/addresses/address-wish.js'
import {type HostPlan, type HostPlanRequest, parseGrowth, planOnHost} from '../lib/plan/addresses/plan-on-host.js'
import {type PlannedNetwork, plannedNetworks, planRows} from '../lib/plan/addresses/planned-networks.js'
import {PLAN_FORMATS, type PlanFormat} from '../lib/view/subnets/plan-formats.js'

export default class Plan extends BaseCommand {
  static override summary = 'Plan subnets for several networks around the existing ones'
  static override description =
    'Larger networks are placed first, each in the lowest free block that fits. Nothing is created.'
  static override examples = [
    '<%= config.bin %> plan web=50 db=10 cache=/28',
    '<%= config.bin %> plan --growth 2x --ipv6 --format compose web=50 db=10',
    '<%= config.bin %> plan --json web=50 > plan.json && <%= config.bin %> plan --keep plan.json web=50 db=10',
    '<%= config.bin %> plan --file networks.txt --format script | sh',
  ]
  static override words: readonly WordShape[] = [{name: 'NAME=HOSTS|NAME=/LENGTH', many: true, optional: true}]
  static override idle = {beside: [['format', 'json'] as const]}
  static override flags = {
    file: stringOrNone({char: 'f', helpValue: 'FILE', summary: 'read NAME=HOSTS lines from a file; - is stdin'}),
    keep: stringOrNone({helpValue: 'FILE', summary: 'keep the subnets of an earlier plan'}),
    growth: parsed(parseGrowth, {
      default: 1,
      helpValue: 'FACTOR',
      summary: 'room to grow, such as 2x',
      offers: ['1.5x', '2x', '3x'],
    }),
    ipv4: triState('IPv4 subnets (default true)'),
    ipv6: triState('IPv6 subnets, from a unique local prefix if no pool is given'),
    pool: prefixes({summary: 'where to look for subnets', helpValue: 'PREFIX'}),
    avoid: prefixes({summary: 'block that no subnet may overlap', helpValue: 'PREFIX'}),
    format: choice(PLAN_FORMATS, {
      default: 'table',
      helpValue: 'NAME',
      summary: `${PLAN_FORMATS.join(', ')} (default table)`,
    }),
    from: fromSnapshot(),
    'no-pager': noPager(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Plan)
    const {signal} = this.interrupted
    const wishes = [...words, ...(await wishLines(flags.file, signal))].map(parseAddressWish)
    if (wishes.length === 0) throw new DnetError('USAGE', 'no network to plan', 'dnet plan web=50 db=10')
    const kept = await keptFrom(flags.keep, signal)
    const families = familiesOf(flags)
    refuseIdle(wishes, families, flags)
    const search = searchFor(flags, await this.settings())
    const {engine} = await this.connect(flags)
    const host = await engine.observe({addressSpace: true})
    const plan = planOnHost(host, {wishes, families, kept, growth: flags.growth, ...search})
    const networks = plannedNetworks(plan.subnets)
    await this.draw(plan, networks, flags)
    this.caution(plan.unseen)
    if (flags.format === 'daemon-json')
      this.talk('docker0 gets the first of these blocks, unless daemon.json also sets "bip"')
    return {networks: planRows(networks), unseen: plan.unseen}
  }

  private async draw(
    {subnets, taken}: HostPlan,
    networks: readonly PlannedNetwork[],
    flags: {readonly format: PlanFormat; readonly 'no-pager': boolean},
  ): Promise<void> {
    const {format} = flags
    if (format === 'table')
      return this.show(async () => {
        const {planTable} = await import('../lib/view/subnets/plan-table.js')
        return planTable(subnets, taken, this.look)
      }, flags)
    const {planDocument} = await import('../lib/view/subnets/plan-document.js')
    return this.answer(planDocument(networks, format))
  }
}

async function wishLines(file: string | undefined, signal: AbortSignal): Promise<readonly string[]> {
  if (file === undefined) return []
  const {parseWishLines} = await import('../lib/spec/plan-file.js')
  return parseWishLines(await readInput(file, signal), file)
}

async function keptFrom(file: string | undefined, signal: AbortSignal): Promise<HostPlanRequest['kept']> {
  if (file === undefined) return new Map()
  const {parseEarlierPlan} = await import('../lib/spec/plan-file.js')
  return parseEarlierPlan(await readInput(file, signal), file)
}

/** @throws DnetError USAGE for a flag that has no effect on these networks */
function refuseIdle(
  wishes: readonly AddressWish[],
  families: readonly Family[],
  {growth, pool}: {readonly growth: number; readonly pool: readonly (readonly Prefix[])[]},
): void {
  if (growth !== 1 && wishes.every((wish) => 'length' in wish))
    throw new DnetError('USAGE', '--growth has no effect on sizes such as /28', 'give numbers of containers: web=50')
  const idle = pool.flat().find((one) => !families.includes(familyOf(one)))
  if (idle)
    throw new DnetError(
      'USAGE',
      `no IPv${familyOf(idle)} subnet is looked for in --pool ${idle}`,
      familyOf(idle) === 6 ? 'add --ipv6' : 'leave out --ipv4=false',
    )
}

/** @throws DnetError USAGE if none is left */
function familiesOf({ipv4, ipv6}: {readonly ipv4: boolean; readonly ipv6: boolean}): Family[] {
  const families: Family[] = [...(ipv4 === false ? [] : [4 as const]), ...(ipv6 ? [6 as const] : [])]
  if (families.length === 0) throw new DnetError('USAGE', '--ipv4=false leaves no address family', 'add --ipv6')
  return families
}
