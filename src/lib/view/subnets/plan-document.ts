import {familyOf} from '../../net/addr.js'
import {prefixLengthOf} from '../../net/prefix.js'
import type {PlannedNetwork} from '../../plan/addresses/planned-networks.js'
import {operands, shellLine} from '../../shell-words.js'
import {yamlText} from '../text/yaml-text.js'
import type {PlanFormat} from './plan-formats.js'

/** The plan as a document for another program, ready for a file. */
export function planDocument(networks: readonly PlannedNetwork[], format: Exclude<PlanFormat, 'table'>): string {
  switch (format) {
    case 'yaml':
      return yamlText({networks: byName(networks, dnetNetwork)})
    case 'compose':
      return yamlText({networks: byName(networks, composeNetwork)})
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

const byName = (networks: readonly PlannedNetwork[], entry: (network: PlannedNetwork) => object) =>
  new Map(networks.map((network) => [network.name, entry(network)]))

const hasIPv6 = ({subnets}: PlannedNetwork): boolean => subnets.some(({subnet}) => familyOf(subnet) === 6)
const hasIPv4 = ({subnets}: PlannedNetwork): boolean => subnets.some(({subnet}) => familyOf(subnet) === 4)

const subnetEntries = ({subnets}: PlannedNetwork): object =>
  subnets.map(({subnet, gateway}) => ({subnet, ...(gateway === null ? {} : {gateway})}))

const dnetNetwork = (network: PlannedNetwork): object => ({
  ...(hasIPv4(network) ? {} : {ipv4: false}),
  ...(hasIPv6(network) ? {ipv6: true} : {}),
  subnets: subnetEntries(network),
})

const composeNetwork = (network: PlannedNetwork): object => ({
  name: network.name,
  ...(hasIPv4(network) ? {} : {enable_ipv4: false}),
  ...(hasIPv6(network) ? {enable_ipv6: true} : {}),
  ipam: {config: subnetEntries(network)},
})

function scriptLine(network: PlannedNetwork): string {
  const flags = network.subnets.flatMap(({subnet, gateway}) => [
    '--subnet',
    subnet,
    ...(gateway === null ? [] : ['--gateway', gateway]),
  ])
  const families = [...(hasIPv4(network) ? [] : ['--ipv4=false']), ...(hasIPv6(network) ? ['--ipv6'] : [])]
  return `${shellLine(['dnet', 'create', '--if-not-exists', ...families, ...flags, ...operands([network.name])])}\n`
}
