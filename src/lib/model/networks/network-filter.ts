import {DnetError} from '../../errors.js'
import type {Network} from '../host.js'
import {isPredefined, OF_PODMAN} from '../predefined.js'

const KEYS = ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type']

/**
 * The networks that the engine would list for these filters (moby v28.2.2 daemon/network/filter.go): values of one key
 * are alternatives, except labels, which must all match; `name` and `id` are exact or a regular expression. As in the
 * engine since API 1.28, whose list does not include endpoints, every network except the built-in ones counts as
 * dangling. Podman compares its default network by its own name, not by the one that it lists (seen on 5.4.2).
 * @throws DnetError ENGINE_REFUSED with the engine's sentence for a filter that it does not accept
 */
export function filterNetworks(
  networks: readonly Network[],
  filters: Readonly<Record<string, readonly string[]>>,
): Network[] {
  const stray = Object.keys(filters).find((key) => !KEYS.includes(key))
  if (stray !== undefined) throw refused(`invalid filter '${stray}'`)
  const {driver = [], name = [], id = [], scope = [], label = [], dangling = [], type = []} = filters
  const danglingOnly = readDangling(dangling)
  const strayType = type.find((value) => value !== 'custom' && value !== 'builtin')
  if (strayType !== undefined) throw refused(`invalid filter: 'type'='${strayType}'`)
  return networks.filter(
    (network) =>
      among(driver, network.driver) &&
      among(scope, network.scope) &&
      matches(name, network.id === OF_PODMAN.id ? OF_PODMAN.name : network.name) &&
      matches(id, network.id) &&
      label.every((wanted) => hasLabel(network.labels, wanted)) &&
      (danglingOnly === undefined || danglingOnly === !isPredefined(network)) &&
      among(type, isPredefined(network) ? 'builtin' : 'custom'),
  )
}

const among = (values: readonly string[], is: string): boolean => values.length === 0 || values.includes(is)

function matches(values: readonly string[], is: string): boolean {
  return values.length === 0 || values.some((value) => value === is || patternMatches(value, is))
}

/** An invalid regular expression matches nothing, as in the engine. */
function patternMatches(pattern: string, is: string): boolean {
  try {
    return new RegExp(pattern).test(is)
  } catch {
    return false
  }
}

/** Whether the labels have `KEY`, or `KEY=VALUE` exactly (moby daemon/internal/filters MatchKVList). */
export function hasLabel(labels: Readonly<Record<string, string>>, wanted: string): boolean {
  const at = wanted.indexOf('=')
  const [key, value] = at < 0 ? [wanted, undefined] : [wanted.slice(0, at), wanted.slice(at + 1)]
  return Object.hasOwn(labels, key) && (value === undefined || labels[key] === value)
}

function readDangling(values: readonly string[]): boolean | undefined {
  if (values.length === 0) return undefined
  if (values.length > 1) throw refused('got more than one value for filter key "dangling"')
  if (values[0] === '1' || values[0] === 'true') return true
  if (values[0] === '0' || values[0] === 'false') return false
  throw refused(`invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")`)
}

const refused = (sentence: string): DnetError =>
  new DnetError('ENGINE_REFUSED', sentence, `the filters are ${KEYS.map((key) => `${key}=…`).join(', ')}`)
