import type {ComposeProject, ComposeService} from '../../compose/project.js'

/** Reports whether a container is of `docker compose run`: `up` leaves it as it is. */
export const isOneOff = (labels: Readonly<Record<string, string>>): boolean =>
  labels['com.docker.compose.oneoff'] === 'True'

/**
 * The service for which Compose keeps, replaces or stops a container with these labels; undefined for one of another
 * project, of `docker compose run`, and of a service that does not start (pkg/compose/containers.go getContainers).
 */
export function serviceWith(
  {name: project, services}: ComposeProject,
  labels: Readonly<Record<string, string>>,
): ComposeService | undefined {
  if (labels['com.docker.compose.project'] !== project || isOneOff(labels)) return undefined
  return services.find(({active, name}) => active && name === labels['com.docker.compose.service'])
}
