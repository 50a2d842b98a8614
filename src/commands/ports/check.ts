import {fromSnapshot, list, string} from '../../lib/cli/args/flags.js'
import {rowFormats} from '../../lib/cli/args/offer.js'
import type {WordShape} from '../../lib/cli/args/words.js'
import {BaseCommand, type FlagsOf} from '../../lib/cli/base-command.js'
import type {ComposeProject} from '../../lib/compose/project.js'
import type {Needs} from '../../lib/engine/engine.js'
import {DnetError} from '../../lib/errors.js'
import {mayBeMeant} from '../../lib/model/find.js'
import {isDown} from '../../lib/model/is-down.js'
import {parsePortSpec} from '../../lib/net/port.js'
import {composeObstacles} from '../../lib/plan/compose/network-obstacles.js'
import type {ComposeObstacle} from '../../lib/plan/compose/obstacle.js'
import type {PortCheckRow} from '../../lib/plan/ports/asked-ports.js'
import {checkOnHost} from '../../lib/plan/ports/check.js'
import {unseenPorts} from '../../lib/plan/ports/unseen-ports.js'
import {PORT_CHECK_HEADERS, portCheckText} from '../../lib/view/ports/check.js'
import {obstacleLines} from '../../lib/view/ports/compose-obstacles.js'
import {formatRows, isPlainTable} from '../../lib/view/text/row-format.js'

export default class PortsCheck extends BaseCommand {
  static override summary = 'Check whether ports can be published, and who is in the way'
  static override description =
    'A SPEC is written as for docker run -p. Without a SPEC, --compose or --container, checks the compose files that ' +
    '"docker compose up" would read here, and the networks and addresses that they ask for. Exits 0 if all ports are ' +
    'free at the time of the check and nothing is in the way of a network, otherwise 6.'
  static override examples = [
    '<%= config.bin %> ports check 8080:80 127.0.0.1:5432:5432 53:53/udp',
    '<%= config.bin %> ports check --compose compose.yaml --compose compose.override.yaml',
    '<%= config.bin %> ports check --compose compose.yaml --profile debug --compose-env-file ci.env --project-name ci',
    '<%= config.bin %> ports check --container web',
  ]
  static override words: readonly WordShape[] = [{name: 'SPEC', many: true, optional: true}]
  static override idle = {beside: [['format', 'json'] as const]}
  static override flags = {
    compose: list({
      char: 'f',
      helpValue: 'FILE',
      summary: 'check what this compose file would publish; if repeated, later files override earlier ones',
    }),
    profile: list({summary: 'compose profile to start; by default those of COMPOSE_PROFILES', helpValue: 'NAME'}),
    'project-name': string({
      summary: 'name of the compose project; by default as Compose names it',
      helpValue: 'NAME',
    }),
    'compose-env-file': list({
      summary: 'read variables for the compose files from this file, not from .env',
      helpValue: 'FILE',
    }),
    container: string({
      helpValue: 'NAME',
      summary: 'check the ports of a container before it is started',
      offers: 'container',
    }),
    network: string({helpValue: 'NETWORK', summary: 'network to publish from', offers: 'network'}),
    format: string({
      helpValue: 'FORMAT',
      summary: "'json', 'table TEMPLATE' or a Go template",
      offers: rowFormats('{{.Spec}}'),
    }),
    from: fromSnapshot(),
  }

  async run(): Promise<Checked> {
    const {flags, words: specs} = await this.read(PortsCheck)
    const {compose, container, network} = flags
    checkEffect(flags, specs)
    for (const spec of specs) parsePortSpec(spec)
    const alone = specs.length === 0 && container === ''
    const project = alone || compose.length > 0 ? await this.project(flags) : undefined
    if (alone && !project)
      throw new DnetError('USAGE', 'nothing to check: no compose file is here', 'dnet ports check 8080:80')
    const {engine} = await this.connect(flags)
    const host = await engine.observe({
      containerDetails: (one) => isDown(one) || mayBeMeant([container])(one),
      publishing: true,
      ...(project && networksOf(project)),
    })
    const {rows, holdsItsOwn} = checkOnHost(host, {specs, network, container, project})
    await this.verdicts(rows, flags.format, project ? ['At', 'Name'] : [])
    if (holdsItsOwn !== undefined)
      this.talk(`container "${holdsItsOwn}" is running: the ports it has itself do not count as taken`)
    const networks = project ? composeObstacles(host, project) : {obstacles: [], unseen: []}
    for (const line of obstacleLines(networks.obstacles)) this.talk(line)
    if (networks.obstacles.length > 0 || rows.some(({verdict}) => verdict !== 'free')) this.endWith('CHECK_FAILED')
    const unseen = this.caution([...unseenPorts(host), ...networks.unseen])
    return {ports: rows, obstacles: networks.obstacles, unseen}
  }

  private async project(flags: FlagsOf<typeof PortsCheck>) {
    const {readComposeFiles} = await import('../../lib/cli/compose-files.js')
    return readComposeFiles(flags, (line) => this.talk(line))
  }

  private async verdicts(rows: readonly PortCheckRow[], format: string, more: readonly string[]): Promise<void> {
    if (!isPlainTable(format))
      return this.answerVerbatim(formatRows(rows.map(portCheckText), PORT_CHECK_HEADERS, format))
    const columns = ['Spec', 'Verdict', 'HostPort', 'Holder', 'Next', ...more]
    return this.show(async () => {
      const {portCheckTable} = await import('../../lib/view/ports/check-table.js')
      return portCheckTable(rows, columns, this.look)
    })
  }
}

interface Checked {
  readonly ports: readonly PortCheckRow[]
  /** What is in the way of networks of compose files. */
  readonly obstacles: readonly ComposeObstacle[]
  readonly unseen: readonly string[]
}

/** What is to be seen of the networks that a project uses: who is on those that exist, and where others have room. */
function networksOf({networks}: ComposeProject): Needs {
  const names = networks.flatMap(({inUse, name}) => (inUse ? [name] : []))
  return names.length === 0
    ? {}
    : {networkDetails: ({name, id}) => names.includes(name) || names.includes(id), addressSpace: true}
}

/** @throws DnetError USAGE for a flag that would have no effect */
function checkEffect(flags: FlagsOf<typeof PortsCheck>, specs: readonly string[]): void {
  if (flags.network !== '' && specs.length === 0)
    throw new DnetError(
      'USAGE',
      '--network has no effect without a SPEC',
      'compose files and containers have networks of their own: leave out --network',
    )
  if (flags.compose.length > 0 || (specs.length === 0 && flags.container === '')) return
  const idle = (['profile', 'project-name', 'compose-env-file'] as const).find((name) => flags[name].length > 0)
  if (idle) throw new DnetError('USAGE', `--${idle} has no effect without --compose`, 'add --compose FILE')
}
