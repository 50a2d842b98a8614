import {deepEqual, equal} from 'node:assert/strict'
import type {Files} from '../../../src/lib/engine/files.js'
import {localAddresses} from '../../../src/lib/engine/machine/local-addresses.js'

/** As Linux 6.1 prints it for lo, eth0 and a docker0 without a carrier; both tables, which repeat each other. */
const TABLE = `  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 127.0.0.0/8 2 0 2
        +-- 127.0.0.0/31 1 0 0
           |-- 127.0.0.0
              /8 host LOCAL
           |-- 127.0.0.1
              /32 host LOCAL
        |-- 127.255.255.255
           /32 link BROADCAST
     +-- 172.17.0.0/31 1 0 0
        |-- 172.17.0.0
           /16 link UNICAST
        |-- 172.17.0.1
           /32 host LOCAL
`

const INET6 = `00000000000000000000000000000001 01 80 10 80       lo
fd000000000000000000000000000002 04 40 00 82     eth0
fe8000000000000000fc00fffe000001 04 40 20 80     eth0
`

const files = (contents: Readonly<Record<string, string>>): Files => ({
  read: (path) => (contents[path] === undefined ? undefined : Buffer.from(contents[path])),
  exists: (path) => contents[path] !== undefined,
  list: () => [],
})

const MACHINE = {'/proc/net/fib_trie': `Main:\n${TABLE}Local:\n${TABLE}`, '/proc/net/if_inet6': INET6}

describe('the addresses that a socket can be bound on', () => {
  it('are the local routes, each once, and the IPv6 addresses that need no interface', () => {
    deepEqual(localAddresses(files({...MACHINE, '/proc/sys/net/ipv4/ip_nonlocal_bind': '0\n'})), {
      known: true,
      value: ['127.0.0.0/8', '127.0.0.1/32', '172.17.0.1/32', '::1/128', 'fd00::2/128'],
    })
  })

  for (const family of ['ipv4', 'ipv6'])
    it(`are unknown where ${family} binds what is not there`, () => {
      equal(localAddresses(files({...MACHINE, [`/proc/sys/net/${family}/ip_nonlocal_bind`]: '1\n'})).known, false)
    })

  it('are unknown where the kernel does not tell', () => {
    deepEqual(localAddresses(files({})), {known: false, why: 'this machine has no /proc/net/fib_trie'})
  })
})
