import {lookBefore} from '../lib/carry/observe-around.js'
import {dryRun, flag, links, noCheck, strict, string, strings, wholeNumber} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {DnetError} from '../lib/errors.js'
import type {Host} from '../lib/model/host.js'
import {connectFindings, explained, type Finding} from '../lib/plan/endpoints/connect.js'
import {readDriverOptions} from '../lib/plan/endpoints/driver-options.js'
import {refusalOf} from '../lib/plan/endpoints/refusal.js'
import type {Operation} from '../lib/plan/operation.js'
import type {EndpointSpec} from '../lib/spec/network-spec.js'

type Connection = Operation & {do: 'connect'}

export default class Connect extends BaseCommand {
  static override summary = 'Connect containers to a network'
  static override description =
    'Looks first: tells who holds a wanted address and the next free one, whether the default gateway would move, and which published ports would.'
  static override examples = [
    '<%= config.bin %> connect web api',
    '<%= config.bin %> connect --alias db --ip 10.7.0.9 web postgres',
    '<%= config.bin %> connect --if-not-connected web api worker',
  ]
  static override words: readonly WordShape[] = [
    {name: 'NETWORK', offers: 'joinable-network'},
    {name: 'CONTAINER', offers: 'unconnected-container', many: true},
  ]
  static override flags = {
    alias: strings({summary: 'name that others on the network reach the container by', helpValue: 'NAME'}),
    'driver-opt': strings({
      summary: "option of the network's driver",
      helpValue: 'KEY=VALUE',
      offers: ['com.docker.network.endpoint.ifname=', 'com.docker.network.endpoint.sysctls='],
    }),
    'gw-priority': wholeNumber({
      summary: 'the network with the highest gives the default gateway (engine 28.0 and up)',
      helpValue: 'NUMBER',
    }),
    'if-not-connected': flag('a container that is on the network already is no error'),
    ip: string({helpValue: 'ADDRESS', summary: 'IPv4 address of the container'}),
    ip6: string({helpValue: 'ADDRESS', summary: 'IPv6 address of the container'}),
    link: links({
      summary: 'another container, reached by its name or the alias',
      helpValue: 'NAME[:ALIAS]',
      offers: 'container',
    }),
    'link-local-ip': strings({summary: 'link-local address of the container', helpValue: 'ADDRESS'}),
    'no-check': noCheck(),
    strict: strict(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Connect)
    const [network = '', ...containers] = words
    const endpoint: EndpointSpec = {
      ipv4: flags.ip,
      ipv6: flags.ip6,
      linkLocal: flags['link-local-ip'].flat(),
      aliases: flags.alias.flat(),
      links: flags.link,
      driverOptions: readDriverOptions(flags['driver-opt'].flat()),
      gatewayPriority: flags['gw-priority'],
    }
    if (containers.length > 1 && (flags.ip || flags.ip6 || endpoint.linkLocal.length > 0))
      throw new DnetError('USAGE', 'one address cannot be given to several containers', 'connect them one by one')
    const plan = containers.map((container): Operation & {do: 'connect'} => {
      return {do: 'connect', network, container, endpoint, because: ''}
    })
    if (flags['dry-run'] && flags['no-check']) return this.dryRun(plan)
    const {engine} = await this.connect(flags)
    const host = flags['no-check'] ? undefined : await lookBefore(engine, network, containers)
    const findings = new Map(plan.map((operation) => [operation, host ? connectFindings(host, operation) : []]))
    const warnings = this.foretell(
      [...findings.values()].flat().filter(({refused}) => !refused),
      flags.strict,
    )
    if (flags['dry-run']) return this.dryRun(host ? this.possible(host, findings, flags['if-not-connected']) : plan)
    this.intend(plan)
    const connected: string[] = []
    const already: string[] = []
    for (const operation of plan) {
      const seen: readonly Finding[] = findings.get(operation) ?? []
      if (flags['if-not-connected'] && seen.some(({code}) => code === 'ALREADY_CONNECTED')) {
        already.push(operation.container)
        continue
      }
      try {
        await engine.execute(operation)
        connected.push(operation.container)
      } catch (error) {
        if (!(error instanceof DnetError)) throw error
        if (flags['if-not-connected'] && error.code === 'ENDPOINT_EXISTS') already.push(operation.container)
        else this.failed(explained(error, seen))
      }
    }
    return {network, connected, already, warnings}
  }

  /** What of a plan would be done; what the engine would refuse is reported. */
  private possible(
    host: Host,
    findings: ReadonlyMap<Connection, readonly Finding[]>,
    ifNotConnected: boolean,
  ): Connection[] {
    return [...findings].flatMap(([operation, seen]) => {
      if (ifNotConnected && seen.some(({code}) => code === 'ALREADY_CONNECTED')) return []
      const refusal = refusalOf(host, operation, seen)
      if (refusal) this.failed(refusal)
      return refusal ? [] : [operation]
    })
  }
}
