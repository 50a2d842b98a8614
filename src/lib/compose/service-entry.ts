import {named} from './merge.js'
import {readPorts} from './port-entry.js'
import type {Problems} from './problem.js'
import type {ComposeEndpoint, ComposeService} from './project.js'
import {numberField, textField, textList} from './yaml/fields.js'
import {child, isNull, kindInWords, type MappingTree, type Tree, textOf} from './yaml/tree.js'

/**
 * One service. Each value is checked by itself: whether they fit together depends on the whole project.
 * @param profiles the wanted ones; `*` for all (Compose specification, 15-profiles.md)
 * @param merged whether all files are merged; contradictions in a part may be resolved by a later file
 */
export function readService(
  name: string,
  entry: MappingTree,
  profiles: readonly string[],
  merged: boolean,
  problems: Problems,
): ComposeService {
  const field = (key: string) => child(entry, key)
  const own = textList(field('profiles'), `profiles of service "${name}"`, problems)
  const networkMode = textField(field('network_mode'), `network_mode of service "${name}"`, problems)
  const listed = readEndpoints(name, field('networks'), problems)
  // A service run by a provider is not a container: it joins nothing unless it says so.
  const joinsDefault = networkMode === '' && listed.size === 0 && field('provider') === undefined
  const ports = field('ports')
  const scale = numberField(field('scale'), `scale of service "${name}"`, problems)
  const deploy = field('deploy')
  if (deploy !== undefined && deploy.kind !== 'mapping' && !isNull(deploy))
    problems.add(deploy.at, `deploy of service "${name}" must be a mapping, not ${kindInWords(deploy)}`)
  const replicas = numberField(child(deploy, 'replicas'), `deploy.replicas of service "${name}"`, problems)
  const active = own.length === 0 || profiles.some((wanted) => wanted === '*' || own.includes(wanted))
  if (active && merged) {
    if (scale !== undefined && replicas !== undefined && scale !== replicas)
      problems.add(entry.at, `service "${name}" has scale ${scale} but deploy.replicas ${replicas}`)
    if ((scale ?? replicas ?? 1) < 0) problems.add(entry.at, `service "${name}" cannot have fewer than 0 containers`)
  }
  return {
    name,
    active,
    profiles: own,
    replicas: Math.max(scale ?? replicas ?? 1, 0),
    networkMode,
    endpoints: joinsDefault ? new Map([['default', {ipv4: '', ipv6: '', gatewayPriority: 0, at: entry.at}]]) : listed,
    startsAfter: startsAfter(entry, networkMode),
    startsAfterEnd: startsAfterEnd(entry),
    ports: ports === undefined ? [] : readPorts(ports, problems),
    at: entry.at,
  }
}

/** Checks a model as Compose does after each file: what a later file corrects is still a problem. */
export function checkModel(model: MappingTree, problems: Problems): void {
  for (const key of ['services', 'networks']) {
    const section = child(model, key)
    if (section !== undefined && section.kind !== 'mapping')
      problems.add(section.at, `${key} must be a mapping, not ${kindInWords(section)}`)
  }
  const services = child(model, 'services')
  for (const [name, service] of services?.kind === 'mapping' ? services.entries : [])
    if (service.kind === 'mapping') readService(name, service, [], false, problems)
    else problems.add(service.at, `service "${name}" must be a mapping, not ${kindInWords(service)}`)
}

/** By the networks' keys, in the order of the file. */
function readEndpoints(name: string, tree: Tree | undefined, problems: Problems): Map<string, ComposeEndpoint> {
  const endpoints = new Map<string, ComposeEndpoint>()
  if (tree === undefined) return endpoints
  if (tree.kind === 'scalar') {
    problems.add(tree.at, `networks of service "${name}" must be a list or a mapping, not ${kindInWords(tree)}`)
    return endpoints
  }
  if (tree.kind === 'sequence') {
    const names = textList(tree, `networks of service "${name}"`, problems)
    if (new Set(names).size < names.length) problems.add(tree.at, `networks of service "${name}" lists a network twice`)
  }
  for (const [key, value] of named(tree).entries) {
    const what = `network "${key}" of service "${name}"`
    if (value.kind !== 'mapping' && !isNull(value))
      problems.add(value.at, `${what} must be a mapping, not ${kindInWords(value)}`)
    endpoints.set(key, {
      ipv4: textField(child(value, 'ipv4_address'), `ipv4_address of ${what}`, problems),
      ipv6: textField(child(value, 'ipv6_address'), `ipv6_address of ${what}`, problems),
      gatewayPriority: gatewayPriority(child(value, 'gw_priority'), `gw_priority of ${what}`, problems),
      at: value.at,
    })
  }
  return endpoints
}

/** Unlike other numbers it may not be written as a text, nor come from a variable (Compose 2.40.3). */
function gatewayPriority(tree: Tree | undefined, what: string, problems: Problems): number {
  if (tree === undefined || textOf(tree) === undefined) return numberField(tree, what, problems) ?? 0
  problems.add(tree.at, `${what} must be a whole number, not ${kindInWords(tree)}`)
  return 0
}

/** The services whose containers must be there first (compose-go types.ServiceConfig.GetDependencies). */
function startsAfter(entry: MappingTree, networkMode: string): string[] {
  const texts = (key: string): string[] => {
    const tree = child(entry, key)
    const items = tree?.kind === 'sequence' ? tree.items : tree === undefined ? [] : [tree]
    return items.flatMap((item) => textOf(item) ?? [])
  }
  const dependsOn = child(entry, 'depends_on')
  const shared = [networkMode, ...texts('ipc'), ...texts('pid')].flatMap((mode) => sharedService(mode) ?? [])
  const beside = [...texts('links'), ...texts('volumes_from')].map((text) => text.split(':', 1)[0] ?? '')
  return [...(dependsOn === undefined ? [] : named(dependsOn).entries.keys()), ...shared, ...beside]
}

function startsAfterEnd(entry: MappingTree): string[] {
  const dependsOn = child(entry, 'depends_on')
  return [...(dependsOn?.kind === 'mapping' ? dependsOn.entries : [])].flatMap(([name, wish]) => {
    const condition = child(wish, 'condition')
    return condition && textOf(condition) === 'service_completed_successfully' ? [name] : []
  })
}

/** The service of `service:NAME`; undefined for any other mode. */
export const sharedService = (mode: string | undefined): string | undefined => /^service:(.*)$/.exec(mode ?? '')?.[1]
