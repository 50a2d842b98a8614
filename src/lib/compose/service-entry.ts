import {textField, textList, wholeNumber} from './fields.js'
import {named} from './merge.js'
import {readPorts} from './port-entry.js'
import type {Problems} from './problem.js'
import type {ComposeService} from './project.js'
import {child, isNull, kindInWords, type MappingTree, type Tree} from './tree.js'

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
  const scale = wholeNumber(field('scale'), `scale of service "${name}"`, problems)
  const replicas = wholeNumber(child(field('deploy'), 'replicas'), `deploy.replicas of service "${name}"`, problems)
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

function readNetworks(name: string, tree: Tree | undefined, problems: Problems): string[] {
  if (tree === undefined) return []
  if (tree.kind === 'scalar') {
    problems.add(tree.at, `networks of service "${name}" must be a list or a mapping, not ${kindInWords(tree)}`)
    return []
  }
  if (tree.kind === 'sequence') textList(tree, `networks of service "${name}"`, problems)
  for (const [key, value] of named(tree).entries)
    if (value.kind !== 'mapping' && !isNull(value))
      problems.add(value.at, `network "${key}" of service "${name}" must be a mapping, not ${kindInWords(value)}`)
  return [...named(tree).entries.keys()]
}
