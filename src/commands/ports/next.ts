import {fromSnapshot, parsed, parsedOrNone} from '../../lib/cli/args/flags.js'
import {readGoInt} from '../../lib/cli/args/go-values.js'
import {BaseCommand} from '../../lib/cli/base-command.js'
import {DnetError} from '../../lib/errors.js'
import {parseAddr} from '../../lib/net/addr.js'
import {parsePort, parsePortRange, parseProtocol} from '../../lib/net/port.js'
import {nextFreePorts} from '../../lib/plan/ports/layout.js'
import {portSituation, rulesOn} from '../../lib/plan/ports/situation.js'
import {unseenPorts} from '../../lib/plan/ports/unseen-ports.js'

function portCount(given: string): number {
  const count = readGoInt(given)
  if (count < 1 || count > 65535) throw new RangeError('it must be 1 to 65535')
  return count
}

export default class PortsNext extends BaseCommand {
  static override summary = 'Print free host ports, one per line'
  static override examples = [
    '<%= config.bin %> ports next --near 8080',
    '<%= config.bin %> ports next --count 3 --range 9000-9999',
  ]
  static override flags = {
    near: parsedOrNone(parsePort, {summary: 'this port, or the next free one above it', helpValue: 'PORT'}),
    count: parsed(portCount, {default: 1, summary: 'how many (default 1)', helpValue: 'N'}),
    range: parsedOrNone(parsePortRange, {
      helpValue: 'A-B',
      summary: 'only ports in this range (default 1024-65535)',
    }),
    'host-ip': parsedOrNone(parseAddr, {helpValue: 'ADDRESS', summary: 'free on this address, not on every address'}),
    protocol: parsed(parseProtocol, {
      default: 'tcp',
      helpValue: 'NAME',
      summary: 'tcp, udp or sctp (default tcp)',
      offers: ['tcp', 'udp', 'sctp'],
    }),
    from: fromSnapshot(),
  }

  async run(): Promise<{ports: readonly number[]; unseen: readonly string[]}> {
    const {flags} = await this.read(PortsNext)
    const {count, protocol, 'host-ip': hostAddr = null, range = {first: 1024, last: 65535}, near = range.first} = flags
    if (flags.range && (near < range.first || near > range.last))
      throw new DnetError(
        'USAGE',
        `--near ${near} is not in --range ${range.first}-${range.last}`,
        `--near ${range.first}`,
      )
    const {engine} = await this.connect(flags)
    const host = await engine.observe({containerDetails: 'stopped', publishing: true})
    const within = {first: near, last: range.last}
    const ports = nextFreePorts(within, count, {hostAddr, protocol}, rulesOn(host, undefined), portSituation(host))
    if (ports.length < count)
      throw new DnetError(
        'PORT_TAKEN',
        `only ${ports.length} of ${count} free ports are in ${near}-${range.last}/${protocol}`,
        'widen it with --range',
      )
    this.answer(ports.map((port) => `${port}\n`).join(''))
    return {ports, unseen: this.caution(unseenPorts(host))}
  }
}
