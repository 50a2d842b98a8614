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
