import type {LaidOutPort} from '../../plan/ports/layout.js'
import {yamlText} from '../text/yaml-text.js'
import {laidOutSpec, portsByService} from './layout.js'

/** A port plan as the services of a compose file. */
export const portPlanYaml = (ports: readonly LaidOutPort[]): string =>
  yamlText({services: new Map(portsByService(ports).map(([name, own]) => [name, {ports: own.map(laidOutSpec)}]))})
