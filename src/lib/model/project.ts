type Labels = Readonly<Record<string, string>>

/** The compose project or Swarm stack that something belongs to. */
export interface Project {
  readonly kind: 'compose' | 'stack'
  readonly name: string
  /** The service of a container; '' if no label names it, and for a network. */
  readonly service: string
  /** The network's key in the compose file; '' if no label names it, and for a container. */
  readonly network: string
}

/** The prefixes of labels that programs set for themselves, with the program's name for people. */
export const LABEL_OWNERS: readonly (readonly [prefix: string, owner: string])[] = [
  ['com.docker.compose.', 'Docker Compose'],
  ['io.podman.compose.', 'Podman Compose'],
  ['com.docker.stack.', 'Docker stack'],
  ['com.docker.swarm.', 'Docker Swarm'],
]

/** What the labels of a network or a container say about its project; undefined if nothing. */
export function projectOf(labels: Labels): Project | undefined {
  const compose = labels['com.docker.compose.project'] || labels['io.podman.compose.project']
  if (compose) {
    const service = labels['com.docker.compose.service'] ?? labels['io.podman.compose.service'] ?? ''
    return {kind: 'compose', name: compose, service, network: labels['com.docker.compose.network'] ?? ''}
  }
  const stack = labels['com.docker.stack.namespace']
  return stack ? {kind: 'stack', name: stack, service: serviceOf(labels), network: ''} : undefined
}

/** The Compose or Swarm service of a container, with or without a project, or ''. */
export const serviceOf = (labels: Labels): string =>
  labels['com.docker.compose.service'] ??
  labels['io.podman.compose.service'] ??
  labels['com.docker.swarm.service.name'] ??
  ''
