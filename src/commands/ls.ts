import {choice, filter, flag, fromSnapshot, noPager, string} from '../lib/cli/args/flags.js'
import {LIST_FORMATS, NETWORK_FILTERS} from '../lib/cli/args/network-offers.js'
import {BaseCommand, type FlagsOf} from '../lib/cli/base-command.js'
import type {Engine} from '../lib/engine/engine.js'
import {DnetError} from '../lib/errors.js'
import type {Host} from '../lib/model/host.js'
import {needsContainers, SORT_COLUMNS} from '../lib/model/networks/network-order.js'
import {toFilters} from '../lib/spec/filters.js'
import {formatNetworkList, listFormat} from '../lib/view/docker/network-list.js'
import {networkJson, networksJson} from '../lib/view/networks/network-json.js'

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
  /** The object of --json has what --wide and --tree add, whatever a list would show. */
  static override idle = {
    beside: [
      ['wide', 'quiet', 'json'],
      ['tree', 'quiet', 'json'],
      ['wide', 'format', 'json'],
      ['tree', 'format', 'json'],
      ['wide', 'tree', 'json'],
    ] as const,
  }
  static override flags = {
    filter: filter({char: 'f', summary: 'only networks that match, such as driver=bridge', offers: NETWORK_FILTERS}),
    format: string({
      helpValue: 'FORMAT',
      summary: "'table', 'table TEMPLATE', 'json', 'raw' or a Go template",
      offers: LIST_FORMATS,
    }),
    'no-trunc': flag('do not shorten ids'),
    quiet: flag('only ids', {char: 'q'}),
    wide: flag('also gateways, addresses used and free, containers, internal, MTU and age'),
    tree: flag('show the containers under each network'),
    sort: choice(SORT_COLUMNS, {default: '', helpValue: 'COLUMN', summary: `sort by ${SORT_COLUMNS.join(', ')}`}),
    watch: flag('refresh when a network or container changes'),
    'no-pager': noPager(),
    from: fromSnapshot(),
  }

  async run(): Promise<{networks: readonly object[]}> {
    const {flags} = await this.read(Ls)
    const {sort, quiet} = flags
    checkWatch(flags)
    const {engine, dockerConfig} = await this.connect(flags)
    const format = listFormat(flags.format, dockerConfig.networksFormat, quiet)
    const ownView = flags.wide || flags.tree || sort !== ''
    const asTable = format === 'table' && !flags.format && !quiet && (this.screen.terminal || ownView)
    const forPeople = flags.watch || asTable
    const counted = ((forPeople || flags.json) && (flags.wide || flags.tree)) || (sort !== '' && needsContainers(sort))
    const needs = {networkFilters: toFilters(flags.filter.flat()), containers: counted, networkDetails: counted}
    const look = (host: Host) => rowsOf(host, {sort, tree: counted && flags.tree})
    if (flags.watch)
      return this.keepShowing(engine, async () => this.table(await look(await engine.observe(needs)), flags))
    const host = await engine.observe(needs)
    const rows = forPeople || ownView ? await look(host) : undefined
    const networks = rows?.map(({network}) => network) ?? host.networks
    if (rows && forPeople) await this.show(() => this.table(rows, flags), flags)
    else this.answerVerbatim(formatNetworkList(networks, {format, quiet, noTrunc: flags['no-trunc']}))
    return {networks: rows ? networksJson(rows, flags.wide) : networks.map(networkJson)}
  }

  private async table(rows: Awaited<ReturnType<typeof rowsOf>>, flags: ListFlags): Promise<string> {
    const {networkListText} = await import('../lib/view/networks/list.js')
    return networkListText(rows, flags, this.look)
  }

  private async keepShowing(engine: Engine, draw: () => Promise<string>): Promise<{networks: []}> {
    const {keepShowing} = await import('../lib/cli/out/watch.js')
    const {signal} = this.interrupted
    const print = (text: string): void => this.answer(text)
    const onResize = (again: () => void): void => this.onResize(again)
    await keepShowing({engine, signal, draw, screen: () => this.screen, print, onResize})
    return {networks: []}
  }
}

type ListFlags = FlagsOf<typeof Ls>

/** @throws DnetError USAGE if there is no table to refresh */
function checkWatch({watch, json, quiet, format}: Pick<ListFlags, 'watch' | 'json' | 'quiet' | 'format'>): void {
  if (!watch || !(json || quiet || format)) return
  const message = '--watch refreshes a table: it does not combine with --json, --quiet or --format'
  throw new DnetError('USAGE', message, 'dnet ls --watch')
}

async function rowsOf(host: Host, {sort, tree}: Pick<ListFlags, 'sort' | 'tree'>) {
  const {networkList} = await import('../lib/model/networks/network-list.js')
  return networkList(host, sort || 'name', tree)
}
