import {deepEqual, equal} from 'node:assert/strict'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {hostListeners, type ListenerSource, readListeners} from '../../../src/lib/engine/machine/listeners.js'
import {parseProcNet, parseSs} from '../../../src/lib/engine/machine/proc-net.js'

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1B5B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 997659 1 0000000046c7eb82 100 0 0 10 0
   1: 0F02000A:8AE2 0101A8C0:01BB 01 00000000:00000000 02:00000000 00000000  1000        0 997700 2 0000000046c7eb83 20 4 30 10 -1
`
const TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:1B5A 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 997658 1 00000000f1a4d4d1 100 0 0 10 0
   1: 00000000000000000000000000000000:1B59 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 997657 1 0000000005e9aa7b 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 997656 1 0000000005e9aa7c 100 0 0 10 0
   3: B80D01200000000000000000010000FF:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 997655 1 0000000005e9aa7d 100 0 0 10 0
`
const UDP = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
14552: 3500007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 997660 2 00000000fd87cb17 0
`
const SS = `tcp LISTEN 0      511         [::]:7002    [::]:* users:(("node",pid=14916,fd=20)) ino:997658 sk:4 cgroup:/ v6only:1 <->
tcp LISTEN 0      511            *:7001       *:* users:(("node",pid=14916,fd=19)) ino:997657 sk:5 cgroup:/ v6only:0 <->
tcp LISTEN 0      511    127.0.0.1:7003 0.0.0.0:* users:(("node",pid=14916,fd=21)) ino:997659 sk:3 cgroup:/ <->
`

describe('the kernel on its sockets', () => {
  it('TCP: only those that listen', () => {
    deepEqual(parseProcNet(TCP, 'tcp', true), [
      {addr: '127.0.0.1', port: 7003, protocol: 'tcp', family: 4, inode: '997659', uid: 0},
    ])
  })

  it('IPv6: words of four bytes, and IPv4 in its IPv6 form', () => {
    deepEqual(
      parseProcNet(TCP6, 'tcp', true).map(({addr, port, family}) => [addr, port, family]),
      [
        ['::', 7002, 6],
        ['::', 7001, 6],
        ['127.0.0.1', 8080, 6],
        ['2001:db8::ff00:1', 80, 6],
      ],
    )
  })

  it('UDP: all that are bound', () => {
    deepEqual(parseProcNet(UDP, 'udp', true), [
      {addr: '127.0.0.53', port: 53, protocol: 'udp', family: 4, inode: '997660', uid: 101},
    ])
  })

  it('a machine of the other byte order', () => {
    equal(parseProcNet('0: 7F000001:0050 0:0 0A 0 0 0 0 0 1', 'tcp', false)[0]?.addr, '127.0.0.1')
  })

  it('ss tells which IPv6 sockets leave IPv4 alone', () => {
    deepEqual(
      [...parseSs(SS)],
      [
        ['997658', true],
        ['997657', false],
      ],
    )
  })
})

function source(files: Record<string, string>, more: Partial<ListenerSource> = {}): ListenerSource {
  return {
    text: (path) => files[path],
    names: (path) => {
      const below = Object.keys(files).filter((name) => name.startsWith(`${path}/`))
      return below.length > 0
        ? [...new Set(below.map((name) => name.slice(path.length + 1).split('/')[0] ?? ''))]
        : undefined
    },
    link: (path) => files[path],
    ss: async () => SS,
    littleEndian: true,
    ...more,
  }
}

const FILES = {
  '/proc/net/tcp': TCP,
  '/proc/net/tcp6': TCP6,
  '/proc/net/udp': UDP,
  '/proc/net/udp6': '',
  '/proc/99/comm': 'nginx\n',
  '/proc/99/fd/3': 'socket:[997658]',
  '/proc/99/fd/4': '/dev/null',
  '/proc/99/cgroup': `0::/docker/${'a'.repeat(64)}/system.slice/docker-${'b'.repeat(64)}.scope\n1:x:/docker/${'a'.repeat(64)}\n`,
  '/proc/7/comm': 'docker-proxy\n',
  '/proc/7/fd/4': 'socket:[997657]',
}

describe('the listeners of a machine', () => {
  it('have their process where it may be looked at, and are in order', async () => {
    const listeners = await readListeners(source(FILES))
    deepEqual(listeners, {
      known: true,
      value: [
        {
          addr: '127.0.0.53',
          port: 53,
          protocol: 'udp',
          oneFamily: true,
          process: undefined,
          containerIds: undefined,
          ofEngine: false,
        },
        {
          addr: '2001:db8::ff00:1',
          port: 80,
          protocol: 'tcp',
          oneFamily: undefined,
          process: undefined,
          containerIds: undefined,
          ofEngine: false,
        },
        {
          addr: '::',
          port: 7001,
          protocol: 'tcp',
          oneFamily: false,
          process: {pid: 7, name: 'docker-proxy'},
          containerIds: undefined,
          ofEngine: true,
        },
        {
          addr: '::',
          port: 7002,
          protocol: 'tcp',
          oneFamily: true,
          process: {pid: 99, name: 'nginx'},
          containerIds: ['a'.repeat(64), 'b'.repeat(64)],
          ofEngine: false,
        },
        {
          addr: '127.0.0.1',
          port: 7003,
          protocol: 'tcp',
          oneFamily: true,
          process: undefined,
          containerIds: undefined,
          ofEngine: false,
        },
        {
          addr: '127.0.0.1',
          port: 8080,
          protocol: 'tcp',
          oneFamily: undefined,
          process: undefined,
          containerIds: undefined,
          ofEngine: false,
        },
      ],
    })
  })

  it('without ss it is not known whether an IPv6 one holds IPv4 too', async () => {
    const listeners = await readListeners(source(FILES, {ss: async () => undefined}))
    deepEqual(listeners.known && listeners.value.filter((one) => one.addr === '::').map((one) => one.oneFamily), [
      undefined,
      undefined,
    ])
  })

  it('are of no container where their control group is none’s', async () => {
    const listeners = await readListeners(source({...FILES, '/proc/99/cgroup': '0::/user.slice\n'}))
    deepEqual(listeners.known && listeners.value.find(({port}) => port === 7002)?.containerIds, [])
  })

  it('are the kernel’s on the port of VXLAN where no process has it, and all processes may be read', async () => {
    const vxlan = UDP.replace('3500007F:0035', '00000000:12B5')
    const processes = async (files: Record<string, string>) => {
      const listeners = await readListeners(source({...FILES, '/proc/net/udp': vxlan, ...files}))
      return listeners.known && listeners.value.filter(({port}) => port === 4789).map(({process}) => process)
    }
    const all = {'/proc/self/ns/pid': 'pid:[4026531836]'}
    deepEqual(await processes(all), [{pid: 0, name: 'kernel'}])
    deepEqual(await processes({'/proc/self/ns/pid': 'pid:[4026532200]'}), [undefined])
    deepEqual(await processes({...all, '/proc/50/comm': 'hidden'}), [undefined])
    const vx = {'/proc/50/comm': 'vx', '/proc/50/fd/3': 'socket:[997660]'}
    deepEqual(await processes({...all, ...vx}), [{pid: 50, name: 'vx'}])
  })

  it('a kernel without IPv6 has none of it', async () => {
    const listeners = await readListeners(source({'/proc/net/tcp': TCP, '/proc/net/udp': UDP}))
    equal(listeners.known && listeners.value.length, 2)
  })

  it('are unknown where the kernel does not tell', async () => {
    deepEqual(await readListeners(source({})), {known: false, why: '/proc/net/tcp cannot be read on this machine'})
    deepEqual(await hostListeners(false), {known: false, why: 'the engine runs on another machine'})
  })
})

describe('the listeners of this machine', () => {
  const script = `
    const servers = [['::', false], ['::1', true], ['127.0.0.1', false]].map(([host, ipv6Only]) =>
      require('net').createServer().listen({host, ipv6Only, port: 0}))
    const udp = require('dgram').createSocket({type: 'udp6', ipv6Only: true}).bind(0, '::')
    Promise.all([...servers, udp].map((one) => require('events').once(one, 'listening')))
      .then(() => console.log(JSON.stringify([...servers, udp].map((one) => one.address().port))))
    process.stdin.resume()`

  it('are seen while they are there', async function () {
    if (process.platform !== 'linux') return this.skip()
    const child = spawn(process.execPath, ['-e', script], {stdio: ['pipe', 'pipe', 'inherit']})
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const [dual, loopback6, loopback4, udp] = JSON.parse(line.toString()) as number[]
    const seen = await hostListeners(true)
    child.kill()
    await once(child, 'exit')
    const find = (port: number | undefined) =>
      (seen.known ? seen.value : []).filter((one) => one.port === port && one.process?.pid === child.pid)
    deepEqual(
      [dual, loopback6, loopback4, udp].map((port) => find(port).map(({addr, protocol}) => `${addr} ${protocol}`)),
      [[':: tcp'], ['::1 tcp'], ['127.0.0.1 tcp'], [':: udp']],
    )
    equal(find(dual)[0]?.process?.name, 'node')
    // Where there is no ss the kernel's word cannot be had.
    equal([false, undefined].includes(find(dual)[0]?.oneFamily), true)
    equal([true, undefined].includes(find(udp)[0]?.oneFamily), true)
    const after = await hostListeners(true)
    deepEqual(after.known && after.value.filter((one) => one.process?.pid === child.pid), [])
  })
})
