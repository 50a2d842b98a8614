import type {Holder} from '../../model/address-space.js'
import type {UsedBlock} from '../../model/subnets/overlaps.js'
import {blocksInside} from '../../net/prefix.js'
import type {SubnetReport} from '../../plan/subnets/subnet-report.js'

/**
 * The report as `--json` prints it. Counts are strings of digits: they can be above 2^53. `context` is "" if the report
 * is about one engine.
 */
export function subnetRows(report: SubnetReport, freeLength: number | undefined): object {
  return {
    pools: report.pools.map(({context, base, blockLength, of, blocks, used, kept, left}) => ({
      context,
      pool: base,
      blockLength,
      for: of,
      blocks: String(blocks),
      used: String(used),
      keptClear: String(kept),
      left: String(left),
    })),
    subnets: report.subnets.map(({context, prefix, holder, network, use}) => ({
      context,
      subnet: prefix,
      owner: ownerRow(holder),
      driver: network?.driver ?? '',
      scope: network?.scope ?? '',
      gateway: use?.gateway ?? '',
      ipRange: use?.config.ipRange ?? '',
      used: textOrNull(use?.used),
      free: textOrNull(use?.free),
      countedBy: use?.countedBy ?? null,
    })),
    free: report.free.map(({context, block}) => ({
      context,
      block,
      ...(freeLength === undefined ? {} : {blocksInside: String(blocksInside(block, freeLength))}),
    })),
    overlaps: report.overlaps.map(({kind, one, other, consequence}) => ({
      kind,
      between: [sideRow(one), sideRow(other)],
      consequence,
    })),
    unseen: report.unseen,
  }
}

const textOrNull = (count: bigint | null | undefined): string | null =>
  typeof count === 'bigint' ? String(count) : null

const sideRow = ({context, prefix, holder}: UsedBlock): object => ({context, subnet: prefix, owner: ownerRow(holder)})

/** `name` is the network's name, the device, the nameserver's address, or the source of the avoided block. */
function ownerRow(holder: Holder): {kind: string; name: string; id: string} {
  switch (holder.kind) {
    case 'network':
      return {kind: 'network', name: holder.name, id: holder.id}
    case 'route':
    case 'interface':
      return {kind: holder.kind, name: holder.device, id: ''}
    case 'resolver':
      return {kind: 'resolver', name: holder.addr, id: ''}
    case 'reservation':
      return {kind: 'reservation', name: holder.what, id: ''}
    case 'avoid':
      return {kind: 'avoid', name: holder.from, id: ''}
  }
}
