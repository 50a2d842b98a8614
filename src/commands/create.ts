import {Flags} from '@oclif/core'
import {BaseCommand} from '../lib/cli/base-command.js'
import {dryRun, labels, map, strings} from '../lib/cli/flags.js'
import type {Operation} from '../lib/plan/operation.js'
import {pairSubnets} from '../lib/plan/pair-subnets.js'
import type {NetworkSpec} from '../lib/spec/network-spec.js'

export default class Create extends BaseCommand {
  static override summary = 'Create a network'
  static override examples = [
    '<%= config.bin %> create web',
    '<%= config.bin %> create --subnet 10.7.0.0/24 --gateway 10.7.0.1 --label team=web web',
    '<%= config.bin %> create --driver bridge --opt com.docker.network.driver.mtu=1400 vpn',
  ]
  static override flags = {
    attachable: Flags.boolean({summary: 'let containers be connected by hand (Swarm)'}),
    'aux-address': map({summary: 'addresses the driver must not hand out', helpValue: 'NAME=ADDRESS'}),
    'config-from': Flags.string({default: '', helpValue: 'NETWORK', summary: 'network to copy the configuration from'}),
    'config-only': Flags.boolean({summary: 'create a network that only holds configuration'}),
    driver: Flags.string({char: 'd', default: 'bridge', helpValue: 'NAME', summary: 'driver of the network'}),
    gateway: strings('gateway', {summary: 'gateway of a subnet', helpValue: 'ADDRESS'}),
    ingress: Flags.boolean({summary: "create Swarm's routing-mesh network"}),
    internal: Flags.boolean({summary: 'no way out of the network'}),
    'ip-range': strings('ip-range', {summary: 'hand out addresses from this part of a subnet', helpValue: 'PREFIX'}),
    'ipam-driver': Flags.string({default: 'default', helpValue: 'NAME', summary: 'driver that manages addresses'}),
    'ipam-opt': map({summary: 'option of the address driver'}),
    ipv4: Flags.boolean({summary: 'IPv4 addresses (engine 28.0 and up; default true)'}),
    ipv6: Flags.boolean({summary: 'IPv6 addresses'}),
    label: labels('label', {summary: 'label on the network'}),
    opt: map({char: 'o', summary: 'option of the driver'}),
    scope: Flags.string({default: '', helpValue: 'SCOPE', summary: 'scope of the network'}),
    subnet: strings('subnet', {summary: 'subnet of the network', helpValue: 'PREFIX'}),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Create, {min: 1, max: 1})
    const spec: NetworkSpec = {
      name: words[0] ?? '',
      driver: flags.driver,
      scope: flags.scope,
      enableIPv4: flags.ipv4,
      enableIPv6: flags.ipv6,
      internal: flags.internal,
      attachable: flags.attachable,
      ingress: flags.ingress,
      configOnly: flags['config-only'],
      configFrom: flags['config-from'],
      ipamDriver: flags['ipam-driver'],
      ipamOptions: Object.fromEntries(flags['ipam-opt']),
      subnets: pairSubnets({
        subnets: flags.subnet.flat(),
        ipRanges: flags['ip-range'].flat(),
        gateways: flags.gateway.flat(),
        auxAddresses: Object.fromEntries(flags['aux-address']),
      }),
      options: Object.fromEntries(flags.opt),
      labels: Object.fromEntries(flags.label),
    }
    const operation: Operation & {do: 'create-network'} = {do: 'create-network', spec, because: ''}
    if (flags['dry-run']) return this.dryRun([operation])
    const {engine} = await this.connect(flags)
    const {id, warning} = await engine.execute(operation)
    this.answer(`${id}\n`)
    return {network: {id, name: spec.name}, warning}
  }
}
