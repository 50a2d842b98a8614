import {readDocuments} from './document.js'
import {asMapping, cleared, merge, untagged} from './merge.js'
import {directoryOf, resolveFrom} from './path.js'
import type {Reading, Setting} from './reading.js'
import {child, isNull, type MappingTree, mapping, type Tree, textOf} from './tree.js'

/** The model with every service's `extends` resolved. `raw` is the document as written, with its merge tags. */
export function applyExtends(
  reading: Reading,
  setting: Setting,
  file: string,
  model: MappingTree,
  raw: MappingTree,
): MappingTree {
  const services = child(model, 'services')
  if (services?.kind !== 'mapping') return model
  const here = {file, directory: setting.directory, services, raw: child(raw, 'services')}
  const resolved = new Map<string, Tree>()
  for (const [name, service] of services.entries)
    resolved.set(name, extended(reading, setting, here, name, service, []))
  return {...model, entries: new Map([...model.entries, ['services', {...services, entries: resolved}]])}
}

/** Where `extends` looks for a service. */
interface ServicesOfFile {
  readonly file: string
  readonly directory: string
  readonly services: MappingTree
  readonly raw: Tree | undefined
}

function extended(
  reading: Reading,
  setting: Setting,
  here: ServicesOfFile,
  name: string,
  service: Tree,
  chain: readonly string[],
): Tree {
  const wish = child(service, 'extends')
  if (service.kind !== 'mapping' || isNull(wish) || wish === undefined) return service
  const own = {...service, entries: new Map([...service.entries].filter(([key]) => key !== 'extends'))}
  const ref = textOf(wish) ?? textOf(child(wish, 'service'))
  const otherFile = textOf(child(wish, 'file'))
  const link = `${here.file}:${name}`
  if (ref === undefined) reading.problems.add(wish.at, `extends of service "${name}" names no service`)
  else if (chain.includes(link)) reading.problems.add(wish.at, `service "${name}" extends itself`)
  else {
    const there = otherFile === undefined ? here : servicesOf(reading, setting, resolveFrom(here.directory, otherFile))
    const base = there?.services.entries.get(ref)
    if (there !== undefined && base === undefined)
      reading.problems.add(wish.at, `service "${name}" extends "${ref}", which ${there.file} does not define`)
    if (there !== undefined && base !== undefined) {
      const whole = untagged(extended(reading, setting, there, ref, base, [...chain, link]))
      const kept = cleared(whole, child(here.raw, name))
      return merge(kept, own, ['services', name], reading.problems)
    }
  }
  return own
}

function servicesOf(reading: Reading, setting: Setting, file: string): ServicesOfFile | undefined {
  const models = readDocuments(reading, setting, file)
  const [first] = models
  if (first === undefined) return undefined
  const model = models.length === 1 ? first : models.reduce((a, b) => asMapping(merge(a, b, [], reading.problems)))
  const services = child(model, 'services')
  if (services?.kind !== 'mapping')
    return {file, directory: directoryOf(file), services: mapping(new Map(), model.at), raw: undefined}
  return {file, directory: directoryOf(file), services, raw: services}
}
