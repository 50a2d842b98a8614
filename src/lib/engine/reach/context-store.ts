import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {DnetError} from '../../errors.js'
import {absent, Misread, part, text, truth} from '../../json-reader.js'
import {toPaste} from '../../shell-words.js'
import type {Files} from '../files.js'
import type {Tls} from './engine-address.js'

/** What a Docker context says about its engine. `host` is '' if it has none: Docker then uses the default. */
interface DockerContext {
  readonly host: string
  readonly tls: Tls | undefined
}

/**
 * The context called `name` in the store under `configDir` (docker/cli v28.2.2 cli/context/store: folders are named by
 * the SHA-256 of the context's name). `askedBy` shows the user what selected it.
 * @throws DnetError USAGE for an unknown context, listing the existing ones; BAD_CONFIG for one that cannot be read
 */
export function readContext(name: string, askedBy: string, configDir: string, files: Files): DockerContext {
  const id = createHash('sha256').update(name).digest('hex')
  const path = join(configDir, 'contexts', 'meta', id, 'meta.json')
  const bytes = read(path, files)
  if (!bytes) throw unknownContext(name, askedBy, configDir, files)
  const docker = dockerEndpoint(bytes.toString(), path)
  const folder = join(configDir, 'contexts', 'tls', id, 'docker')
  const skipVerify = docker.SkipTLSVerify ?? false
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((file) => read(join(folder, file), files))
  const tls = ca || cert || key || skipVerify ? {ca, cert, key, skipVerify} : undefined
  return {host: docker.Host?.trim() ?? '', tls}
}

const metaFile = part({
  Endpoints: absent(part({docker: absent(part({Host: absent(text), SkipTLSVerify: absent(truth)}))})),
})

function dockerEndpoint(source: string, path: string) {
  const bad = (why: string): DnetError =>
    new DnetError('BAD_CONFIG', `context file ${path}: ${why}`, 'recreate it: docker context create')
  let docker: NonNullable<ReturnType<typeof metaFile>['Endpoints']>['docker']
  try {
    docker = metaFile(JSON.parse(source), '').Endpoints?.docker
  } catch (error) {
    throw bad(error instanceof Misread ? error.message : 'it is not JSON')
  }
  if (!docker) throw bad('it has no docker endpoint')
  return docker
}

function read(path: string, files: Files): Buffer | undefined {
  try {
    return files.read(path)
  } catch (error) {
    throw new DnetError(
      'BAD_CONFIG',
      `context file ${path}: ${(error as Error).message}`,
      toPaste`make it readable: ls -l ${path}`,
    )
  }
}

function unknownContext(name: string, askedBy: string, configDir: string, files: Files): DnetError {
  const known = [...storedContextNames(configDir, files), 'default'].toSorted()
  return new DnetError(
    'USAGE',
    `context "${name}" not found (${askedBy})`,
    `contexts in ${configDir}: ${known.join(', ')}`,
  )
}

/** The names of the contexts in the store; one whose file cannot be read is left out. */
export function storedContextNames(configDir: string, files: Files): string[] {
  const meta = join(configDir, 'contexts', 'meta')
  return files.list(meta).flatMap((id) => {
    try {
      const name = JSON.parse(files.read(join(meta, id, 'meta.json'))?.toString() ?? '{}').Name
      return typeof name === 'string' ? [name] : []
    } catch {
      return []
    }
  })
}
