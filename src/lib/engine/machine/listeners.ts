import {execFile} from 'node:child_process'
import {readdirSync, readFileSync, readlinkSync} from 'node:fs'
import {endianness} from 'node:os'
import {type Known, known, unknown} from '../../model/known.js'
import {KERNEL, type Listener} from '../../model/ports.js'
import {type KernelSocket, parseProcNet, parseSs} from './proc-net.js'

/** Where listeners are read from: the file system and one program. undefined for what is missing or not permitted. */
export interface ListenerSource {
  readonly text: (path: string) => string | undefined
  readonly names: (path: string) => readonly string[] | undefined
  readonly link: (path: string) => string | undefined
  /** What `ss -Htulne` prints. */
  readonly ss: () => Promise<string | undefined>
  readonly littleEndian: boolean
}

/** Programs of the engine that listen on ports for containers or for Swarm. */
const ENGINE_PROGRAMS = ['docker-proxy', 'dockerd', 'rootlesskit', 'rootlessport', 'conmon', 'slirp4netns', 'pasta']

/** Where the kernel itself receives what overlay networks of other nodes send (RFC 7348, section 8). */
const VXLAN_PORT = 4789

/** The process namespace that all others are inside of (PROC_PID_INIT_INO of Linux, include/linux/proc_ns.h). */
const ALL_PROCESSES = 'pid:[4026531836]'

/**
 * The sockets on this machine that occupy a port, with their processes if these may be read, by port, protocol and
 * address. Unknown on other systems than Linux, and if the kernel does not show them.
 */
export async function readListeners(source: ListenerSource): Promise<Known<readonly Listener[]>> {
  const sockets: KernelSocket[] = []
  for (const protocol of ['tcp', 'udp'] as const) {
    const four = source.text(`/proc/net/${protocol}`)
    if (four === undefined) return unknown(`/proc/net/${protocol} cannot be read on this machine`)
    const six = source.text(`/proc/net/${protocol}6`) ?? ''
    sockets.push(...[four, six].flatMap((text) => parseProcNet(text, protocol, source.littleEndian)))
  }
  const inDoubt = sockets.some((socket) => socket.family === 6 && socket.addr === '::')
  const v6only = parseSs((inDoubt ? await source.ss() : undefined) ?? '')
  const {owners, allSeen} = ownersOf(new Set(sockets.map((socket) => socket.inode)), source)
  const containersOf = containersByPid(source)
  const listeners = sockets.map(({addr, port, protocol, family, inode}): Listener => {
    const ofKernel = allSeen && protocol === 'udp' && port === VXLAN_PORT
    const process = owners.get(inode) ?? (ofKernel ? KERNEL : undefined)
    const ofEngine = process !== undefined && ENGINE_PROGRAMS.includes(process.name)
    const containerIds = process && containersOf(process.pid)
    return {addr, port, protocol, oneFamily: family === 4 ? true : v6only.get(inode), process, containerIds, ofEngine}
  })
  return known(listeners.sort(compareListeners))
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const compareListeners = (a: Listener, b: Listener): number =>
  a.port - b.port || compareText(a.protocol, b.protocol) || compareText(a.addr, b.addr)

/**
 * The process with the lowest id that has each socket, as far as `/proc/PID/fd` may be read: root may read all, others
 * only their own. `allSeen`: all processes of the machine were there and could be read, so that a socket without one is
 * the kernel's.
 */
function ownersOf(inodes: ReadonlySet<string>, source: ListenerSource) {
  const owners = new Map<string, {pid: number; name: string}>()
  let allSeen = source.link('/proc/self/ns/pid') === ALL_PROCESSES
  const pids = (source.names('/proc') ?? []).filter((name) => /^\d+$/.test(name)).map(Number)
  for (const pid of pids.sort((a, b) => a - b)) {
    if (owners.size === inodes.size) break
    const files = source.names(`/proc/${pid}/fd`)
    if (files === undefined && source.text(`/proc/${pid}/comm`) !== undefined) allSeen = false
    for (const fd of files ?? []) {
      const inode = /^socket:\[(\d+)\]$/.exec(source.link(`/proc/${pid}/fd/${fd}`) ?? '')?.[1]
      if (inode === undefined || !inodes.has(inode) || owners.has(inode)) continue
      owners.set(inode, {pid, name: nameOf(pid, source)})
    }
  }
  return {owners, allSeen}
}

/**
 * The ids in the paths of a process's control groups, such as `0::/system.slice/docker-<id>.scope`, each once, from the
 * root down; undefined where they may not be read (cgroups(7)).
 */
function containersByPid(source: ListenerSource): (pid: number) => readonly string[] | undefined {
  const read = new Map<number, readonly string[] | undefined>()
  return (pid) => {
    if (!read.has(pid)) {
      const paths = source.text(`/proc/${pid}/cgroup`)
      read.set(pid, paths === undefined ? undefined : [...new Set(paths.match(/[0-9a-f]{64}/g) ?? [])])
    }
    return read.get(pid)
  }
}

/**
 * A process's name as ps and ss show it; Node 24 and newer call their main thread, and so their process, `MainThread`.
 */
function nameOf(pid: number, source: ListenerSource): string {
  const name = source.text(`/proc/${pid}/comm`)?.trim() ?? ''
  if (!name.endsWith('MainThread')) return name
  const program = source.link(`/proc/${pid}/exe`)?.replace(/ \(deleted\)$/, '')
  return program?.slice(program.lastIndexOf('/') + 1) || name
}

/** The sockets of this machine, if the engine runs on it. */
export async function hostListeners(engineIsHere: boolean): Promise<Known<readonly Listener[]>> {
  if (!engineIsHere) return unknown('the engine runs on another machine')
  if (process.platform !== 'linux') return unknown(`they cannot be seen on ${process.platform}`)
  return readListeners(THIS_MACHINE)
}

/** undefined for a missing file and for one that may not be read; anything else is an error. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // Processes come and go while they are read: ESRCH and ENOENT are not errors.
    if (['ENOENT', 'EACCES', 'EPERM', 'ESRCH', 'EINVAL', 'ENOTDIR'].includes(String(code))) return undefined
    throw error
  }
}

const THIS_MACHINE: ListenerSource = {
  text: (path) => readable(() => readFileSync(path, 'utf8')),
  names: (path) => readable(() => readdirSync(path)),
  link: (path) => readable(() => readlinkSync(path)),
  ss: () =>
    new Promise((resolve) => {
      execFile('ss', ['-Htulne'], {timeout: 5000, maxBuffer: 2 ** 26}, (error, stdout) =>
        resolve(error ? undefined : stdout),
      )
    }),
  littleEndian: endianness() === 'LE',
}
