import {loadFiles} from './files.js'
import {readNetwork} from './network-entry.js'
import {baseName, directoryOf, resolveFrom} from './path.js'
import type {ComposeProblem, Problems} from './problem.js'
import type {ComposeNetwork, ComposeProject, ComposeService} from './project.js'
import {type Reading, startReading, variablesOf, withEnvFiles} from './reading.js'
import {readService, sharedService} from './service-entry.js'
import {InterpolationError, interpolate} from './variables/interpolate.js'
import {child, isNull, type MappingTree, type Place, scalar, type Tree, textOf} from './yaml/tree.js'

/** What to load, and how to reach it. */
export interface ComposeRequest {
  /** The files, at least one; later ones override earlier ones. */
  readonly files: readonly string[]
  /** The absolute folder that relative paths start from: a project is named after its folder. */
  readonly currentDirectory: string
  /** The text of a file; undefined if there is none. */
  readonly readFile: (path: string) => string | undefined
  /** The environment, which wins over env files. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Profiles to start in addition to the services that have none; `*` for all. If empty, those of COMPOSE_PROFILES. */
  readonly profiles?: readonly string[]
  /** The folder of relative paths and of `.env`; by default that of the first file. */
  readonly projectDirectory?: string
  /** Read instead of the project folder's `.env`. */
  readonly envFiles?: readonly string[]
  /** Wins over COMPOSE_PROJECT_NAME and over a file's `name`. */
  readonly projectName?: string
}

/**
 * What compose files would publish and which networks they would create, read as Docker Compose 2.40.3 reads them.
 * Reads only the files; of the COMPOSE_ variables, COMPOSE_PROJECT_NAME and COMPOSE_PROFILES. `wantedFiles` reads others.
 * Never throws because of what is in a file: all problems are returned, each with its file and line.
 */
export function loadCompose(request: ComposeRequest): ComposeProject {
  const problems = new Collected()
  const warnings = new Collected()
  const reading = startReading(request.readFile, problems, warnings)
  const directory = request.projectDirectory ?? directoryOf(request.files[0] ?? '.')
  const environment = projectEnvironment(request, reading, directory)
  const name = projectName(request, reading, environment, directory)
  const withName = new Map([...environment, ['COMPOSE_PROJECT_NAME', name]])
  const model = loadFiles(reading, {environment: withName, directory, including: []}, request.files)
  const start = {file: request.files[0] ?? '', line: 1}
  if (problems.list().length === 0 && request.files.every((file) => reading.parse(file)?.length === 0))
    problems.add(start, 'the compose file is empty')
  if (normalName(name) !== name)
    problems.add(
      start,
      `project name "${name}" must consist of lowercase letters, digits, "-" and "_", and start with a letter or a digit`,
    )
  const services = readServices(model, wantedProfiles(request, environment), problems)
  const networks = readNetworks(name, model, services, problems)
  checkReferences(services, networks, problems)
  return {name, services, networks, problems: problems.list(), warnings: warnings.list()}
}

function projectEnvironment(request: ComposeRequest, reading: Reading, directory: string): ReadonlyMap<string, string> {
  const files = request.envFiles ?? [resolveFrom(directory, '.env')]
  const required = request.envFiles === undefined ? undefined : {file: request.files[0] ?? '', line: 1}
  return withEnvFiles(reading, variablesOf(request.environment), files, required)
}

/** compose-go cli.WithDefaultProfiles. */
const wantedProfiles = (
  {profiles = []}: ComposeRequest,
  environment: ReadonlyMap<string, string>,
): readonly string[] =>
  profiles.length > 0 ? profiles : (environment.get('COMPOSE_PROFILES') ?? '').split(',').filter(Boolean)

/** The requested name, else that of the last file that has one, else the folder's (compose-go loader.projectName). */
function projectName(
  request: ComposeRequest,
  reading: Reading,
  environment: ReadonlyMap<string, string>,
  directory: string,
): string {
  const asked = request.projectName || environment.get('COMPOSE_PROJECT_NAME')
  if (asked) return asked
  const written = request.files
    .flatMap((file) => reading.parse(file) ?? [])
    .findLast((tree) => !isNull(child(tree, 'name')))
  const text = textOf(child(written, 'name')) ?? ''
  return (
    normalName(withVariables(text, environment)) ||
    normalName(baseName(resolveFrom(request.currentDirectory, directory)))
  )
}

/** '' if it cannot be interpolated: loading the file says why. */
function withVariables(text: string, environment: ReadonlyMap<string, string>): string {
  try {
    return interpolate(text, (name) => environment.get(name))
  } catch (error) {
    if (error instanceof InterpolationError) return ''
    throw error
  }
}

const normalName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')

function readServices(model: MappingTree, profiles: readonly string[], problems: Problems): ComposeService[] {
  const section = child(model, 'services')
  const services = section?.kind === 'mapping' ? [...section.entries] : []
  return services
    .flatMap(([name, entry]) => (entry.kind === 'mapping' ? readService(name, entry, profiles, true, problems) : []))
    .sort((a, b) => compareText(a.name, b.name))
}

/**
 * The networks of the files, and the implicit `default` if a service joins it (compose-go loader.normalizeNetworks).
 */
function readNetworks(
  project: string,
  model: MappingTree,
  services: readonly ComposeService[],
  problems: Problems,
): ComposeNetwork[] {
  const section = child(model, 'networks')
  const entries = new Map<string, Tree>(section?.kind === 'mapping' ? section.entries : [])
  if (!entries.has('default') && services.some(({endpoints}) => endpoints.has('default')))
    entries.set('default', scalar(null, model.at))
  return [...entries]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, entry]) => {
      const inUse = services.some(({active, endpoints}) => active && endpoints.has(key))
      return readNetwork(project, key, entry, inUse, problems)
    })
}

/** Checks what active services say about each other and about networks (compose-go loader.checkConsistency). */
function checkReferences(
  services: readonly ComposeService[],
  networks: readonly ComposeNetwork[],
  problems: Problems,
): void {
  const active = new Map(services.filter((one) => one.active).map((one) => [one.name, one]))
  for (const {name, networkMode, endpoints, at} of active.values()) {
    if (networkMode !== '' && endpoints.size > 0)
      problems.add(at, `service "${name}" has both network_mode and networks`)
    for (const key of endpoints.keys())
      if (!networks.some((network) => network.key === key))
        problems.add(at, `service "${name}" joins network "${key}", which is not defined`)
    const shared = sharedService(networkMode)
    if (shared === undefined) continue
    if (!active.has(shared))
      problems.add(at, `service "${name}" shares the network of "${shared}", which does not exist or is not active`)
    const met = new Set([name])
    for (
      let next: string | undefined = shared;
      next !== undefined;
      next = sharedService(active.get(next)?.networkMode)
    ) {
      if (next === name) problems.add(at, `service "${name}" shares its own network`)
      if (met.has(next)) break
      met.add(next)
    }
  }
}

/** Compares names, no two of which are equal. */
const compareText = (a: string, b: string): number => (a < b ? -1 : 1)

/** Problems without duplicates, by file in the order first seen, then by line. */
class Collected implements Problems {
  private readonly found = new Map<string, ComposeProblem>()

  add({file, line}: Place, message: string): void {
    this.found.set(`${file}:${line}:${message}`, {file, line, message})
  }

  list(): readonly ComposeProblem[] {
    const files = [...new Set([...this.found.values()].map((problem) => problem.file))]
    return [...this.found.values()].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line)
  }
}
