import type {Network} from '../../model/host.js'
import {textFromBytes} from '../../template/bytes.js'
import {HEADER_FUNCTIONS} from '../../template/functions.js'
import {parseTemplate, type Template} from '../../template/template.js'
import {alignColumns} from '../text/tabwriter.js'
import {headerRow, networkRow} from './network-row.js'

interface ListOptions {
  /** From `listFormat`: `table`, `json`, `raw`, `table TEMPLATE` or a template; '' means `table`. */
  readonly format: string
  /** Ids only; applies to `table` and `raw`. */
  readonly quiet: boolean
  /** Whole ids instead of their first 12 characters. */
  readonly noTrunc: boolean
}

/**
 * The format that `docker network ls` uses: that of `--format`, otherwise `networksFormat` of the configuration file
 * unless `--quiet` is given, otherwise `table`.
 */
export const listFormat = (flag: string, configured: string, quiet: boolean): string =>
  flag || (quiet ? '' : configured) || 'table'

/**
 * What `docker network ls` prints on stdout, to the byte (Docker CLI 28.2.2; labels sorted as in 29.5), for networks in
 * the order of a host. Write it with `outputBytes`, as a template can split a character.
 * @throws DnetError TEMPLATE_SYNTAX, TEMPLATE_EXECUTION: then print nothing
 */
export function formatNetworkList(networks: readonly Network[], options: ListOptions): string {
  const {isTable, template} = formatOf(options)
  const parsed = parseTemplate(template)
  const rows = networks.map((network) => rowText(parsed, network, !options.noTrunc)).join('')
  if (!isTable) return textFromBytes(rows)
  const header = parsed.execute(headerRow(), {functions: HEADER_FUNCTIONS}).output
  return textFromBytes(alignColumns(`${header}\n${rows}`))
}

function rowText(template: Template, network: Network, truncate: boolean): string {
  const {output, error} = template.execute(networkRow(network, truncate))
  if (error !== undefined) throw error
  return `${output}\n`
}

const TABLE = 'table'
const COLUMNS = '{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}'
const RAW = 'network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}\n'

function formatOf({format, quiet}: ListOptions): {isTable: boolean; template: string} {
  if (format === '' || format === TABLE) {
    return quiet ? {isTable: false, template: '{{.ID}}'} : {isTable: true, template: COLUMNS}
  }
  if (format === 'raw') return {isTable: false, template: quiet ? 'network_id: {{.ID}}' : RAW}
  if (format === 'json') return {isTable: false, template: '{{json .}}'}
  const isTable = format.startsWith(TABLE)
  return {isTable, template: unescaped(isTable ? format.slice(TABLE.length) : format)}
}

/** The format trimmed, with the escapes `\t` and `\n` replaced by a tab and a newline. */
const unescaped = (format: string): string =>
  format
    .replace(/^ +| +$/g, '')
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n')
