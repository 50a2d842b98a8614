import type {EngineFlags} from '../lib/cli/args/common-flags.js'
import {flag, fromSnapshot, list, noPager, parsedOrNone, prefixes} from '../lib/cli/args/flags.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {searchFor} from '../lib/cli/user-settings.js'
import {familyOfLength, parsePrefixLength} from '../lib/net/prefix.js'
import {capacityWarnings} from '../lib/plan/subnets/capacity-warnings.js'
import {type SeenHost, subnetReport} from '../lib/plan/subnets/subnet-report.js'
import {subnetRows} from '../lib/view/subnets/subnet-rows.js'

const freeLength = (text: string): number => parsePrefixLength(text, familyOfLength(Number(text.replace('/', ''))))

export default class Subnets extends BaseCommand {
  static override summary = 'Show the address space: pools, subnets and their owners, free blocks, overlaps'
  static override examples = [
    '<%= config.bin %> subnets --map',
    '<%= config.bin %> subnets --free /24',
    '<%= config.bin %> subnets --context laptop --context server',
    '<%= config.bin %> subnets --from host.json --json',
  ]
  static override idle = {
    beside: [
      ['map', 'free'],
      ['wide', 'free'],
    ] as const,
  }
  static override flags = {
    context: list({
      helpValue: 'NAME',
      offers: 'context',
      summary: 'a Docker context to show; several are compared',
    }),
    free: parsedOrNone(freeLength, {
      helpValue: '/N',
      summary: 'only free blocks with room for a subnet of this prefix length',
      offers: ['/16', '/20', '/24', '/26', '/28'],
    }),
    map: flag('also a map of the pools'),
    pool: prefixes({summary: 'where to look for free blocks', helpValue: 'PREFIX'}),
    avoid: prefixes({summary: 'block to count as taken', helpValue: 'PREFIX'}),
    wide: flag('also gateways, ranges, scopes, network ids and where the count comes from'),
    from: fromSnapshot(),
    'no-pager': noPager(),
  }

  async run(): Promise<object> {
    const {flags} = await this.read(Subnets)
    const {free: length} = flags
    const search = searchFor(flags, await this.settings())
    const hosts = await this.hosts(flags)
    const report = subnetReport(hosts, {...search, freeLength: length})
    const warnings = capacityWarnings(hosts, report)
    const contexts = flags.context.length > 1
    await this.show(async () => {
      const {freeText, subnetsText} = await import('../lib/view/subnets/subnets.js')
      return length === undefined
        ? subnetsText(report, {wide: flags.wide, map: flags.map, contexts}, this.look)
        : freeText(report, length, contexts, this.look)
    }, flags)
    this.caution([...warnings, ...report.unseen])
    return {...subnetRows(report, length), warnings}
  }

  private async hosts({
    context,
    ...flags
  }: {readonly context: readonly string[]} & Omit<EngineFlags, 'context'>): Promise<SeenHost[]> {
    const names = context.length > 0 ? context : [undefined]
    return Promise.all(
      names.map(async (name) => {
        const {engine} = await this.connect({...flags, context: name})
        const host = await engine.observe({
          networkDetails: true,
          containers: true,
          addressSpace: true,
          addressUse: true,
        })
        return {context: names.length > 1 ? (name ?? '') : '', host}
      }),
    )
  }
}
