import type {PlannedSubnet} from './plan-addresses.js'

/** A network of a plan with its subnets: IPv4, IPv6 or both. */
export interface PlannedNetwork {
  readonly name: string
  readonly subnets: readonly PlannedSubnet[]
}

/** The subnets of a plan by network, in the order of the plan. */
export function plannedNetworks(plan: readonly PlannedSubnet[]): PlannedNetwork[] {
  const names = [...new Set(plan.map(({name}) => name))]
  return names.map((name) => ({name, subnets: plan.filter((one) => one.name === name)}))
}

/** The plan as `--json` prints it; `room` is a string of digits. */
export const planRows = (networks: readonly PlannedNetwork[]): object[] =>
  networks.map(({name, subnets}) => ({
    name,
    subnets: subnets.map(({subnet, gateway, room, because}) => ({subnet, gateway, room: String(room), because})),
  }))
