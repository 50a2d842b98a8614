import {type NetworkInterfaceInfo, networkInterfaces} from 'node:os'
import type {InterfaceAddress, MachineAddresses, Route} from '../../model/address-space.js'
import {type Known, known, unknown} from '../../model/known.js'
import {type Addr, addrValue, formatAddr, parseAddrUnmapped} from '../../net/addr.js'
import {formatPrefix, parsePrefixMasked} from '../../net/prefix.js'
import {diskFiles, type Files} from '../files.js'

/** Where this machine's addresses are read from; parameters, so that a test can pass its own. */
interface Machine {
  readonly platform: NodeJS.Platform
  readonly files: Files
  readonly interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>
}

/**
 * The routes, interface addresses and resolvers of this machine. Routes are known on Linux (`/proc/net/route` and
 * `/proc/net/ipv6_route`, the main table), resolvers if there is an `/etc/resolv.conf`.
 */
function readMachine({platform, files, interfaces}: Machine): MachineAddresses {
  return {
    routes: platform === 'linux' ? readRoutes(files) : unknown(`routes are not read on ${platform}`),
    interfaces: known(toInterfaces(interfaces)),
    resolvers: readResolvers(files),
  }
}

/** {@link readMachine} for the machine that dnet runs on. */
export const readThisMachine = (): MachineAddresses =>
  readMachine({platform: process.platform, files: diskFiles, interfaces: networkInterfaces()})

/** The addresses of a machine that dnet does not run on: all unknown. */
export function machineElsewhere(address: string): MachineAddresses {
  const part = unknown(`the engine at ${address} is on another machine`)
  return {routes: part, interfaces: part, resolvers: part}
}

function readRoutes(files: Files): Known<readonly Route[]> {
  try {
    const v4 = files.read('/proc/net/route')
    if (v4 === undefined) return unknown('there is no /proc/net/route')
    const v6 = files.read('/proc/net/ipv6_route')?.toString() ?? ''
    return known([...routes4(v4.toString()), ...routes6(v6)])
  } catch (error) {
    return unknown((error as Error).message)
  }
}

/** Columns: Iface Destination Gateway Flags RefCnt Use Metric Mask; numbers in hex, addresses in host byte order. */
function routes4(text: string): Route[] {
  return lines(text)
    .slice(1)
    .map((columns) => {
      const [device = '', destination = '', gateway = '', flags = '', , , , mask = ''] = columns
      const length = bitsSet(littleEndian(mask))
      const via = Number.parseInt(flags, 16) & RTF_GATEWAY
      return {
        destination: formatPrefix({family: 4, value: littleEndian(destination)}, length),
        gateway: via ? formatAddr({family: 4, value: littleEndian(gateway)}) : null,
        device,
        onLink: via === 0,
      }
    })
}

/** linux/route.h */
const RTF_GATEWAY = 0x2
const RTF_REJECT = 0x200
const RTF_LOCAL = 0x8000_0000

/** Columns: destination, its length, source, its length, next hop, metric, refcount, use, flags, device; all in hex. */
function routes6(text: string): Route[] {
  return lines(text).flatMap((columns) => {
    const [destination = '', length = '', , , hop = '', , , , flagText = '', device = ''] = columns
    const flags = Number.parseInt(flagText, 16)
    const value = BigInt(`0x${destination}`)
    // The machine's own addresses, multicast and link-local: no subnet is kept clear of them.
    if ((flags & (RTF_REJECT | RTF_LOCAL)) !== 0 || value >> 120n === 0xffn || value >> 118n === 0x3fan) return []
    const gateway = BigInt(`0x${hop}`)
    return [
      {
        destination: formatPrefix({family: 6, value}, Number.parseInt(length, 16)),
        gateway: gateway === 0n ? null : formatAddr({family: 6, value: gateway}),
        device,
        onLink: (flags & RTF_GATEWAY) === 0,
      },
    ]
  })
}

function toInterfaces(interfaces: Machine['interfaces']): InterfaceAddress[] {
  return Object.entries(interfaces).flatMap(([device, infos = []]) =>
    infos.flatMap(({cidr, address, internal}) => {
      if (internal || cidr === null || address.startsWith('fe80')) return []
      return [{device, addr: parseAddrUnmapped(address), prefix: parsePrefixMasked(cidr)}]
    }),
  )
}

function readResolvers(files: Files): Known<readonly Addr[]> {
  try {
    const text = files.read('/etc/resolv.conf')?.toString()
    if (text === undefined) return unknown('there is no /etc/resolv.conf')
    const named = [...text.matchAll(/^\s*nameserver\s+([^\s#;]+)/gm)].map(([, name = '']) => name.replace(/%.*/, ''))
    return known(named.flatMap(toAddr).filter((addr) => !isLoopback(addr)))
  } catch (error) {
    return unknown((error as Error).message)
  }
}

function toAddr(text: string): Addr[] {
  try {
    return [parseAddrUnmapped(text)]
  } catch {
    return []
  }
}

function isLoopback(addr: Addr): boolean {
  const {family, value} = addrValue(addr)
  return family === 4 ? value >> 24n === 127n : value === 1n
}

const lines = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/))

const littleEndian = (hex: string): bigint => BigInt(`0x${hex.match(/../g)?.reverse().join('') || '0'}`)

function bitsSet(mask: bigint): number {
  return mask.toString(2).replaceAll('0', '').length
}
