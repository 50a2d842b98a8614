/**
 * Compares the loader with Docker Compose itself on generated projects: `npm run test:compose -- [count] [seed]`. It
 * takes `$DOCKER_COMPOSE`, else Debian's docker-compose, unpacked into the cache; 2.40.3 when this was written. Not part
 * of `npm test`: it starts that program once for each project, though no engine.
 */
import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {loadCompose} from '../../src/lib/compose/load.js'
import type {ComposeProject} from '../../src/lib/compose/project.js'
import {unpackedPackages} from '../harness/debian.js'
import {type GeneratedProject, generateProject} from './generate.js'

/** What both sides are brought to: active services, with the networks that are made for them. */
interface Meaning {
  readonly name: string
  readonly services: Readonly<Record<string, unknown>>
  readonly networks: Readonly<Record<string, unknown>>
}

interface ConfigPort {
  readonly host_ip?: string
  readonly published?: string
  readonly target: number
  readonly protocol: string
}

interface ConfigEndpoint {
  readonly ipv4_address?: string
  readonly ipv6_address?: string
  readonly gw_priority?: number
}

interface ConfigNetwork {
  readonly name: string
  readonly ipam?: {readonly driver?: string; readonly config?: readonly ConfigSubnet[]}
}

interface ConfigSubnet {
  readonly subnet?: string
  readonly ip_range?: string
  readonly gateway?: string
  readonly aux_addresses?: Readonly<Record<string, string>>
}

interface Config {
  readonly name: string
  readonly services?: Readonly<
    Record<
      string,
      {
        readonly ports?: readonly ConfigPort[]
        readonly networks?: Readonly<Record<string, ConfigEndpoint | null>>
        readonly network_mode?: string
        readonly scale?: number
        readonly deploy?: {readonly replicas?: number}
      }
    >
  >
  readonly networks?: Readonly<Record<string, ConfigNetwork>>
}

function compose(program: string, project: GeneratedProject, directory: string): Meaning | string {
  const files = project.files.flatMap((file) => ['-f', file])
  const profiles = project.profiles.flatMap((profile) => ['--profile', profile])
  try {
    const text = execFileSync(program, [...files, ...profiles, 'config', '--format', 'json'], {
      cwd: directory,
      env: {PATH: process.env.PATH, HOME: directory, ...project.environment},
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    })
    return meaningOfConfig(JSON.parse(text))
  } catch (error) {
    if (error instanceof Error && 'stderr' in error) return `refused: ${String(error.stderr).trim().split('\n').at(-1)}`
    throw error
  }
}

function meaningOfConfig(config: Config): Meaning {
  const services = Object.entries(config.services ?? {}).map(([name, service]) => [
    name,
    {
      ports: (service.ports ?? []).map(
        (port) =>
          `${port.host_ip ?? ''}|${port.published === '0' ? '' : (port.published ?? '')}|${port.target}|${port.protocol.toLowerCase()}`,
      ),
      networks: Object.entries(service.networks ?? {})
        .map(([key, one]) => [key, one?.ipv4_address ?? '', one?.ipv6_address ?? '', one?.gw_priority ?? 0].join('|'))
        .sort(),
      networkMode: service.network_mode ?? '',
      replicas: service.scale ?? service.deploy?.replicas ?? 1,
    },
  ])
  const networks = Object.entries(config.networks ?? {}).map(([key, {name, ipam}]) => [
    key,
    {
      name,
      ipamDriver: ipam?.driver ?? '',
      subnets: (ipam?.config ?? []).map((one) => ({
        subnet: one.subnet ?? '',
        ipRange: one.ip_range ?? '',
        gateway: one.gateway ?? '',
        auxAddresses: one.aux_addresses ?? {},
      })),
    },
  ])
  return {name: config.name, services: Object.fromEntries(services), networks: Object.fromEntries(networks.sort())}
}

function meaningOfOurs(project: ComposeProject): Meaning | string {
  if (project.problems.length > 0)
    return `refused: ${project.problems.map((p) => `${p.file}:${p.line} ${p.message}`).join('; ')}`
  const services = project.services
    .filter((service) => service.active)
    .map((service) => [
      service.name,
      {
        ports: service.ports.map(({hostAddr, hostPorts, containerPort, protocol}) => {
          const host =
            hostPorts === null
              ? ''
              : hostPorts.first === hostPorts.last
                ? `${hostPorts.first}`
                : `${hostPorts.first}-${hostPorts.last}`
          return `${hostAddr ?? ''}|${host}|${containerPort}|${protocol}`
        }),
        networks: [...service.endpoints]
          .map(([key, {ipv4, ipv6, gatewayPriority}]) => [key, ipv4, ipv6, gatewayPriority].join('|'))
          .sort(),
        networkMode: service.networkMode,
        replicas: service.replicas,
      },
    ])
  const networks = project.networks
    .filter(({inUse}) => inUse)
    .map(({key, name, ipamDriver, subnets}) => [key, {name, ipamDriver, subnets}])
  return {name: project.name, services: Object.fromEntries(services), networks: Object.fromEntries(networks.sort())}
}

/** Order of ports taken from a range is Compose's own (it sorts container ports as texts); it carries no meaning. */
const comparable = (meaning: Meaning | string): string =>
  typeof meaning === 'string'
    ? 'refused'
    : JSON.stringify(meaning, (key, value: unknown) =>
        key === 'ports' && Array.isArray(value) ? value.toSorted() : value,
      )

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

async function main(): Promise<void> {
  const plugin = 'usr/libexec/docker/cli-plugins/docker-compose'
  const program = process.env.DOCKER_COMPOSE ?? join(await unpackedPackages('sid', ['docker-compose']), plugin)
  const count = Number(process.argv[2] ?? 300)
  const seed = Number(process.argv[3] ?? 1)
  const tally = {same: 0, bothRefuse: 0, onlyNewerTakes: 0, different: 0}
  for (let i = 0; i < count; i++) {
    const directory = mkdtempSync(join(tmpdir(), 'dnet-compose-'))
    const project = generateProject(seed * 1_000_000 + i)
    for (const [path, text] of Object.entries(project.contents)) {
      mkdirSync(dirname(join(directory, path)), {recursive: true})
      writeFileSync(join(directory, path), text)
    }
    const theirs = compose(program, project, directory)
    const request = {files: project.files.map((file) => join(directory, file)), readFile: readOrUndefined}
    const ours = meaningOfOurs(
      loadCompose({
        ...request,
        environment: project.environment,
        profiles: project.profiles,
        currentDirectory: '/',
        projectDirectory: directory,
      }),
    )
    // Compose 2.40 refuses to redefine what is included; later ones lay the project's own definition over it, as we do.
    if (typeof theirs === 'string' && theirs.includes('conflicts with imported resource')) tally.onlyNewerTakes++
    else if (comparable(theirs) !== comparable(ours)) {
      tally.different++
      console.log(
        `--- project ${i} of seed ${seed}`,
        project,
        '\ncompose:',
        JSON.stringify(theirs),
        '\nours:   ',
        JSON.stringify(ours),
      )
    } else if (typeof theirs === 'string') {
      tally.bothRefuse++
    } else tally.same++
    rmSync(directory, {recursive: true})
  }
  console.log(JSON.stringify(tally))
  process.exitCode = tally.different === 0 ? 0 : 1
}

await main()
