import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'

const execute = promisify(execFile)
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** The folder everything fetched is kept in: `$XDG_CACHE_HOME/dnet`, else `~/.cache/dnet`. */
export const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dnet')

/** The release this machine runs, e.g. `bookworm`. @throws Error when it is not Debian */
export async function ownSuite(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const suite = /^ID=debian$/m.test(release) ? /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1] : undefined
  if (!suite) throw new Error('this machine does not run a named release of Debian')
  return suite
}

/** The Debian mirror that apt is set up with. @throws Error when there is none */
async function mirror(): Promise<string> {
  // Without release info also where apt never fetched its lists.
  const {stdout} = await execute('apt-get', [
    'indextargets',
    '--no-release-info',
    '--format',
    '$(REPO_URI)',
    'Created-By: Packages',
  ])
  const found = stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri))
  if (!found) throw new Error('apt on this machine names no mirror of Debian')
  return found
}

/** apt settings for a state of its own in `folder`; only the way out (proxies, dates) is the machine's. */
async function aptConfig(folder: string, suite: string): Promise<string> {
  const {stdout} = await execute('apt-config', ['dump'])
  const machine = stdout.split('\n').filter((line) => /^Acquire::(check-valid-until|[a-z:]*proxy)/i.test(line))
  const source = `deb [signed-by=${KEYRING}] ${await mirror()} ${suite} main\n`
  await Promise.all([
    writeFile(join(folder, 'sources.list'), source),
    writeFile(join(folder, 'status'), ''),
    mkdir(join(folder, 'lists', 'partial'), {recursive: true}),
    mkdir(join(folder, 'archives', 'partial'), {recursive: true}),
  ])
  const own = {
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State': folder,
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': folder,
    'Dir::Cache::archives': join(folder, 'archives'),
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root',
    'APT::Install-Recommends': '0',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  }
  const config = join(folder, 'apt.conf')
  await writeFile(
    config,
    [...machine, ...Object.entries(own).map(([key, value]) => `${key} "${value}";`), ''].join('\n'),
  )
  return config
}

/** Downloads `packages` and all they depend on (nothing counts as installed) to `folder`/archives. */
async function download(folder: string, suite: string, packages: readonly string[]): Promise<string[]> {
  const env = {...process.env, APT_CONFIG: await aptConfig(folder, suite), DEBIAN_FRONTEND: 'noninteractive'}
  await execute('apt-get', ['-qq', 'update'], {env})
  await execute('apt-get', ['-qq', '-y', '--download-only', 'install', ...packages], {env, maxBuffer: 2 ** 26})
  const archives = join(folder, 'archives')
  return (await readdir(archives)).filter((name) => name.endsWith('.deb')).map((name) => join(archives, name))
}

/** Unpacks archives into `tree` without their maintainer scripts; /bin, /sbin and /lib are those of /usr. */
async function unpack(archives: readonly string[], tree: string): Promise<void> {
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(tree, 'usr', folder), {recursive: true})
    await symlink(`usr/${folder}`, join(tree, folder))
  }
  const unwanted = ['doc', 'man', 'locale', 'info', 'perl*', 'zoneinfo'].map(
    (name) => `--exclude=./usr/share/${name}/*`,
  )
  const script =
    'set -e; tree=$1 debs=$2; shift 2; for deb in $debs; do dpkg-deb --fsys-tarfile "$deb" | ' +
    'tar -x -C "$tree" --keep-directory-symlink --no-same-owner "$@"; done'
  await execute('sh', ['-c', script, 'sh', tree, archives.join('\n'), ...unwanted])
}

const failure = (packages: readonly string[], suite: string, error: unknown): Error => {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) || error.message : String(error)
  return new Error(`can't fetch ${packages.join(' ')} of Debian ${suite}: ${text.trim()}`, {cause: error})
}

/**
 * A folder with Debian packages and all they depend on, unpacked, kept in the cache: a root file system without any
 * set-up done. Nothing is installed, and the machine's own apt is left as it is. Safe to call from several processes.
 * @throws Error naming the packages, with apt's own words, when they can't be fetched
 */
export async function unpackedPackages(suite: string, packages: readonly string[]): Promise<string> {
  const digest = createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 8)
  const trees = join(cacheFolder(), 'debian')
  const tree = join(trees, `${suite}-${packages[0]}-${digest}`)
  if (existsSync(tree)) return tree
  await mkdir(trees, {recursive: true})
  const work = await mkdtemp(join(trees, 'fetching-'))
  try {
    process.stderr.write(`fetching ${packages[0]} from Debian ${suite} into ${trees}\n`)
    const fresh = join(work, 'tree')
    await unpack(await download(work, suite, packages), fresh)
    await rename(fresh, tree).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // another process was first
    })
    return tree
  } catch (error) {
    throw failure(packages, suite, error)
  } finally {
    await rm(work, {recursive: true, force: true})
  }
}
