import type {ComposeService} from '../../compose/project.js'

/** By a service's name, the services that Compose starts before it, directly or through others. */
export function startedBefore(services: readonly ComposeService[]): (name: string) => ReadonlySet<string> {
  const direct = new Map(services.map(({name, startsAfter}) => [name, startsAfter]))
  return (name) => {
    const found = new Set<string>()
    const left = [...(direct.get(name) ?? [])]
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (found.has(next)) continue
      found.add(next)
      left.push(...(direct.get(next) ?? []))
    }
    return found
  }
}

/** By a service's name, those that have ended before Compose starts it, directly or through others. */
export function endedBefore(services: readonly ComposeService[]): (name: string) => ReadonlySet<string> {
  const before = startedBefore(services)
  const ended = new Map(services.map(({name, startsAfterEnd}) => [name, startsAfterEnd]))
  return (name) => new Set([name, ...before(name)].flatMap((one) => ended.get(one) ?? []))
}
