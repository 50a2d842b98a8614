import {isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap} from 'yaml'
import {DnetError} from '../errors.js'
import {type Prefix, parsePrefix} from '../net/prefix.js'
import {MOST_NESTED, tooDeepAt} from '../yaml-depth.js'

/** The user's own settings, from dnet's configuration file. What the file does not set is empty. */
export interface UserConfig {
  /** Where to look for subnets, instead of the engine's pools. */
  readonly pools: readonly Prefix[]
  /** No subnet may overlap these. */
  readonly avoid: readonly Prefix[]
  /** Added to every network that dnet creates; a label given on the command line wins. */
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Reads the text of a configuration file: a YAML mapping with `pools`, `avoid` (lists of prefixes) and `labels` (a
 * mapping of strings, or a list of `KEY=VALUE`).
 * @param path named in errors, with the line
 * @throws DnetError BAD_CONFIG naming every problem, each with its line
 */
export function parseUserConfig(text: string, path: string): UserConfig {
  const deep = tooDeepAt(text)
  if (deep !== undefined)
    throw new DnetError('BAD_CONFIG', `${path}:${deep}: nested more than ${MOST_NESTED} deep`, `edit ${path}`)
  const lines = new LineCounter()
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false})
  const problems: string[] = []
  const report = (node: {range?: readonly number[] | null} | null | undefined, what: string): void => {
    problems.push(`${path}:${lines.linePos(node?.range?.[0] ?? 0).line}: ${what}`)
  }
  for (const error of document.errors) problems.push(`${path}:${lines.linePos(error.pos[0]).line}: ${error.message}`)
  const root = document.contents
  const config = {pools: [] as Prefix[], avoid: [] as Prefix[], labels: {} as Record<string, string>}
  if (problems.length === 0 && root !== null) {
    if (!isMap(root)) report(root, 'the file must be a mapping of pools, avoid and labels')
    else readFields(root, config, report)
  }
  if (problems.length > 0) throw new DnetError('BAD_CONFIG', problems.join('\n'), `edit ${path}`)
  return config
}

type Report = (node: Node | null | undefined, what: string) => void
type Draft = {pools: Prefix[]; avoid: Prefix[]; labels: Record<string, string>}

function readFields(root: YAMLMap, config: Draft, report: Report): void {
  for (const {key, value} of root.items as {key: Node; value: Node | null}[]) {
    const name = isScalar(key) ? String(key.value) : ''
    if (name === 'pools' || name === 'avoid') config[name] = readPrefixes(name, value ?? key, report)
    else if (name === 'labels') config.labels = readLabels(value ?? key, report)
    else report(key, `"${name}" is not a setting: the settings are pools, avoid and labels`)
  }
}

function readPrefixes(name: string, node: Node, report: Report): Prefix[] {
  if (!isSeq(node)) {
    report(node, `${name} must be a list of prefixes, such as [10.0.0.0/8]`)
    return []
  }
  return (node.items as Node[]).flatMap((item) => {
    try {
      return [parsePrefix(isScalar(item) ? String(item.value) : '')]
    } catch (error) {
      if (!(error instanceof DnetError)) throw error
      report(item, `${error.message}: ${error.hint}`)
      return []
    }
  })
}

function readLabels(node: Node, report: Report): Record<string, string> {
  const text = (item: unknown): string | undefined =>
    isScalar(item) && typeof item.value !== 'object' ? String(item.value) : undefined
  if (isMap(node)) {
    const pairs = node.items.map(({key, value}) => [text(key) ?? '', text(value) ?? ''] as const)
    return Object.fromEntries(pairs)
  }
  if (!isSeq(node)) {
    report(node, 'labels must be a mapping of strings, or a list of KEY=VALUE')
    return {}
  }
  const pairs = (node.items as Node[]).flatMap((item) => {
    const [, key, value = ''] = /^([^=\s]+)(?:=(.*))?$/s.exec(text(item) ?? '') ?? []
    if (key === undefined) report(item, 'a label must be KEY=VALUE')
    return key === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(pairs)
}
