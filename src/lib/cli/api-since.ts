import {DnetError} from '../errors.js'
import {apiAtLeast} from '../model/api-version.js'

/** The API version that first had a command or a flag, as in the Docker CLI 28. Those older than 1.22 are left out. */
const COMMANDS: Readonly<Record<string, string>> = {prune: '1.25'}
const FLAGS: Readonly<Record<string, string>> = {
  attachable: '1.25',
  'config-from': '1.30',
  'config-only': '1.30',
  ingress: '1.29',
  scope: '1.30',
}

/**
 * Refuses what this API version does not know: the engine would ignore it or do something else.
 * @param command the command's id, such as "prune"
 * @param flags the names of the flags that were given
 * @throws DnetError UNSUPPORTED in the Docker CLI's words, one line for each flag in order of name
 */
export function refuseNewer(command: string, flags: readonly string[], apiVersion: string): void {
  const complain = (what: string, since: string | undefined): string[] =>
    since && !apiAtLeast(apiVersion, since)
      ? [`${what} requires API version ${since}, but the Docker daemon API version is ${apiVersion}`]
      : []
  const newer = [
    ...complain(`dnet ${command}`, COMMANDS[command]),
    ...(command === 'create' ? flags.toSorted().flatMap((name) => complain(`"--${name}"`, FLAGS[name])) : []),
  ]
  if (newer.length === 0) return
  throw new DnetError('UNSUPPORTED', newer.join('\n'), 'leave it out, or unset DOCKER_API_VERSION if it is set')
}
