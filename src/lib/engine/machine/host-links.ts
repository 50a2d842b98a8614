import {readdirSync, readFileSync, readlinkSync} from 'node:fs'
import {basename, join} from 'node:path'
import type {HostLink} from '../../model/host-link.js'
import {type Known, known, unknown} from '../../model/known.js'

/**
 * The virtual interfaces of this machine, with the container at their other end: sysfs has an interface's index and
 * that of its peer, and a container's sysfs is visible through its process (Documentation/ABI/testing/sysfs-class-net).
 * Unknown if there is no sysfs. A container whose process may not be read is left out.
 * @param pids the processes of containers, by container id
 */
export function readHostLinks(pids: ReadonlyMap<string, number>): Known<readonly HostLink[]> {
  const own = '/sys/class/net'
  const names = namesIn(own)
  if (!names) return unknown('the network interfaces of this machine cannot be read')
  const containerAt = new Map<number, string>()
  for (const [containerId, pid] of pids) {
    const folder = `/proc/${pid}/root/sys/class/net`
    for (const name of namesIn(folder) ?? []) {
      const [index, peer] = [numberIn(join(folder, name, 'ifindex')), numberIn(join(folder, name, 'iflink'))]
      if (peer !== undefined && peer !== index) containerAt.set(peer, containerId)
    }
  }
  const links = names.flatMap((name): HostLink[] => {
    const [index, peer] = [numberIn(join(own, name, 'ifindex')), numberIn(join(own, name, 'iflink'))]
    if (index === undefined || peer === index) return []
    return [{name, bridge: masterOf(join(own, name)), containerId: containerAt.get(index) ?? ''}]
  })
  return known(links.sort((a, b) => (a.name < b.name ? -1 : 1)))
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder)
  } catch {
    return undefined
  }
}

function numberIn(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function masterOf(folder: string): string {
  try {
    return basename(readlinkSync(join(folder, 'master')))
  } catch {
    return ''
  }
}
