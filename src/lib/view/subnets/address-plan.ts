import type {Taken} from '../../model/address-space.js'
import {familyOf} from '../../net/addr.js'
import {comparePrefixes, contains, type Prefix, prefixLengthOf, supernet} from '../../net/prefix.js'
import type {PlannedSubnet} from '../../plan/subnets/vlsm.js'
import {addressMap, cellsIn, type MapLine} from '../text/address-map.js'
import {countText} from '../text/amounts.js'
import {tableText} from '../text/columns.js'
import {type Look, paintOf} from '../text/paint.js'

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
    `--subnet ${subnet}`,
    ...(gateway === null ? [] : [`--gateway ${gateway}`]),
  ])
  const families = [...(hasIPv4(network) ? [] : ['--ipv4=false']), ...(hasIPv6(network) ? ['--ipv6'] : [])]
  return `dnet create --if-not-exists ${[...families, ...flags].join(' ')} ${network.name}\n`
}

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Columns of a block and the gap after it, such as `fd27:a948:8c26::/58`. */
const LABEL = 24

/** The plan as a table, and a picture of the space around it where each network has its letter. */
export function planTable(plan: readonly PlannedSubnet[], taken: readonly Taken[], look: Look): string {
  const paint = paintOf(look)
  const names = [...new Set(plan.map(({name}) => name))]
  const signOf = (name: string): string => SIGNS[names.indexOf(name) % SIGNS.length] ?? '?'
  const table = tableText(
    plan,
    [
      {head: ' ', cell: ({name}) => signOf(name)},
      {head: 'NETWORK', cell: ({name}) => name, min: 12},
      {head: 'SUBNET', cell: ({subnet}) => subnet, tint: paint.address},
      {head: 'GATEWAY', cell: ({gateway}) => gateway ?? '-', dropAt: 1},
      {head: 'ROOM', cell: ({room}) => countText(room), right: true},
      {head: 'WHY', cell: ({because}) => because, dropAt: 0},
    ],
    {columns: look.columns, paint},
  )
  const marks = [
    ...plan.map(({name, subnet}) => ({block: subnet, whole: signOf(name), part: signOf(name)})),
    ...taken.map(({prefix}) => ({block: prefix, whole: '▒', part: '▒'})),
  ]
  const lines = ([4, 6] as const).flatMap((family) => {
    const blocks = plan.map(({subnet}) => subnet).filter((subnet) => familyOf(subnet) === family)
    return blocks.length > 0 ? mapLines(blocks, cellsIn(look.columns - LABEL)) : []
  })
  return `${table}\n${addressMap(lines, marks, look.columns)}▒ taken  · free\n`
}

const MOST_LINES = 12

/** Lines around the blocks of one family, with cells as small as the smallest of them where that makes few lines. */
function mapLines(blocks: readonly Prefix[], cells: number): MapLine[] {
  const smallest = Math.max(...blocks.map(prefixLengthOf))
  for (let length = Math.max(0, smallest - Math.log2(cells)); ; length--) {
    const windows = [...new Set(blocks.map((block) => supernet(block, Math.min(length, prefixLengthOf(block)))))]
    const outer = windows.filter((one) => !windows.some((other) => other !== one && contains(other, one)))
    if (outer.length > MOST_LINES && length > 0) continue
    const cellLength = length + Math.log2(cells)
    return outer.toSorted(comparePrefixes).map((block) => ({block, cellLength, note: ''}))
  }
}
