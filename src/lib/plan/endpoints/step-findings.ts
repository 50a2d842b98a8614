import type {Finding} from '../../model/finding.js'
import {containersOf, type Host} from '../../model/host.js'
import type {Foretold} from '../foretold.js'
import {simulate} from '../simulate.js'
import {operationsOf, type Step} from '../step.js'
import {connectFindings, effectFindings} from './connect.js'
import {refusalIn} from './connections.js'
import {effectsOnTheWay} from './published-effects.js'

/**
 * The problems of steps that follow each other, and their effects on the gateways and ports of each container that they
 * change.
 * @param host with the details of networks and containers
 */
export function foretellSteps(host: Host, steps: readonly Step[]): Pick<Foretold, 'refusal' | 'findings'> {
  const pictures = [host]
  const met: Finding[] = []
  for (const step of steps) {
    const before = pictures.at(-1) ?? host
    if (step.do === 'connect') met.push(...connectFindings(before, step))
    for (const operation of operationsOf(step)) pictures.push(simulate(pictures.at(-1) ?? before, operation))
  }
  const networks = pictures.at(-1)?.networks ?? host.networks
  const findings = containersOf(host).flatMap((container) => {
    const versions = pictures.flatMap((then) => containersOf(then).filter(({id}) => id === container.id))
    const effects = effectsOnTheWay(versions, networks, host.engine.apiVersion)
    return effectFindings(container.name, effects, '')
  })
  return {findings, refusal: refusalIn(host, met)}
}
