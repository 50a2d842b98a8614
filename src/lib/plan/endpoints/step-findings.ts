import type {Finding} from '../../model/finding.js'
import {containersOf, type Host} from '../../model/host.js'
import type {Foretold} from '../foretold.js'
import {simulate} from '../simulate.js'
import {operationsOf, type Step} from '../step.js'
import {connectFindings} from './connect.js'
import {refusalIn} from './connections.js'
import {effectFindings} from './effect-findings.js'
import {effectsOf} from './published-effects.js'

/**
 * The problems of steps that follow each other, and their effects on the gateways and ports of each container that they
 * change.
 * @param host with the details of networks and containers
 */
export function foretellSteps(host: Host, steps: readonly Step[]): Pick<Foretold, 'refusal' | 'findings'> {
  const met: Finding[] = []
  const pictures: Host[] = []
  let now = host
  for (const step of steps) {
    if (step.do === 'connect') met.push(...connectFindings(now, step))
    for (const operation of operationsOf(step)) {
      now = simulate(now, operation)
      pictures.push(now)
    }
  }
  const findings = containersOf(host).flatMap((container) => {
    const later = pictures.flatMap((then) => containersOf(then).filter(({id}) => id === container.id))
    const effects = effectsOf(container, later, now.networks, host.engine.apiVersion)
    return effectFindings(container.name, effects, '')
  })
  return {findings, refusal: refusalIn(host, met)}
}
