import {lstatSync} from 'node:fs'
import {mkdir, symlink, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {unpackedPackages} from './debian.js'

export type EngineVersion = '20' | '26' | '28' | 'podman'

/** What a throw-away engine runs from: a root file system, what is laid over it, and where its data goes. */
export interface EngineRoot {
  readonly tree: string
  readonly state: string
  readonly command: readonly string[]
}

const COMMON = ['iptables', 'iproute2', 'busybox-static', 'iputils-ping']
const DOCKER = ['docker.io', 'containerd', 'runc', 'crun', ...COMMON]
const PODMAN = ['podman', 'crun', 'netavark', 'aardvark-dns', 'nftables', ...COMMON]

/** Where each version comes from; Debian unstable moves on within a major version. */
const SOURCE: Record<EngineVersion, {suite: string; packages: readonly string[]}> = {
  '20': {suite: 'bookworm', packages: DOCKER},
  '26': {suite: 'trixie', packages: DOCKER},
  '28': {suite: 'sid', packages: DOCKER},
  podman: {suite: 'trixie', packages: PODMAN},
}

const SOCKET = 'unix:///engine/docker.sock'
const DOCKERD = [
  'dockerd',
  '-H',
  SOCKET,
  '--data-root=/var/lib/docker',
  '--exec-root=/run/docker',
  '--pidfile=/run/docker.pid',
]

/** What starts containers: a C program does in a fraction of the time what runc does, and networks are not its affair. */
const CRUN = ['--add-runtime=crun=/usr/bin/crun', '--default-runtime=crun']

/** The machine's own `dockerd` (and what it needs, such as iptables) on the machine's own root file system. */
export const rootOfThisMachine = (): EngineRoot => ({tree: '/', state: '/var/lib/docker', command: DOCKERD})

/** A version from Debian's packages. @throws Error when they can't be fetched */
export async function rootOfVersion(version: EngineVersion): Promise<EngineRoot> {
  const {suite, packages} = SOURCE[version]
  const tree = await unpackedPackages(suite, packages)
  return version === 'podman'
    ? {tree, state: '/var/lib/containers', command: ['podman', 'system', 'service', '--time=0', SOCKET]}
    : {tree, state: '/var/lib/docker', command: [...DOCKERD, ...CRUN]}
}

const isThere = (path: string): boolean => lstatSync(path, {throwIfNoEntry: false}) !== undefined

/** Links that package set-up scripts would have made, and busybox for the tools that no package brought. */
async function linkMissing(tree: string, files: string): Promise<void> {
  const sbin = join(files, 'usr/sbin')
  const bin = join(files, 'usr/bin')
  await mkdir(sbin, {recursive: true})
  await mkdir(bin)
  for (const name of ['iptables', 'ip6tables']) {
    for (const suffix of ['', '-save', '-restore']) await symlink('xtables-nft-multi', join(sbin, name + suffix))
  }
  for (const tool of ['sh', 'cat', 'ls', 'ps', 'env', 'mount', 'umount', 'kill', 'sleep', 'modprobe', 'hostname']) {
    if (!isThere(join(tree, 'usr/bin', tool)) && !isThere(join(tree, 'usr/sbin', tool))) {
      await symlink('busybox', join(bin, tool))
    }
  }
}

// No systemd in there: cgroupfs and plain log files. NET_RAW lets busybox ping, as under Docker.
const CONTAINERS_CONF = `[engine]
cgroup_manager="cgroupfs"
events_logger="file"
[containers]
log_driver="k8s-file"
pids_limit=0
default_capabilities=["CHOWN","DAC_OVERRIDE","FOWNER","FSETID","KILL","NET_BIND_SERVICE","NET_RAW","SETFCAP","SETGID","SETPCAP","SETUID","SYS_CHROOT"]
`

/** Writes to `files` what is laid over the tree before the engine starts. */
export async function layFiles(root: EngineRoot, files: string, daemonConfig: object): Promise<void> {
  const texts: Record<string, string> = {
    'etc/docker/daemon.json': `${JSON.stringify(daemonConfig)}\n`,
    // The engine's own eth0, where nothing listens: a name is refused at once and no question leaves the namespace.
    'etc/resolv.conf': 'nameserver 192.0.2.2\n',
    'etc/containers/registries.conf': 'unqualified-search-registries = []\n',
    'etc/containers/containers.conf': CONTAINERS_CONF,
  }
  if (root.tree !== '/') {
    texts['etc/passwd'] = 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n'
    texts['etc/group'] = 'root:x:0:\ndocker:x:999:\nnogroup:x:65534:\n'
    texts['etc/hosts'] = '127.0.0.1 localhost\n::1 localhost\n'
    await linkMissing(root.tree, files)
  }
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(files, path)), {recursive: true})
    await writeFile(join(files, path), text)
  }
}
