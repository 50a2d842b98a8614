import {Flags} from '@oclif/core'
import {BaseCommand} from '../lib/cli/base-command.js'
import {dryRun, integer, links, strings} from '../lib/cli/flags.js'
import type {WordShape} from '../lib/cli/words.js'
import {readDriverOptions} from '../lib/plan/driver-options.js'
import type {Operation} from '../lib/plan/operation.js'

export default class Connect extends BaseCommand {
  static override summary = 'Connect a container to a network'
  static override examples = [
    '<%= config.bin %> connect web api',
    '<%= config.bin %> connect --alias db --ip 10.7.0.9 web postgres',
  ]
  static override words: readonly WordShape[] = [
    {name: 'NETWORK', kind: 'network'},
    {name: 'CONTAINER', kind: 'apart'},
  ]
  static override flags = {
    alias: strings('alias', {summary: 'name that others on the network reach the container by', helpValue: 'NAME'}),
    'driver-opt': strings('driver-opt', {summary: "option of the network's driver", helpValue: 'KEY=VALUE'}),
    'gw-priority': integer('gw-priority', {
      summary: 'the network with the highest gives the default gateway (engine 28.0 and up)',
      helpValue: 'NUMBER',
    }),
    ip: Flags.string({default: '', helpValue: 'ADDRESS', summary: 'IPv4 address of the container'}),
    ip6: Flags.string({default: '', helpValue: 'ADDRESS', summary: 'IPv6 address of the container'}),
    link: links('link', {summary: 'another container, reached by its name or the alias', helpValue: 'NAME[:ALIAS]'}),
    'link-local-ip': strings('link-local-ip', {summary: 'link-local address of the container', helpValue: 'ADDRESS'}),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Connect, {min: 2, max: 2})
    const [network = '', container = ''] = words
    const operation: Operation = {
      do: 'connect',
      network,
      container,
      endpoint: {
        ipv4: flags.ip,
        ipv6: flags.ip6,
        linkLocal: flags['link-local-ip'].flat(),
        aliases: flags.alias.flat(),
        links: flags.link,
        driverOptions: readDriverOptions(flags['driver-opt'].flat()),
        gatewayPriority: flags['gw-priority'],
      },
      because: '',
    }
    if (flags['dry-run']) return this.dryRun([operation])
    const {engine} = await this.connect(flags)
    await engine.execute(operation)
    return {connected: {network, container}}
  }
}
