import {type Addr, tryAddr} from '../../net/addr.js'

/** A line of a hosts file. */
export interface HostsEntry {
  readonly addr: Addr
  readonly names: readonly string[]
}

/** The entries of an `/etc/hosts`, in its order (hosts(5)); a line without an address and a name is none. */
export const parseHosts = (text: string): HostsEntry[] =>
  text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    const addr = tryAddr(address)
    return addr && names.length > 0 ? [{addr, names}] : []
  })
