import {type Known, known, unknown} from '../../model/known.js'
import {parseAddr} from '../../net/addr.js'
import {type Prefix, prefixAround} from '../../net/prefix.js'
import type {Files} from '../files.js'

/**
 * The addresses that a socket can be bound on in the network namespace of these files: the local routes of
 * `/proc/net/fib_trie` (Linux net/ipv4/fib_trie.c), which also has 127.0.0.0/8 and interfaces without a carrier, and
 * `/proc/net/if_inet6`. Link-local IPv6 addresses are left out: one cannot be bound without its interface.
 */
export function localAddresses(files: Files): Known<readonly Prefix[]> {
  const trie = files.read('/proc/net/fib_trie')?.toString()
  if (trie === undefined) return unknown('this machine has no /proc/net/fib_trie')
  const anyAddress = (family: string) =>
    files.read(`/proc/sys/net/${family}/ip_nonlocal_bind`)?.toString().trim() === '1'
  if (anyAddress('ipv4') || anyAddress('ipv6'))
    return unknown('this machine allows binding to addresses that it does not have')
  const four = [...trie.matchAll(/\|-- ([\d.]+)\n((?:\s+\/\d+ .*\n)+)/g)].flatMap(([, addr = '', leaves = '']) =>
    [...leaves.matchAll(/\/(\d+) host LOCAL/g)].map(([, length]) => prefixAround(parseAddr(addr), Number(length))),
  )
  const six = (files.read('/proc/net/if_inet6')?.toString() ?? '').split('\n').flatMap((line) => {
    const [, hex, scope] = /^([0-9a-f]{32}) \S+ \S+ (\S+)/.exec(line) ?? []
    if (hex === undefined || scope === IPV6_ADDR_LINKLOCAL) return []
    return [prefixAround(parseAddr((hex.match(/.{4}/g) ?? []).join(':')), 128)]
  })
  return known([...new Set([...four, ...six])])
}

/** Linux include/net/ipv6.h, in hex. */
const IPV6_ADDR_LINKLOCAL = '20'
