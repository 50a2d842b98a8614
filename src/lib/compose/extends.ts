import {readDocuments} from './document.js'
import {cleared, merge, untagged} from './merge.js'
import {directoryOf, resolveFrom} from './path.js'
import type {Reading, Setting} from './reading.js'
import {checkModel} from './service-entry.js'
import {child, type MappingTree, mapping, type Tree, textOf} from './yaml/tree.js'

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
  if (service.kind !== 'mapping' || wish === undefined || wish.tag === 'reset') return service
  const own: MappingTree = {
    ...service,
    tag: '',
    entries: new Map([...service.entries].filter(([key]) => key !== 'extends')),
  }
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
  if (models.length === 0) return undefined
  const model = models.reduce((a, b) => merge(a, b, [], reading.problems))
  checkModel(model, reading.problems)
  const section = child(model, 'services')
  const services = section?.kind === 'mapping' ? section : mapping(new Map(), model.at)
  return {file, directory: directoryOf(file), services, raw: services}
}
