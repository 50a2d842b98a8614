import {fromSnapshot, list, string} from '../../lib/cli/args/flags.js'
import {rowFormats} from '../../lib/cli/args/offer.js'
import type {WordShape} from '../../lib/cli/args/words.js'
import {BaseCommand} from '../../lib/cli/base-command.js'
import {DnetError} from '../../lib/errors.js'
import type {Container} from '../../lib/model/container.js'
import {containerNamed, mayBeMeant, networkNamed} from '../../lib/model/find.js'
import type {Host} from '../../lib/model/host.js'
import {isDown} from '../../lib/model/is-down.js'
import {projectOf} from '../../lib/model/project.js'
import {parsePortSpec} from '../../lib/net/port.js'
import {
  type AskedPort,
  askedByCompose,
  askedByContainer,
  askedBySpecs,
  checkAsked,
  type PortCheckRow,
  portCheckRows,
} from '../../lib/plan/ports/asked.js'
import {portSituation, rulesOn} from '../../lib/plan/ports/situation.js'
import {unseenPorts} from '../../lib/plan/ports/unseen-ports.js'
import {PORT_CHECK_HEADERS, portCheckText} from '../../lib/view/ports/check.js'
import {formatRows, isPlainTable} from '../../lib/view/text/row-format.js'

export default class PortsCheck extends BaseCommand {
  static override summary = 'Check whether ports can be published, and who is in the way'
  static override description =
    'A SPEC is what docker run -p takes. Ends with 0 where all are free at the time of checking, else with 6.'
  static override examples = [
    '<%= config.bin %> ports check 8080:80 127.0.0.1:5432:5432 53:53/udp',
    '<%= config.bin %> ports check --compose compose.yaml --compose compose.override.yaml',
    '<%= config.bin %> ports check --container web',
  ]
  static override words: readonly WordShape[] = [{name: 'SPEC', many: true, optional: true}]
  static override flags = {
    compose: list({
      char: 'f',
      helpValue: 'FILE',
      summary: 'check what this compose file would publish; may be repeated, each laid over those before',
    }),
    profile: list({summary: 'a compose profile to start; COMPOSE_PROFILES where none is given', helpValue: 'NAME'}),
    container: string({
      helpValue: 'NAME',
      summary: 'check what a container asks for before it is started',
      offers: 'container',
    }),
    network: string({helpValue: 'NETWORK', summary: 'the network that would publish', offers: 'network'}),
    format: string({
      helpValue: 'FORMAT',
      summary: "'json', 'table TEMPLATE' or a Go template",
      offers: rowFormats('{{.Spec}}'),
    }),
    from: fromSnapshot(),
  }

  async run(): Promise<{ports: readonly PortCheckRow[]; unseen: readonly string[]}> {
    const {flags, words} = await this.read(PortsCheck)
    const [specs, files] = [words, flags.compose]
    if (specs.length === 0 && files.length === 0 && flags.container === '')
      throw new DnetError('USAGE', 'nothing to check', 'dnet ports check 8080:80')
    for (const spec of specs) parsePortSpec(spec)
    const project = files.length > 0 ? await this.project(files, flags.profile) : undefined
    const {engine} = await this.connect(flags)
    const host = await engine.observe({
      containerDetails: (one) => isDown(one) || mayBeMeant([flags.container])(one),
      publishing: true,
    })
    const container = flags.container ? containerNamed(host, flags.container) : undefined
    const asked: AskedPort[] = [
      ...askedBySpecs(specs, rulesOn(host, this.network(host, flags.network))),
      ...(container ? askedByContainer(host, container) : []),
      ...(project ? askedByCompose(host, project) : []),
    ]
    const own = (other: Container): boolean =>
      other.id === container?.id || (project !== undefined && isOf(other, project.name, asked))
    const rows = portCheckRows(checkAsked(asked, portSituation(host, own)))
    const columns = ['Spec', 'Verdict', 'HostPort', 'Holder', 'Next', ...(project ? ['At', 'Name'] : [])]
    if (isPlainTable(flags.format))
      await this.show(async () => {
        const {portCheckTable} = await import('../../lib/view/ports/check-table.js')
        return portCheckTable(rows, columns, this.look)
      })
    else this.answer(formatRows(rows.map(portCheckText), PORT_CHECK_HEADERS, flags.format))
    if (container && !isDown(container))
      this.talk(`container "${container.name}" is running: its own ports are not counted as in its way`)
    const unseen = unseenPorts(host)
    for (const what of unseen) this.talk(`Warning: ${what}`)
    const bad = rows.filter(({verdict}) => verdict !== 'free')
    if (bad.length > 0) this.endWith('CHECK_FAILED')
    return {ports: rows, unseen}
  }

  private async project(files: readonly string[], profiles: readonly string[]) {
    const {readComposeFiles} = await import('../../lib/cli/compose-files.js')
    return readComposeFiles(files, profiles, (line) => this.talk(line))
  }

  private network(host: Host, word: string) {
    return word === '' ? undefined : networkNamed(host.networks, word)
  }
}

/** Whether a container is one that Compose would keep or replace when it starts these services. */
const isOf = ({labels}: Container, project: string, asked: readonly AskedPort[]): boolean => {
  const of = projectOf(labels)
  return of?.kind === 'compose' && of.name === project && asked.some(({service}) => service === of.service)
}
