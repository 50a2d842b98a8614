import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {unpackedPackages} from './debian.js'
import {PROGRAM} from './program.js'

/** A command line program of the two that are compared. */
export interface Program {
  readonly name: 'docker' | 'dnet'
  /** The words that start it. */
  readonly command: readonly [string, ...string[]]
}

/** Docker's words are the reference at this major version. */
const REFERENCE = /^Docker version 28\./

const versionOf = (command: readonly [string, ...string[]]): Promise<string> =>
  new Promise((resolve) => {
    const [file, ...args] = command
    execFile(file, [...args, '--version'], (error, stdout) => resolve(error ? String(error) : stdout.trim()))
  })

/** The program of Debian's package on Debian's own libraries, which may be newer than this machine's. */
async function fromDebian(): Promise<readonly [string, ...string[]]> {
  const tree = await unpackedPackages('sid', ['docker-cli'])
  const loader = ['lib64/ld-linux-x86-64.so.2', 'lib/ld-linux-aarch64.so.1'].find((file) =>
    existsSync(join(tree, file)),
  )
  const libraries = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((folder) => join(tree, 'usr/lib', folder)).join(':')
  return [join(tree, loader ?? ''), '--library-path', libraries, join(tree, 'usr/bin/docker')]
}

/** `docker` of PATH where it is the reference version, else Debian's. @throws Error when neither is that version */
async function findDocker(): Promise<Program> {
  const own = await versionOf(['docker'])
  if (REFERENCE.test(own)) return {name: 'docker', command: ['docker']}
  const command = await fromDebian()
  const version = await versionOf(command)
  if (REFERENCE.test(version)) return {name: 'docker', command}
  throw new Error(`no Docker CLI of version 28 to compare with: PATH has "${own}", Debian has "${version}"`)
}

let docker: Promise<Program> | undefined

/** The Docker CLI that dnet is compared with. @throws Error when there is none: never a skipped test */
export const referenceCli = (): Promise<Program> => {
  docker ??= findDocker()
  return docker
}

/** dnet as it is built. */
export const builtDnet = (): Program => ({name: 'dnet', command: [process.execPath, PROGRAM]})
