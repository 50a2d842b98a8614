import type {Interfaces} from '@oclif/core'
import {foreseeCreate} from '../lib/carry/create-network.js'
import {
  dryRun,
  flag,
  fromSnapshot,
  labels,
  map,
  noCheck,
  prefixes,
  strict,
  string,
  strings,
  triState,
  wholeNumberOrNone,
} from '../lib/cli/args/flags.js'
import {DRIVER_OPTIONS, DRIVERS, SCOPES} from '../lib/cli/args/network-offers.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {ChangeCommand} from '../lib/cli/change-command.js'
import {searchFor} from '../lib/cli/user-settings.js'
import {type CreateRequest, choosesSubnet, refuseIdle} from '../lib/plan/subnets/create-request.js'
import {pairSubnets} from '../lib/plan/subnets/pair-subnets.js'
import type {UserConfig} from '../lib/spec/user-config.js'

export default class Create extends ChangeCommand {
  static override summary = 'Create a network'
  static override examples = [
    '<%= config.bin %> create web',
    '<%= config.bin %> create --hosts 50 web',
    '<%= config.bin %> create --subnet 10.7.0.0/24 --gateway 10.7.0.1 --label team=web web',
    '<%= config.bin %> create --subnet /26 --pool 10.64.0.0/10 --if-not-exists ci',
    '<%= config.bin %> create --driver bridge --opt com.docker.network.driver.mtu=1400 vpn',
  ]
  static override words: readonly WordShape[] = [{name: 'NETWORK', offers: 'new-network'}]
  static override flags = {
    attachable: flag('let standalone containers connect to it (Swarm)'),
    'aux-address': map({summary: 'address that must not be given to containers', helpValue: 'NAME=ADDRESS'}),
    'config-from': string({
      helpValue: 'NETWORK',
      summary: 'config-only network to take the configuration from',
      offers: 'config-network',
    }),
    'config-only': flag('create a network that only holds configuration'),
    driver: string({
      char: 'd',
      default: 'bridge',
      helpValue: 'NAME',
      summary: 'network driver',
      offers: DRIVERS,
    }),
    gateway: strings({
      summary: "gateway of a subnet; 'first' or 'last' for its first or last address",
      helpValue: 'ADDRESS',
      offers: ['first', 'last'],
    }),
    ingress: flag("create Swarm's routing-mesh network"),
    internal: flag('give containers no outside access'),
    'ip-range': strings({summary: 'give containers addresses from this part of a subnet', helpValue: 'PREFIX'}),
    'ipam-driver': string({
      default: 'default',
      helpValue: 'NAME',
      summary: 'IPAM driver',
      offers: ['default', 'null'],
    }),
    'ipam-opt': map({summary: 'option of the IPAM driver'}),
    ipv4: triState('IPv4 addresses (engine 28.0 and up; default true)'),
    ipv6: triState('IPv6 addresses'),
    label: labels({summary: 'label of the network'}),
    opt: map({char: 'o', summary: 'option of the network driver', offers: DRIVER_OPTIONS}),
    scope: string({helpValue: 'SCOPE', summary: 'scope of the network', offers: SCOPES}),
    subnet: strings({
      summary: 'subnet of the network; /N finds a free one of that size',
      helpValue: 'PREFIX',
      offers: 'free-subnet',
    }),
    hosts: wholeNumberOrNone({summary: 'find a free subnet with room for this many containers', helpValue: 'N'}),
    pool: prefixes({summary: 'where to look for a free subnet', helpValue: 'PREFIX'}),
    avoid: prefixes({summary: 'block that the subnet must not overlap', helpValue: 'PREFIX'}),
    'if-not-exists': flag('succeed if the same network already exists'),
    'no-check': noCheck(),
    strict: strict(),
    'dry-run': dryRun(),
    from: fromSnapshot(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Create)
    const request = createRequest(words, flags, await this.settings(), this.screen.terminal)
    const {engine} = await this.connect(flags)
    const options = {ifNotExists: flags['if-not-exists'], look: !flags['no-check']}
    const {results: [made] = [], told} = await this.change(await foreseeCreate(engine, request, options), flags)
    if (!made) return told
    const {id, name, existed, summary, warning} = made
    if (summary) this.talk(`${name} ${summary}`)
    this.answerVerbatim(`${id}\n`)
    return {network: {id, name, existed}, warning, ...told}
  }
}

/** @throws DnetError USAGE */
function createRequest(
  [name = '']: readonly string[],
  flags: Interfaces.InferredFlags<typeof Create.flags>,
  settings: UserConfig & {readonly path: string},
  terminal: boolean,
): CreateRequest {
  const gateways = flags.gateway.flat()
  const gatewayAt = gateways.find((gateway) => gateway === 'first' || gateway === 'last')
  const request: CreateRequest = {
    network: {
      name,
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
      options: Object.fromEntries(flags.opt),
      labels: {...settings.labels, ...Object.fromEntries(flags.label)},
    },
    addresses: {
      subnets: flags.subnet.flat(),
      ipRanges: flags['ip-range'].flat(),
      gateways: gateways.filter((gateway) => gateway !== gatewayAt),
      auxAddresses: Object.fromEntries(flags['aux-address']),
    },
    hosts: flags.hosts,
    ...searchFor(flags, settings),
    gatewayAt,
    saneGateway: terminal,
  }
  refuseIdle(request, {pools: flags.pool.flat(), avoid: flags.avoid.flat(), noCheck: flags['no-check']})
  if (!choosesSubnet(request)) pairSubnets(request.addresses)
  return request
}
