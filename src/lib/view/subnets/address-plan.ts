import {familyOf} from '../../net/addr.js'
import {prefixLengthOf} from '../../net/prefix.js'
import type {PlannedSubnet} from '../../plan/subnets/vlsm.js'
import {shellLine} from '../../shell-words.js'

export const PLAN_FORMATS = ['table', 'yaml', 'compose', 'script', 'daemon-json'] as const
export type PlanFormat = (typeof PLAN_FORMATS)[number]

/** A network of a plan with its subnets: IPv4, IPv6 or both. */
interface PlannedNetwork {
  readonly name: string
  readonly subnets: readonly PlannedSubnet[]
}

/** The subnets of a plan by network, in the order of the plan. */
export function plannedNetworks(plan: readonly PlannedSubnet[]): PlannedNetwork[] {
  const names = [...new Set(plan.map(({name}) => name))]
  return names.map((name) => ({name, subnets: plan.filter((one) => one.name === name)}))
}

/** The plan as `--json` prints it; `room` is a text of digits. */
export const planRows = (networks: readonly PlannedNetwork[]): object[] =>
  networks.map(({name, subnets}) => ({
    name,
    subnets: subnets.map(({subnet, gateway, room, because}) => ({subnet, gateway, room: String(room), because})),
  }))

/** The plan in a form that something else reads, ready for a file; names in it are safe without quotes in each. */
export function planDocument(networks: readonly PlannedNetwork[], format: Exclude<PlanFormat, 'table'>): string {
  switch (format) {
    case 'yaml':
      return mapping(networks, dnetNetwork)
    case 'compose':
      return mapping(networks, composeNetwork)
    case 'script':
      return `#!/bin/sh\nset -eu\n${networks.map(scriptLine).join('')}`
    case 'daemon-json': {
      const pools = networks.flatMap(({subnets}) =>
        subnets.map(({subnet}) => ({base: subnet, size: prefixLengthOf(subnet)})),
      )
      return `${JSON.stringify({'default-address-pools': pools}, null, 2)}\n`
    }
  }
}

const mapping = (networks: readonly PlannedNetwork[], lines: (network: PlannedNetwork) => string[]): string =>
  networks.length === 0
    ? 'networks: {}\n'
    : `networks:\n${networks
        .map((network) =>
          lines(network)
            .map((line) => `  ${line}\n`)
            .join(''),
        )
        .join('')}`

/** Quoted, as YAML would take some names for numbers or truth values. */
const key = (name: string): string =>
  /^[A-Za-z][A-Za-z_-]*$/.test(name) && !YAML_WORDS.test(name) ? name : `"${name}"`
const YAML_WORDS = /^(y|n|yes|no|true|false|on|off|null)$/i

const hasIPv6 = ({subnets}: PlannedNetwork): boolean => subnets.some(({subnet}) => familyOf(subnet) === 6)
const hasIPv4 = ({subnets}: PlannedNetwork): boolean => subnets.some(({subnet}) => familyOf(subnet) === 4)

const subnetLines = ({subnets}: PlannedNetwork, indent: string): string[] =>
  subnets.flatMap(({subnet, gateway}) => [
    `${indent}- subnet: "${subnet}"`,
    ...(gateway === null ? [] : [`${indent}  gateway: "${gateway}"`]),
  ])

const dnetNetwork = (network: PlannedNetwork): string[] => [
  `${key(network.name)}:`,
  ...(hasIPv4(network) ? [] : ['  ipv4: false']),
  ...(hasIPv6(network) ? ['  ipv6: true'] : []),
  '  subnets:',
  ...subnetLines(network, '    '),
]

const composeNetwork = (network: PlannedNetwork): string[] => [
  `${key(network.name)}:`,
  `  name: "${network.name}"`,
  ...(hasIPv4(network) ? [] : ['  enable_ipv4: false']),
  ...(hasIPv6(network) ? ['  enable_ipv6: true'] : []),
  '  ipam:',
  '    config:',
  ...subnetLines(network, '      '),
]

function scriptLine(network: PlannedNetwork): string {
  const flags = network.subnets.flatMap(({subnet, gateway}) => [
    '--subnet',
    subnet,
    ...(gateway === null ? [] : ['--gateway', gateway]),
  ])
  const families = [...(hasIPv4(network) ? [] : ['--ipv4=false']), ...(hasIPv6(network) ? ['--ipv6'] : [])]
  return `${shellLine(['dnet', 'create', '--if-not-exists', ...families, ...flags, network.name])}\n`
}
