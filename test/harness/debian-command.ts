import {existsSync} from 'node:fs'
import {readdir} from 'node:fs/promises'
import {delimiter, join} from 'node:path'
import {unpackedPackages} from './debian.js'

/** A root file system with an SSH server and client, the Docker CLI, openssl and busybox. */
export const toolTree = (): Promise<string> =>
  unpackedPackages('trixie', ['openssh-server', 'openssh-client', 'docker-cli', 'busybox-static', 'openssl'])

/**
 * How to run a command of `toolTree`'s on this machine: this machine's own where it has one, else the tree's through the
 * tree's own dynamic loader. The words that come before its arguments.
 */
export async function debianCommand(name: string): Promise<[command: string, ...prefix: string[]]> {
  const own = (process.env.PATH ?? '').split(delimiter).find((folder) => existsSync(join(folder, name)))
  if (own) return [join(own, name)]
  const tree = await toolTree()
  const libraries = join(tree, 'usr/lib')
  const arch = (await readdir(libraries)).find((folder) => folder.endsWith('-linux-gnu')) ?? ''
  const loader = (await readdir(join(libraries, arch))).find((file) => file.startsWith('ld-linux')) ?? ''
  return [join(libraries, arch, loader), '--library-path', join(libraries, arch), join(tree, 'usr/bin', name)]
}
