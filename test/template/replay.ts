import {readFileSync} from 'node:fs'
import {networkAnswer} from '../../src/lib/engine/read/answers.js'
import {toNetworks} from '../../src/lib/engine/read/to-host.js'
import {DnetError} from '../../src/lib/errors.js'
import type {Network} from '../../src/lib/model/host.js'
import {formatInspect} from '../../src/lib/view/docker/network-inspect.js'
import {formatNetworkList} from '../../src/lib/view/docker/network-list.js'
import type {TemplateCase} from './cases.js'
import type {Outcome} from './docker-oracle.js'
import {listedBody, readNetworks} from './recorded-networks.js'

export const NETWORKS = readNetworks(readFileSync('test/recorded/template-networks.json', 'utf8'))

export const RECORDED = JSON.parse(readFileSync('test/recorded/templates.json', 'utf8')) as {
  readonly cli: string
  readonly cases: readonly (TemplateCase & Outcome)[]
}

/** A recorded network as the model has it, from what the list says. */
export function recordedNetworks(names: readonly string[]): Network[] {
  return toNetworks(names.map((name) => networkAnswer(JSON.parse(listedBody(NETWORKS.bodies.get(name) ?? '{}')), '')))
}

/** What dnet does with a case, with the exit code that Docker gives that kind of failure. */
export function outcomeOf(each: TemplateCase): Outcome {
  try {
    if (each.input === 'ls') {
      const networks = recordedNetworks(NETWORKS.lists[each.list] ?? [])
      return {stdout: formatNetworkList(networks, each), exit: 0, stderr: ''}
    }
    const bodies = each.networks.map((name) => NETWORKS.bodies.get(name) ?? '')
    const {stdout, error} = formatInspect(bodies, each.format)
    return {stdout, exit: error === undefined ? 0 : 1, stderr: error === undefined ? '' : `${error.message}\n`}
  } catch (error) {
    if (!(error instanceof DnetError)) throw error
    const exit = each.input === 'inspect' && error.code === 'TEMPLATE_SYNTAX' ? 64 : 1
    return {stdout: '', exit, stderr: `${error.message}\n`}
  }
}
