import {choice, fromSnapshot, parsed, parsedOrNone} from '../../lib/cli/args/flags.js'
import type {WordShape} from '../../lib/cli/args/words.js'
import {BaseCommand} from '../../lib/cli/base-command.js'
import {DnetError} from '../../lib/errors.js'
import {parseAddr} from '../../lib/net/addr.js'
import {parsePortRange} from '../../lib/net/port.js'
import {type LaidOutPort, layOutPorts, parsePortNeed} from '../../lib/plan/ports/layout.js'
import {portSituation, rulesOn} from '../../lib/plan/ports/situation.js'
import {unseenPorts} from '../../lib/plan/ports/unseen-ports.js'
import {portPlanFlags} from '../../lib/view/ports/layout.js'

export default class PortsPlan extends BaseCommand {
  static override summary = 'Find a free host port for each of several services'
  static override examples = [
    '<%= config.bin %> ports plan web1=80 web2=80 dns=53/udp',
    '<%= config.bin %> ports plan --range 9000-9099 --format compose web1=80 web2=80',
  ]
  static override words: readonly WordShape[] = [{name: 'NAME=PORT[/PROTOCOL]', many: true}]
  static override idle = {beside: [['format', 'json'] as const]}
  static override flags = {
    range: parsed(parsePortRange, {
      default: {first: 8000, last: 9999},
      helpValue: 'A-B',
      summary: 'host ports to choose from (default 8000-9999)',
    }),
    'host-ip': parsedOrNone(parseAddr, {
      helpValue: 'ADDRESS',
      summary: 'publish on this address, not on every address',
    }),
    format: choice(['table', 'compose', 'flags'], {
      default: 'table',
      helpValue: 'NAME',
      summary: 'table, compose or flags (default table)',
    }),
    from: fromSnapshot(),
  }

  async run(): Promise<{ports: readonly LaidOutPort[]; unseen: readonly string[]}> {
    const {flags, words} = await this.read(PortsPlan)
    const {format, range} = flags
    const hostAddr = flags['host-ip'] ?? null
    const needs = words.map((word) => ({...parsePortNeed(word), hostAddr}))
    const twice = words.find((word, i) => words.indexOf(word) < i)
    if (twice) throw new DnetError('USAGE', `"${twice}" is given twice`, 'give each service its own name')
    const {engine} = await this.connect(flags)
    const host = await engine.observe({containerDetails: 'stopped', publishing: true})
    const ports = layOutPorts(needs, range, rulesOn(host, undefined), portSituation(host))
    await this.draw(ports, format)
    return {ports, unseen: this.caution(unseenPorts(host))}
  }
  private async draw(ports: readonly LaidOutPort[], format: 'table' | 'compose' | 'flags'): Promise<void> {
    if (format === 'flags') return this.answer(portPlanFlags(ports))
    if (format === 'table')
      return this.show(async () => {
        const {portPlanTable} = await import('../../lib/view/ports/layout-table.js')
        return portPlanTable(ports, this.look)
      })
    const {portPlanYaml} = await import('../../lib/view/ports/layout-yaml.js')
    return this.answer(portPlanYaml(ports))
  }
}
