import type {ContainerCard} from '../../model/networks/container-card.js'

/** A container in the `--json` of `dnet inspect --container`. */
export const containerJson = ({project, gateways, createdWith, ...card}: ContainerCard) => ({
  ...card,
  project: project?.name ?? '',
  service: project?.service ?? '',
  gateways: gateways ?? [],
  createdWith: createdWith ?? null,
})
