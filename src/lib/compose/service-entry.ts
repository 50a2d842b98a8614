import {named} from './merge.js'
import {readPorts} from './port-entry.js'
import type {Problems} from './problem.js'
import type {ComposeService} from './project.js'
import {numberField, textField, textList} from './yaml/fields.js'
import {child, isNull, kindInWords, type MappingTree, type Tree} from './yaml/tree.js'

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
  const listed = readNetworks(name, field('networks'), problems)
  // A service run by a provider is not a container: it joins nothing unless it says so.
  const joinsDefault = networkMode === '' && listed.length === 0 && field('provider') === undefined
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
    networks: joinsDefault ? ['default'] : listed,
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

function readNetworks(name: string, tree: Tree | undefined, problems: Problems): string[] {
  if (tree === undefined) return []
  if (tree.kind === 'scalar') {
    problems.add(tree.at, `networks of service "${name}" must be a list or a mapping, not ${kindInWords(tree)}`)
    return []
  }
  if (tree.kind === 'sequence') {
    const names = textList(tree, `networks of service "${name}"`, problems)
    if (new Set(names).size < names.length) problems.add(tree.at, `networks of service "${name}" lists a network twice`)
  }
  const {entries} = named(tree)
  for (const [key, value] of entries)
    if (value.kind !== 'mapping' && !isNull(value))
      problems.add(value.at, `network "${key}" of service "${name}" must be a mapping, not ${kindInWords(value)}`)
  return [...entries.keys()]
}
