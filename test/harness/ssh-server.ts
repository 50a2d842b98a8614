import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {chmod, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {debianCommand, toolTree} from './debian-command.js'
import {until} from './until.js'

const execute = promisify(execFile)

/** A real OpenSSH server on 127.0.0.1, with the Docker CLI and an engine behind it. */
export interface SshServer {
  readonly port: number
  readonly folder: string
  /** A line of known_hosts for the server's key. */
  readonly knownHost: string
  /** What the server has logged so far. */
  log(): string
  stop(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const {port} = server.address() as {port: number}
      server.close(() => resolve(port))
    })
  })

/** A new key pair without passphrase; the public key's text. */
export async function makeKey(file: string): Promise<string> {
  const [keygen, ...prefix] = await debianCommand('ssh-keygen')
  await execute(keygen, [...prefix, '-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file])
  return (await readFile(`${file}.pub`, 'utf8')).trim()
}

/** `engineFolder` holds docker.sock; `authorized` is the public key that may log in as root. Needs root. */
export async function startSshServer(engineFolder: string, authorized: string): Promise<SshServer> {
  const tree = await toolTree()
  const folder = await mkdtemp(join(tmpdir(), 'dnet-sshd-'))
  const keys = join(folder, 'keys')
  const port = await freePort()
  await mkdir(keys)
  const hostKey = await makeKey(join(keys, 'host_key'))
  await writeFile(join(keys, 'authorized'), `${authorized}\n`)
  const settings = [
    `ListenAddress 127.0.0.1:${port}`,
    'HostKey /far/keys/host_key',
    'AuthorizedKeysFile /far/keys/authorized',
    'PermitRootLogin prohibit-password',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'SetEnv DOCKER_HOST=unix:///engine/docker.sock',
  ]
  await writeFile(join(keys, 'sshd_config'), `${settings.join('\n')}\n`)
  const script = fileURLToPath(new URL('sshd.sh', import.meta.url))
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private']
  const server = spawn('unshare', [...namespaces, 'sh', script, folder, tree, engineFolder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const stop = async (): Promise<void> => {
    await end(server)
    await rm(folder, {recursive: true, force: true})
  }
  await until('the SSH server listens', () => log.includes('Server listening') || server.exitCode !== null)
  if (server.exitCode !== null) {
    await stop()
    throw new Error(`no SSH server: ${log}`)
  }
  return {port, folder, knownHost: `[127.0.0.1]:${port} ${hostKey}`, log: () => log, stop}
}

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.on('exit', () => resolve())
    child.kill('SIGKILL')
  })

/**
 * A folder with a command `ssh` for the front of PATH: the real client, kept off this machine's own keys and known hosts
 * by `-F`. Nothing else about it is other than the client that dnet would run, which finds its home by the user and not
 * by HOME, so that there is no other way.
 */
export async function sshClient(folder: string, settings: readonly string[]): Promise<string> {
  const bin = join(folder, 'bin')
  const config = join(folder, 'ssh_config')
  const words = (await debianCommand('ssh')).map((word) => `'${word}'`).join(' ')
  await mkdir(bin, {recursive: true})
  await writeFile(config, `${['GlobalKnownHostsFile /dev/null', 'IdentitiesOnly yes', ...settings].join('\n')}\n`)
  await writeFile(join(bin, 'ssh'), `#!/bin/sh\nexec ${words} -F '${config}' "$@"\n`)
  await chmod(join(bin, 'ssh'), 0o755)
  return bin
}
