import {homedir} from 'node:os'
import {DockerEngine} from '../engine/docker-engine.js'
import type {Engine} from '../engine/engine.js'
import {diskFiles} from '../engine/files.js'
import {connect} from '../engine/reach/connection.js'
import {storedContextNames} from '../engine/reach/context-store.js'
import {customHeaders, type DockerConfig, dockerConfigDir, readDockerConfig} from '../engine/reach/docker-config.js'
import {resolveEngineAddress} from '../engine/reach/engine-address.js'
import {DnetError} from '../errors.js'
import type {EngineFlags} from './args/common-flags.js'
import {readStdin} from './read-stdin.js'

/** An engine, and the settings for clients in Docker's own configuration file. */
export interface Opened {
  readonly engine: Engine
  readonly dockerConfig: DockerConfig
}

/** The names of Docker's contexts, including the default one. */
export function contextNames(flags: Pick<EngineFlags, 'config'>): string[] {
  return [
    'default',
    ...storedContextNames(flags.config ?? dockerConfigDir(process.env, homedir()), diskFiles),
  ].toSorted()
}

/**
 * Opens the engine that the flags and the environment choose, or the snapshot of `--from`.
 * @throws DnetError USAGE, UNREACHABLE
 */
export async function openEngine(
  flags: EngineFlags,
  talk: {readonly signal: AbortSignal; readonly note: (text: string) => void},
): Promise<Opened> {
  const {env, platform} = process
  const home = homedir()
  const configDir = flags.config ?? dockerConfigDir(env, home)
  const {config, notes} = readDockerConfig(configDir, diskFiles)
  notes.forEach(talk.note)
  if (flags.from !== undefined) {
    if (flags.host || flags.context)
      throw new DnetError('USAGE', '--from does not combine with --host or --context', 'leave one of them out')
    const {openSnapshot, snapshotIn} = await import('../engine/snapshot-engine.js')
    const engine =
      flags.from === '-' ? snapshotIn(await readStdin(talk.signal), '-') : openSnapshot(flags.from, diskFiles)
    return {engine, dockerConfig: config}
  }
  const around = {env, home, platform, files: diskFiles, configDir, currentContext: config.currentContext}
  const target = resolveEngineAddress(flags, around)
  const connection = await connect(target, {
    headers: customHeaders(config, env),
    apiVersion: env.DOCKER_API_VERSION,
    signal: talk.signal,
  })
  return {engine: new DockerEngine(connection, talk.signal), dockerConfig: config}
}
