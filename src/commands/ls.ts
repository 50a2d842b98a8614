import {Flags} from '@oclif/core'
import {BaseCommand} from '../lib/cli/base-command.js'
import {filter} from '../lib/cli/flags.js'
import {toFilters} from '../lib/plan/filters.js'
import {formatNetworkList, listFormat} from '../lib/view/network-list.js'
import {type NetworkRow, networkRows} from '../lib/view/networks.js'

export default class Ls extends BaseCommand {
  static override summary = 'List networks'
  static override aliases = ['list']
  static override examples = [
    '<%= config.bin %> ls',
    '<%= config.bin %> ls --filter driver=bridge --quiet',
    "<%= config.bin %> ls --format '{{.Name}}: {{.Driver}}'",
  ]
  static override flags = {
    filter: filter('filter', {char: 'f', summary: 'only networks that match, such as driver=bridge'}),
    format: Flags.string({
      default: '',
      helpValue: 'FORMAT',
      summary: "'table', 'table TEMPLATE', 'json', 'raw' or a Go template",
    }),
    'no-trunc': Flags.boolean({summary: 'do not cut ids'}),
    quiet: Flags.boolean({char: 'q', summary: 'only ids'}),
  }

  async run(): Promise<{networks: readonly NetworkRow[]}> {
    const {flags} = await this.read(Ls, {min: 0, max: 0})
    const {engine, dockerConfig} = await this.connect(flags)
    const {networks} = await engine.observe({networkFilters: toFilters(flags.filter.flat())})
    const format = listFormat(flags.format, dockerConfig.networksFormat, flags.quiet)
    this.answer(formatNetworkList(networks, {format, quiet: flags.quiet, noTrunc: flags['no-trunc']}))
    return {networks: networkRows(networks)}
  }
}
