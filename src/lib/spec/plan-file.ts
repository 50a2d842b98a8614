import {parseDocument} from 'yaml'
import {DnetError} from '../errors.js'
import {type Prefix, parsePrefix} from '../net/prefix.js'
import {MOST_NESTED, tooDeepAt} from '../yaml-depth.js'

/**
 * The `NAME=SIZE` texts of a plan's file, one per line; blank lines and what follows a `#` are ignored.
 * @throws DnetError BAD_CONFIG for a line of several words, with its number
 */
export function parseWishLines(text: string, path: string): string[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    const words = line.replace(/#.*/, '').trim().split(/\s+/)
    if (words[0] === '') return []
    if (words.length > 1)
      throw new DnetError('BAD_CONFIG', `${path}:${i + 1}: write one network per line, such as web=50`, `edit ${path}`)
    return words
  })
}

/**
 * The subnets that networks had in an earlier plan, by name: read from the output of `dnet plan` with `--json` or
 * `--format yaml`, or from the `networks` of a compose file.
 * @throws DnetError BAD_CONFIG if the text is none of these
 */
export function parseEarlierPlan(text: string, path: string): Map<string, Prefix[]> {
  const bad = (why: string): DnetError =>
    new DnetError('BAD_CONFIG', `${path} is not an earlier plan: ${why}`, 'create one: dnet plan --json … > FILE')
  const deep = tooDeepAt(text)
  if (deep !== undefined) throw bad(`line ${deep} is nested more than ${MOST_NESTED} deep`)
  const document = parseDocument(text, {prettyErrors: false})
  const [error] = document.errors
  if (error) throw bad(error.message)
  const root: unknown = document.toJS()
  const networks = isRecord(root) ? root.networks : undefined
  if (networks === undefined || networks === null) throw bad('it has no networks')
  const kept = new Map<string, Prefix[]>()
  for (const [name, network] of Array.isArray(networks)
    ? networks.map((one: unknown) => [isRecord(one) ? one.name : undefined, one] as const)
    : Object.entries(networks)) {
    if (typeof name !== 'string') throw bad('a network has no name')
    kept.set(
      name,
      blocksOf(network).map((block) => {
        try {
          return parsePrefix(block)
        } catch (cause) {
          throw bad(`network "${name}": ${(cause as Error).message}`)
        }
      }),
    )
  }
  return kept
}

function blocksOf(network: unknown): string[] {
  if (!isRecord(network)) return []
  const ipam = isRecord(network.ipam) ? network.ipam.config : undefined
  const list: unknown = network.subnets ?? ipam ?? []
  return (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
    const block = isRecord(one) ? one.subnet : one
    return typeof block === 'string' ? [block] : []
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
