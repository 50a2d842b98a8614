import type {Lookup} from './interpolate.js'
import {interpolateTree} from './interpolate-tree.js'
import {untagged} from './merge.js'
import type {Problems} from './problem.js'
import type {Reading, Setting} from './reading.js'
import {readService} from './service-entry.js'
import {isNull, kindInWords, type MappingTree, type Tree} from './tree.js'

/** The parts of a model that publish ports or make networks; only the syntax of the rest is checked. */
const TOP_KEYS = ['name', 'include', 'services', 'networks']
const SERVICE_KEYS = ['ports', 'networks', 'network_mode', 'profiles', 'scale', 'deploy', 'extends', 'provider']

/** The documents of one file, interpolated, reduced to the parts of interest, with their merge tags. */
export function readDocuments(reading: Reading, setting: Setting, file: string): MappingTree[] {
  const trees = reading.parse(file)
  if (trees === undefined) {
    reading.problems.add({file, line: 1}, 'no such file')
    return []
  }
  const lookup: Lookup = (name) => setting.environment.get(name)
  return trees.flatMap((tree) => {
    if (tree.kind !== 'mapping') {
      reading.problems.add(tree.at, `a compose file must be a mapping, not ${kindInWords(tree)}`)
      return []
    }
    const replaced = interpolateTree(tree, lookup, reading.problems, reading.warnings)
    return replaced?.kind === 'mapping' ? [picked(replaced, reading.problems)] : []
  })
}

function picked(model: MappingTree, problems: Problems): MappingTree {
  const entries = new Map([...model.entries].filter(([key]) => TOP_KEYS.includes(key)))
  for (const key of ['services', 'networks']) {
    const section = entries.get(key)
    if (section === undefined || section.kind === 'mapping') continue
    if (!isNull(section)) problems.add(section.at, `${key} must be a mapping, not ${kindInWords(section)}`)
    entries.delete(key)
  }
  const services = entries.get('services')
  if (services?.kind === 'mapping') entries.set('services', pickedServices(services, problems))
  return {...model, entries}
}

function pickedServices(services: MappingTree, problems: Problems): MappingTree {
  const entries = new Map<string, Tree>()
  for (const [name, service] of services.entries) {
    if (service.tag === 'reset') entries.set(name, service)
    else if (service.kind === 'mapping') {
      const kept = {
        ...service,
        entries: new Map([...service.entries].filter(([key]) => SERVICE_KEYS.includes(key))),
      }
      // Each file is also checked by itself: a port that a later file removes still has to be valid.
      const plain = untagged(kept)
      if (plain.kind === 'mapping') readService(name, plain, [], false, problems)
      entries.set(name, kept)
    } else problems.add(service.at, `service "${name}" must be a mapping, not ${kindInWords(service)}`)
  }
  return {...services, entries}
}
