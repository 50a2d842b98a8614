import type {AddressSpace, MachineAddresses, Pool} from '../../model/address-space.js'
import {type Known, known, unknown} from '../../model/known.js'
import {parsePrefixMasked} from '../../net/prefix.js'

/** What dnet reads of `GET /info`. */
export interface InfoJson {
  readonly ID?: string
  readonly ServerVersion?: string
  readonly DefaultAddressPools?: readonly {readonly Base: string; readonly Size: number}[] | null
  readonly Swarm?: {
    readonly LocalNodeState?: string
    readonly ControlAvailable?: boolean
    readonly Cluster?: {readonly DefaultAddrPool?: readonly string[] | null; readonly SubnetSize?: number} | null
  }
}

export function toAddressSpace(info: InfoJson, machine: MachineAddresses): AddressSpace {
  return {
    engineVersion: info.ServerVersion ?? '',
    engineId: info.ID ?? '',
    configuredPools: (info.DefaultAddressPools ?? []).map(({Base, Size}) => ({base: Base, size: Size})),
    swarmPools: toSwarmPools(info.Swarm ?? {}),
    machine,
  }
}

function toSwarmPools(swarm: NonNullable<InfoJson['Swarm']>): Known<readonly Pool[]> {
  if ((swarm.LocalNodeState || 'inactive') === 'inactive') return known([])
  if (!swarm.ControlAvailable) return unknown("only a Swarm manager knows the Swarm's pools")
  const {DefaultAddrPool: bases, SubnetSize: size = 24} = swarm.Cluster ?? {}
  return known((bases ?? []).map((base) => ({base: parsePrefixMasked(base), blockLength: size})))
}
