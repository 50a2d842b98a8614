import {choice, filter, flag, fromSnapshot, string} from '../../lib/cli/args/flags.js'
import {keyValues, rowFormats} from '../../lib/cli/args/offer.js'
import {BaseCommand} from '../../lib/cli/base-command.js'
import {DnetError} from '../../lib/errors.js'
import {PORT_FILTERS, portFilter} from '../../lib/plan/ports/filter.js'
import {type PortRow, portRows} from '../../lib/plan/ports/port-rows.js'
import {unseenPorts} from '../../lib/plan/ports/unseen-ports.js'
import {toFilters} from '../../lib/spec/filters.js'
import {PORT_HEADERS, portText} from '../../lib/view/ports/ports.js'
import {formatRows, isPlainTable} from '../../lib/view/text/row-format.js'

const COLUMNS = ['HostAddr', 'HostPort', 'Protocol', 'ContainerPort', 'Holder', 'Kind', 'State', 'Reach']

export default class Ports extends BaseCommand {
  static override summary = 'List every published port and what is using it'
  static override examples = [
    '<%= config.bin %> ports',
    '<%= config.bin %> ports --filter port=8000-8999 --filter state=bound',
    '<%= config.bin %> ports --exposed --fail-on public',
  ]
  static override idle = {beside: [['format', 'json'] as const]}
  static override flags = {
    filter: filter({
      char: 'f',
      summary: 'only ports that match, such as port=8000-8999, state=bound, reach=loopback or name=web',
      offers: keyValues(PORT_FILTERS),
    }),
    exposed: flag('only ports reachable on every address'),
    'fail-on': choice(['public'], {
      default: '',
      helpValue: 'public',
      summary: 'exit 6 if any container or service publishes, or will publish, a port on every address',
    }),
    format: string({
      helpValue: 'FORMAT',
      summary: "'json', 'table TEMPLATE' or a Go template",
      offers: rowFormats('{{.Holder}}'),
    }),
    wide: flag('also family, id, project and service'),
    from: fromSnapshot(),
  }

  async run(): Promise<{ports: readonly PortRow[]; unseen: readonly string[]}> {
    const {flags} = await this.read(Ports)
    checkEffect(flags)
    const matches = portFilter(toFilters(flags.filter.flat()))
    const {engine} = await this.connect(flags)
    const host = await engine.observe({containerDetails: 'stopped', publishing: true})
    const rows = portRows(host).filter((row) =>
      matches({...row, address: row.hostAddr ?? '', family: String(row.family ?? ''), port: row.hostPorts}),
    )
    const shown = flags.exposed ? rows.filter(({reach}) => reach === 'everywhere') : rows
    const columns = flags.wide ? [...COLUMNS, 'Family', 'ID', 'Project', 'Service'] : COLUMNS
    if (isPlainTable(flags.format))
      await this.show(async () => {
        const {portTable} = await import('../../lib/view/ports/ports-table.js')
        return portTable(shown, columns, this.look)
      })
    else this.answerVerbatim(formatRows(shown.map(portText), PORT_HEADERS, flags.format))
    const unseen = this.caution(unseenPorts(host))
    const open = rows.filter(({reach, containerPort}) => reach === 'everywhere' && containerPort !== null)
    if (flags['fail-on'] === 'public' && open.length > 0) this.failed(publicError(open))
    return {ports: shown, unseen}
  }
}

/** @throws DnetError USAGE for a flag that would have no effect */
function checkEffect({wide, format}: {readonly wide: boolean; readonly format: string}): void {
  if (!wide || isPlainTable(format)) return
  throw new DnetError('USAGE', '--wide has no effect together with a --format that is not table', 'leave out --wide')
}

function publicError(open: readonly PortRow[]): DnetError {
  const wishes = open.map(({holder, name, hostPorts: {first, last}, protocol}) => {
    const port =
      first === 0 ? 'a port' : first === last ? `${first}/${protocol}` : `one of ${first}-${last}/${protocol}`
    return `${holder} "${name}" publishes ${port} on every address`
  })
  return new DnetError('CHECK_FAILED', [...new Set(wishes)].join('\n'), 'publish on one address: -p 127.0.0.1:8080:80')
}
