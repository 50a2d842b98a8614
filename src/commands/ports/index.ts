import {Flags} from '@oclif/core'
import {BaseCommand} from '../../lib/cli/base-command.js'
import {filter, fromSnapshot} from '../../lib/cli/flags.js'
import {DnetError} from '../../lib/errors.js'
import {toFilters} from '../../lib/plan/filters.js'
import {portFilter} from '../../lib/plan/port-filter.js'
import {PORT_HEADERS, type PortRow, portRows, portText, unseenPorts} from '../../lib/view/ports.js'
import {formatRows, tableOf} from '../../lib/view/row-format.js'

const COLUMNS = ['HostAddr', 'HostPort', 'Protocol', 'ContainerPort', 'Holder', 'Kind', 'State', 'Reach']

export default class Ports extends BaseCommand {
  static override summary = 'List every published port and who has it'
  static override usage = 'ports [OPTIONS]'
  static override examples = [
    '<%= config.bin %> ports',
    '<%= config.bin %> ports --filter port=8000-8999 --filter state=bound',
    '<%= config.bin %> ports --exposed --fail-on public',
  ]
  static override flags = {
    filter: filter('filter', {
      char: 'f',
      summary: 'only ports that match: port, protocol, name, project, state, reach …',
    }),
    exposed: Flags.boolean({summary: 'only what can be reached on every address'}),
    'fail-on': Flags.string({
      default: '',
      helpValue: 'public',
      summary: 'end with 6 where a container or service can be reached on every address',
    }),
    format: Flags.string({default: '', helpValue: 'FORMAT', summary: "'json', 'table TEMPLATE' or a Go template"}),
    wide: Flags.boolean({summary: 'also id, project and service'}),
    from: fromSnapshot(),
  }

  async run(): Promise<{ports: readonly PortRow[]; unseen: readonly string[]}> {
    const {flags} = await this.read(Ports, {min: 0, max: 0})
    if (!['', 'public'].includes(flags['fail-on']))
      throw new DnetError('USAGE', `invalid argument "${flags['fail-on']}" for "--fail-on" flag`, '--fail-on public')
    const matches = portFilter(toFilters(flags.filter.flat()))
    const {engine} = await this.connect(flags)
    const host = await engine.observe({containerDetails: 'stopped', publishing: true})
    const rows = portRows(host).filter((row) =>
      matches({...row, address: row.hostAddr ?? '', port: row.hostPorts, protocol: row.protocol}),
    )
    const shown = flags.exposed ? rows.filter(({reach}) => reach === 'everywhere') : rows
    const texts = shown.map(portText)
    const columns = flags.wide ? [...COLUMNS, 'ID', 'Project', 'Service'] : COLUMNS
    this.answer(flags.format ? formatRows(texts, PORT_HEADERS, flags.format) : tableOf(texts, PORT_HEADERS, columns))
    const unseen = unseenPorts(host)
    for (const what of unseen) this.talk(`Warning: ${what}`)
    const open = rows.find(({reach, holder}) => reach === 'everywhere' && holder !== 'process')
    if (flags['fail-on'] === 'public' && open) this.failed(publicError(open))
    return {ports: shown, unseen}
  }
}

function publicError({holder, name, hostPorts, protocol}: PortRow): DnetError {
  const port = hostPorts.first === 0 ? 'a port' : `${hostPorts.first}/${protocol}`
  const what = `${holder} "${name}" publishes ${port} on every address`
  return new DnetError('CHECK_FAILED', what, 'publish it on one address, such as -p 127.0.0.1:8080:80')
}
