import type {Interfaces} from '@oclif/core'
import {foreseeConnect} from '../lib/carry/connect.js'
import {dryRun, flag, links, noCheck, strict, string, strings, wholeNumber} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {ChangeCommand} from '../lib/cli/change-command.js'
import {DnetError} from '../lib/errors.js'
import type {ConnectRequest} from '../lib/plan/endpoints/connections.js'
import {readDriverOptions} from '../lib/plan/endpoints/driver-options.js'
import type {EndpointSpec} from '../lib/spec/network-spec.js'

export default class Connect extends ChangeCommand {
  static override summary = 'Connect containers to a network'
  static override description =
    'Checks the request first. If an address is taken, says what is using it and which one is free. Warns if the default gateway or published ports would move.'
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
    alias: strings({summary: 'name for the container that others on the network can use', helpValue: 'NAME'}),
    'driver-opt': strings({
      summary: 'option of the network driver',
      helpValue: 'KEY=VALUE',
      offers: ['com.docker.network.endpoint.ifname=', 'com.docker.network.endpoint.sysctls='],
    }),
    'gw-priority': wholeNumber({
      summary: 'the network with the highest value gives the default gateway (engine 28.0 and up)',
      helpValue: 'NUMBER',
    }),
    'if-not-connected': flag('succeed if a container is already on the network'),
    ip: string({helpValue: 'ADDRESS', summary: 'IPv4 address of the container'}),
    ip6: string({helpValue: 'ADDRESS', summary: 'IPv6 address of the container'}),
    link: links({
      summary: 'add a link to another container, under its own name or an alias',
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
    const request = connectRequest(words, flags)
    const {engine} = await this.connect(flags)
    const foresight = await foreseeConnect(engine, request, {look: !flags['no-check']})
    const {results = [], told} = await this.change(foresight, flags)
    const names = (already: boolean): string[] =>
      results.filter((moved) => moved.already === already).map(({container}) => container)
    return {network: request.network, connected: names(false), already: names(true), ...told}
  }
}

/** @throws DnetError USAGE */
function connectRequest(
  [network = '', ...containers]: readonly string[],
  flags: Interfaces.InferredFlags<typeof Connect.flags>,
): ConnectRequest {
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
    throw new DnetError('USAGE', 'several containers cannot share one address', 'connect them one by one')
  return {network, containers, endpoint, ifNotConnected: flags['if-not-connected']}
}
