import {type Addr, type Family, formatAddr, unmapped} from '../../net/addr.js'
import type {Protocol} from '../../net/port.js'

/** One line of `/proc/net/{tcp,tcp6,udp,udp6}`: a socket that has a local port. */
export interface KernelSocket {
  readonly addr: Addr
  /** 1 to 65535. */
  readonly port: number
  readonly protocol: Protocol
  /** The socket's family, which differs from that of `addr` if that was IPv4 in IPv6 form. */
  readonly family: Family
  /** Identifies the socket in `/proc/PID/fd`: `socket:[INODE]`. '0' if no process has it any more. */
  readonly inode: string
  /** The user that created it. */
  readonly uid: number
}

const LISTEN = '0A'

/**
 * The sockets of one such file that occupy their port: TCP sockets that listen (Linux include/net/tcp_states.h), and
 * every bound UDP socket. Other lines are ignored.
 * @param littleEndian the byte order of the machine, in which the kernel writes each 32 bits of an address
 */
export function parseProcNet(text: string, protocol: 'tcp' | 'udp', littleEndian: boolean): KernelSocket[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , uid = '', , inode = ''] = line.trim().split(/\s+/)
    const [, hex = '', portHex = ''] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local) ?? []
    const port = Number.parseInt(portHex, 16)
    if (hex === '' || port === 0 || (protocol === 'tcp' && state !== LISTEN)) return []
    const family = hex.length === 8 ? 4 : 6
    const value = {family, value: BigInt(`0x${littleEndian ? swapped(hex) : hex}`)} as const
    return {addr: formatAddr(unmapped(value) ?? value), port, protocol, family, inode, uid: Number(uid)}
  })
}

/** Each group of four bytes in reverse order. */
const swapped = (hex: string): string =>
  (hex.match(/.{8}/g) ?? []).map((word) => (word.match(/../g) ?? []).reverse().join('')).join('')

/**
 * Which IPv6 sockets do not accept IPv4, by inode, from `ss -Htulne`: the kernel shows it only over sock_diag, not in
 * `/proc` (IPV6_V6ONLY; iproute2 prints `v6only:0` or `v6only:1` beside `ino:INODE`).
 */
export function parseSs(text: string): Map<string, boolean> {
  const found = new Map<string, boolean>()
  for (const line of text.split('\n')) {
    const inode = /\sino:(\d+)/.exec(line)?.[1]
    const only = /\sv6only:([01])/.exec(line)?.[1]
    if (inode !== undefined && only !== undefined) found.set(inode, only === '1')
  }
  return found
}
