import {validateHeaderName, validateHeaderValue} from 'node:http'
import {join} from 'node:path'
import {DnetError} from '../../errors.js'
import type {Files} from '../files.js'

export type Env = Readonly<Record<string, string | undefined>>

/** What dnet reads of Docker's own configuration file. Strings are '' and lists empty if the file does not set them. */
export interface DockerConfig {
  readonly currentContext: string
  readonly httpHeaders: Readonly<Record<string, string>>
  /** The default format of `ls`. */
  readonly networksFormat: string
  /** Filters added to every prune, each as `key=value`. */
  readonly pruneFilters: readonly string[]
}

/** The folder of Docker's configuration: `DOCKER_CONFIG`, else `.docker` in the home folder. */
export const dockerConfigDir = (env: Env, home: string): string => env.DOCKER_CONFIG || join(home, '.docker')

/**
 * Docker's configuration file in `dir`, and notes about it for the user. A file that cannot be read or parsed yields a
 * note and not an error, as in Docker (docker/cli v28.2.2 cli/config/config.go LoadDefaultConfigFile): what could be
 * read of it is used.
 */
export function readDockerConfig(dir: string, files: Files): {config: DockerConfig; notes: readonly string[]} {
  const path = join(dir, 'config.json')
  const notes: string[] = []
  const warn = (why: string): void => {
    notes.push(`WARNING: Error parsing config file (${path}): ${why}`)
  }
  let fields: Record<string, unknown> = {}
  try {
    const text = files.read(path)?.toString()
    const value: unknown = text === undefined ? {} : JSON.parse(text)
    if (isRecord(value)) fields = value
    else warn('not a JSON object')
  } catch (error) {
    warn((error as Error).message)
  }
  const read = <T>(name: string, is: (value: unknown) => value is T, otherwise: T): T => {
    const value = field(fields, name)
    if (value === undefined || value === null) return otherwise
    if (is(value)) return value
    warn(`${name} has the wrong type`)
    return otherwise
  }
  const config = {
    currentContext: read('currentContext', isText, ''),
    httpHeaders: read('HttpHeaders', isTextRecord, {}),
    networksFormat: read('networksFormat', isText, ''),
    pruneFilters: read('pruneFilters', isTextList, []),
  }
  return {config, notes}
}

/**
 * The headers that every request carries: those of `DOCKER_CUSTOM_HEADERS` replace those of the configuration file
 * (docker/cli v28.2.2 cli/command/cli_options.go withCustomHeadersFromEnv).
 * @throws DnetError BAD_CONFIG for a header that HTTP cannot carry, USAGE for a malformed variable
 */
export function customHeaders(config: DockerConfig, env: Env): Readonly<Record<string, string>> {
  const ofEnv = env.DOCKER_CUSTOM_HEADERS ? headersOfEnv(env.DOCKER_CUSTOM_HEADERS) : undefined
  const headers = ofEnv ?? config.httpHeaders
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    } catch (cause) {
      const where = ofEnv ? 'DOCKER_CUSTOM_HEADERS' : 'HttpHeaders of config.json'
      throw new DnetError('BAD_CONFIG', `invalid header "${name}" in ${where}`, 'correct or remove that header', {
        cause,
      })
    }
  }
  return headers
}

function headersOfEnv(text: string): Record<string, string> {
  const bad = (why: string): DnetError =>
    new DnetError('USAGE', `DOCKER_CUSTOM_HEADERS: ${why}`, 'write it as NAME=VALUE[,NAME=VALUE]')
  const headers: Record<string, string> = {}
  for (const pair of csvRecord(text) ?? []) {
    const [, key = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(pair) ?? []
    if (!key.trim()) throw bad(`empty name in "${pair}"`)
    if (value === undefined) throw bad(`missing "=" in "${pair}"`)
    headers[key.trim()] = value
  }
  if (!csvRecord(text)) throw bad('the quotes are unbalanced')
  return headers
}

/** The fields of one line of comma-separated values; undefined if its quotes are unbalanced (RFC 4180). */
function csvRecord(line: string): string[] | undefined {
  if (!/^(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*$/.test(line)) return undefined
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}

/** The named field; as in Go's JSON, upper and lower case are the same if no field has exactly that name. */
function field(fields: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name]
  const alike = Object.keys(fields).find((key) => key.toLowerCase() === name.toLowerCase())
  return alike === undefined ? undefined : fields[alike]
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isTextList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTextRecord = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every(isText)
