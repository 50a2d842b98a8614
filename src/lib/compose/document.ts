import type {Reading, Setting} from './reading.js'
import type {Lookup} from './variables/interpolate.js'
import {interpolateTree} from './variables/interpolate-tree.js'
import {kindInWords, type MappingTree, type Tree} from './yaml/tree.js'

/** The parts of a model that publish ports or make networks; only the syntax of the rest is checked. */
const TOP_KEYS = ['name', 'include', 'services', 'networks']
const SERVICE_KEYS = [
  ...['ports', 'networks', 'network_mode', 'profiles', 'scale', 'deploy', 'extends', 'provider'],
  ...['depends_on', 'links', 'volumes_from', 'ipc', 'pid'],
]

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
    return [picked(interpolateTree(tree, lookup, reading.problems, reading.warnings))]
  })
}

function picked(model: MappingTree): MappingTree {
  const entries = onlyKeys(model, TOP_KEYS)
  const services = entries.get('services')
  if (services?.kind === 'mapping') entries.set('services', pickedServices(services))
  return {...model, entries}
}

function pickedServices(services: MappingTree): MappingTree {
  const entries = new Map<string, Tree>()
  for (const [name, service] of services.entries)
    entries.set(name, service.kind === 'mapping' ? {...service, entries: onlyKeys(service, SERVICE_KEYS)} : service)
  return {...services, entries}
}

const onlyKeys = ({entries}: MappingTree, keys: readonly string[]): Map<string, Tree> =>
  new Map([...entries].filter(([key]) => keys.includes(key)))
