import {choice, filter, flag, fromSnapshot, noPager, string} from '../lib/cli/args/flags.js'
import {NETWORK_FILTERS} from '../lib/cli/args/network-offers.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import type {Engine, Needs} from '../lib/engine/engine.js'
import {DnetError} from '../lib/errors.js'
import type {Host} from '../lib/model/host.js'
import {needsContainers, SORT_COLUMNS, type SortColumn, sortNetworks} from '../lib/model/network-order.js'
import type {NetworkBranch, NetworkRow} from '../lib/model/network-rows.js'
import {toFilters} from '../lib/plan/remove/filters.js'
import {formatNetworkList, listFormat} from '../lib/view/docker/network-list.js'
import {isBranch, networkJson, networksJson} from '../lib/view/networks/network-json.js'

interface TableFlags {
  readonly wide: boolean
  readonly tree: boolean
  readonly 'no-trunc': boolean
}

export default class Ls extends BaseCommand {
  static override summary = 'List networks'
  static override aliases = ['list']
  static override examples = [
    '<%= config.bin %> ls',
    '<%= config.bin %> ls --wide --sort free',
    '<%= config.bin %> ls --tree',
    '<%= config.bin %> ls --filter driver=bridge --quiet',
    "<%= config.bin %> ls --format '{{.Name}}: {{.Driver}}'",
  ]
  static override flags = {
    filter: filter({char: 'f', summary: 'only networks that match, such as driver=bridge', offers: NETWORK_FILTERS}),
    format: string({
      helpValue: 'FORMAT',
      summary: "'table', 'table TEMPLATE', 'json', 'raw' or a Go template",
      offers: [
        {value: 'table', about: 'columns'},
        {value: 'json', about: 'one object a line'},
        {value: 'raw', about: 'one field a line'},
        {value: '{{.Name}}', about: 'a Go template'},
      ],
    }),
    'no-trunc': flag('do not cut ids'),
    quiet: flag('only ids', {char: 'q'}),
    wide: flag('also gateways, addresses used and free, containers, internal, MTU and age'),
    tree: flag('the containers under each network'),
    sort: choice(SORT_COLUMNS, {default: '', helpValue: 'COLUMN', summary: `by ${SORT_COLUMNS.join(', ')}`}),
    watch: flag('show it anew whenever a network or a container changes'),
    'no-pager': noPager(),
    from: fromSnapshot(),
  }

  async run(): Promise<{networks: readonly object[]}> {
    const {flags} = await this.read(Ls)
    const sort = flags.sort || 'name'
    if (flags.watch && (flags.json || flags.quiet || flags.format))
      throw new DnetError(
        'USAGE',
        '--watch shows a table to people, again and again',
        'leave --json, --quiet or --format out',
      )
    const {engine, dockerConfig} = await this.connect(flags)
    const format = listFormat(flags.format, dockerConfig.networksFormat, flags.quiet)
    const ownView = flags.wide || flags.tree || flags.sort !== '' || flags.watch
    const forPeople = format === 'table' && !flags.format && !flags.quiet && (this.screen.terminal || ownView)
    const counted = ((forPeople || flags.json) && (flags.wide || flags.tree)) || needsContainers(sort)
    const needs = {networkFilters: toFilters(flags.filter.flat()), containers: counted, networkDetails: counted}
    if (flags.watch) return this.keepShowing(engine, needs, sort, flags)
    const host = await engine.observe(needs)
    const rows = forPeople || ownView ? await rowsOf(host, sort, counted && flags.tree) : undefined
    const networks = rows?.map(({network}) => network) ?? host.networks
    if (rows && forPeople) await this.show(() => this.tableFor(rows, flags), flags)
    else this.answer(formatNetworkList(networks, {format, quiet: flags.quiet, noTrunc: flags['no-trunc']}))
    return {networks: rows ? networksJson(rows, flags.wide) : networks.map(networkJson)}
  }

  private async keepShowing(
    engine: Engine,
    needs: Needs,
    sort: SortColumn,
    flags: TableFlags,
  ): Promise<{networks: []}> {
    const {otherScreen, topOf, watch} = await import('../lib/cli/out/watch.js')
    const place = this.screen.terminal ? otherScreen() : undefined
    try {
      await watch({
        engine,
        signal: this.interrupted.signal,
        look: async () => this.tableFor(await rowsOf(await engine.observe(needs), sort, flags.tree), flags),
        show: (text) => (place ? place.show(topOf(text, this.screen.rows)) : this.answer(text)),
        onShow: (again) => this.onResize(again),
      })
    } catch (error) {
      throw this.interrupted.signal.aborted ? new DnetError('INTERRUPTED', '', '', {cause: error}) : error
    } finally {
      place?.leave()
    }
    return {networks: []}
  }

  private async tableFor(rows: readonly (NetworkRow | NetworkBranch)[], flags: TableFlags): Promise<string> {
    if (flags.tree) {
      const {networkTree} = await import('../lib/view/networks/tree.js')
      return networkTree(rows.filter(isBranch), this.look)
    }
    const {networkTable} = await import('../lib/view/networks/network-table.js')
    return networkTable(rows, {wide: flags.wide, noTrunc: flags['no-trunc']}, this.look)
  }
}

/** The rows of every view of the list, in its order; branches with what is on each network where that is asked for. */
async function rowsOf(
  host: Host,
  sort: SortColumn,
  branches: boolean,
): Promise<readonly (NetworkRow | NetworkBranch)[]> {
  const {networkBranches, networkRows} = await import('../lib/model/network-rows.js')
  const rows = sortNetworks(networkRows(host), sort)
  return branches ? networkBranches(host, rows) : rows
}
