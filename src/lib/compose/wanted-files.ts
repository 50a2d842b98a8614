import type {ComposeRequest} from './load.js'
import {directoryOf, resolveFrom} from './path.js'
import type {Problems} from './problem.js'
import {startReading, variablesOf, withEnvFiles} from './reading.js'

/** In the order in which Compose looks for them (compose-go cli.DefaultFileNames, DefaultOverrideFileNames). */
const FILE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
const OVERRIDE_NAMES = [
  ...['compose.override.yml', 'compose.override.yaml'],
  ...['docker-compose.override.yml', 'docker-compose.override.yaml'],
]

/**
 * The request with the files and env files that `docker compose` would read where none are named: those of COMPOSE_FILE,
 * from the environment or the current folder's `.env`, cut at COMPOSE_PATH_SEPARATOR; else the default ones of the current
 * folder or the nearest above it; and the env files of COMPOSE_ENV_FILES (compose-go cli.WithConfigFileEnv,
 * WithDefaultConfigPath; docker/compose cmd/compose setEnvWithDotEnv).
 * @param pathSeparator the platform's, such as ":"
 * @returns with an empty list of files if there are none
 */
export function wantedFiles(request: ComposeRequest, pathSeparator: string, problems: Problems): ComposeRequest {
  const {currentDirectory, environment, files, readFile} = request
  const fromVariable = (environment.COMPOSE_ENV_FILES ?? '').split(',').filter(Boolean)
  const envFiles = request.envFiles ?? (fromVariable.length > 0 ? fromVariable : undefined)
  const withEnv = envFiles === undefined ? request : {...request, envFiles}
  if (files.length > 0) return withEnv
  const reading = startReading(readFile, problems, problems)
  const variables = withEnvFiles(reading, variablesOf(environment), envFiles ?? [resolveFrom(currentDirectory, '.env')])
  const listed = variables.get('COMPOSE_FILE')
  if (listed) {
    const separator = variables.get('COMPOSE_PATH_SEPARATOR') || pathSeparator
    return {...withEnv, files: listed.split(separator), environment: Object.fromEntries(variables)}
  }
  return {...withEnv, files: defaultFiles(currentDirectory, (path) => readFile(path) !== undefined)}
}

function defaultFiles(from: string, exists: (path: string) => boolean): readonly string[] {
  for (let folder = from; ; folder = directoryOf(folder)) {
    const pathOf = (name: string): string => (folder === from ? name : resolveFrom(folder, name))
    const first = (names: readonly string[]) => names.map(pathOf).filter(exists).slice(0, 1)
    const found = first(FILE_NAMES)
    if (found.length > 0) return [...found, ...first(OVERRIDE_NAMES)]
    if (folder === directoryOf(folder)) return []
  }
}
