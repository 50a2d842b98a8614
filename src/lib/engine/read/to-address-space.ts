import type {AddressSpace, MachineAddresses, Pool} from '../../model/address-space.js'
import {type Known, known, unknown} from '../../model/known.js'
import type {InfoAnswer} from './answers.js'

export function toAddressSpace(info: InfoAnswer, machine: MachineAddresses): AddressSpace {
  return {
    engineVersion: info.ServerVersion ?? '',
    engineId: info.ID ?? '',
    configuredPools: (info.DefaultAddressPools ?? []).map(({Base, Size}) => ({base: Base, size: Size})),
    swarmPools: toSwarmPools(info.Swarm),
    machine,
  }
}

function toSwarmPools(swarm: InfoAnswer['Swarm']): Known<readonly Pool[]> {
  if ((swarm?.LocalNodeState || 'inactive') === 'inactive') return known([])
  if (!swarm?.ControlAvailable) return unknown("only a Swarm manager knows the Swarm's pools")
  const {DefaultAddrPool: bases = [], SubnetSize: size = 24} = swarm.Cluster ?? {}
  return known(bases.map((base) => ({base, blockLength: size})))
}
