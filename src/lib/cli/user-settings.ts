import {join} from 'node:path'
import {type Files, readText} from '../engine/files.js'
import type {Env} from '../engine/reach/docker-config.js'
import {DnetError} from '../errors.js'
import type {Taken} from '../model/address-space.js'
import {avoidedBy} from '../model/subnets/blocks-in-use.js'
import type {Prefix} from '../net/prefix.js'
import type {UserConfig} from '../spec/user-config.js'

/**
 * dnet's configuration file: `DNET_CONFIG`, else `dnet/config.yaml` in `XDG_CONFIG_HOME`, else in `.config` of the home
 * folder. Without a file there are no settings, but the file set by `DNET_CONFIG` must exist.
 * @throws DnetError BAD_CONFIG naming every problem with its line
 */
export async function readUserSettings(env: Env, home: string, files: Files): Promise<UserConfig & {path: string}> {
  const path = env.DNET_CONFIG || join(env.XDG_CONFIG_HOME || join(home, '.config'), 'dnet', 'config.yaml')
  const text = readText(path, files)
  if (text === undefined && env.DNET_CONFIG)
    throw new DnetError('BAD_CONFIG', `cannot find ${path}, set by DNET_CONFIG`, 'unset DNET_CONFIG')
  if (text === undefined) return {pools: [], avoid: [], labels: {}, path}
  const {parseUserConfig} = await import('../spec/user-config.js')
  return {...parseUserConfig(text, path), path}
}

/** The pools to take subnets from and the blocks to avoid, from flags and dnet's configuration. */
export const searchFor = (
  {pool, avoid}: {readonly pool: readonly (readonly Prefix[])[]; readonly avoid: readonly (readonly Prefix[])[]},
  settings: UserConfig & {readonly path: string},
): {pools: readonly Prefix[]; avoid: readonly Taken[]} => ({
  pools: pool.length > 0 ? pool.flat() : settings.pools,
  avoid: avoidedBy(avoid.flat(), settings.avoid, settings.path),
})
