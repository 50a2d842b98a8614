import {readDocuments} from './document.js'
import {applyExtends} from './extends.js'
import {cleared, merge} from './merge.js'
import {directoryOf, resolveFrom} from './path.js'
import type {Problems} from './problem.js'
import {type Reading, type Setting, withEnvFiles} from './reading.js'
import {checkModel} from './service-entry.js'
import {child, kindInWords, type MappingTree, mapping, type Place, type Tree, textOf} from './yaml/tree.js'

/**
 * Several files as one model: each is interpolated, its includes and `extends` are resolved, then it overrides the
 * earlier files.
 */
export function loadFiles(reading: Reading, setting: Setting, files: readonly string[]): MappingTree {
  let model = mapping(new Map(), {file: files[0] ?? '', line: 1})
  for (const file of files) {
    const inner = {...setting, including: [...setting.including, file]}
    for (const raw of readDocuments(reading, setting, file)) {
      const included = applyIncludes(reading, inner, raw)
      const extended = applyExtends(reading, setting, file, included, raw)
      model = merge(cleared(model, raw), extended, [], reading.problems)
      checkModel(model, reading.problems)
    }
  }
  return model
}

interface Include {
  readonly paths: readonly string[]
  readonly projectDirectory: string | undefined
  readonly envFiles: readonly string[]
  readonly at: Place
}

/** The model with what it includes underneath it: its own definitions override included ones. */
function applyIncludes(reading: Reading, setting: Setting, raw: MappingTree): MappingTree {
  let model = raw
  const section = child(raw, 'include')
  if (section === undefined) return model
  if (section.kind !== 'sequence') {
    reading.problems.add(section.at, `include must be a list, not ${kindInWords(section)}`)
    return model
  }
  for (const item of section.items) {
    const include = readInclude(item, reading.problems)
    if (include === undefined) continue
    const included = loadInclude(reading, setting, include)
    if (included !== undefined) model = merge(cleared(included, raw), model, [], reading.problems)
  }
  return model
}

function readInclude(item: Tree, problems: Problems): Include | undefined {
  const path = item.kind === 'mapping' ? child(item, 'path') : item
  const paths = texts(path)
  if (paths.length === 0) {
    problems.add(item.at, 'an include must be a file name, or have a path')
    return undefined
  }
  return {
    paths,
    projectDirectory: textOf(child(item, 'project_directory')),
    envFiles: texts(child(item, 'env_file')),
    at: item.at,
  }
}

/** The items of a list of strings, or one string alone. */
const texts = (tree: Tree | undefined): string[] =>
  tree?.kind === 'sequence' ? tree.items.flatMap((item) => textOf(item) ?? []) : [textOf(tree) ?? []].flat()

/** An included project: it has its own folder and `.env`, but the variables of the including project win. */
function loadInclude(reading: Reading, setting: Setting, include: Include): MappingTree | undefined {
  const files = include.paths.map((path) => resolveFrom(setting.directory, path))
  const again = files.find((file) => setting.including.includes(file))
  if (again !== undefined) {
    reading.problems.add(include.at, `${again} includes itself`)
    return undefined
  }
  const directory =
    include.projectDirectory === undefined
      ? directoryOf(files[0] ?? '.')
      : resolveFrom(setting.directory, include.projectDirectory)
  const envFiles = include.envFiles.filter((file) => file !== '/dev/null').map((f) => resolveFrom(setting.directory, f))
  const environment =
    include.envFiles.length > 0
      ? withEnvFiles(reading, setting.environment, envFiles, include.at)
      : withEnvFiles(reading, setting.environment, [resolveFrom(directory, '.env')])
  return loadFiles(reading, {...setting, environment, directory}, files)
}
