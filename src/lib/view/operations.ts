import {assertNever} from '../errors.js'
import type {Operation} from '../plan/operation.js'
import {operationsOf, type Step} from '../plan/step.js'
import {safeText} from './text/safe-text.js'

/** A plan as lines of text, one for each operation, with its reason; '' for an empty plan. */
export const planText = (plan: readonly Operation[]): string =>
  plan.map((operation) => line(`would ${inWords(operation, 0)}`, operation)).join('')

/** The same plan after it was carried out. */
export const doneText = (plan: readonly Operation[]): string =>
  plan.map((operation) => line(inWords(operation, 1), operation)).join('')

/** A step as words, such as "disconnect container web from network a". */
export const stepText = (step: Step): string =>
  safeText(
    operationsOf(step)
      .map((one) => inWords(one, 0))
      .join(' and '),
  )

/** Which part of its plan an interrupted command did, and which it did not, on one line. */
export function interruptedText(done: readonly Step[], left: readonly Step[]): string {
  const told = [
    done.length > 0 ? `done: ${done.map(stepText).join(', ')}` : 'nothing was changed',
    ...(left.length > 0 ? [`not done: ${left.map(stepText).join(', ')}`] : []),
  ]
  return `interrupted; ${told.join('; ')}`
}

const line = (text: string, {because}: Operation): string => `${safeText(because ? `${text} (${because})` : text)}\n`

/** Each verb as infinitive and participle. */
const VERBS = {
  create: ['create', 'created'],
  connect: ['connect', 'connected'],
  disconnect: ['disconnect', 'disconnected'],
  remove: ['remove', 'removed'],
} as const

function inWords(operation: Operation, form: 0 | 1): string {
  const verb = (name: keyof typeof VERBS): string => VERBS[name][form]
  switch (operation.do) {
    case 'create-network': {
      const subnets = operation.spec.subnets.map(({subnet}) => subnet).filter(Boolean)
      const where = subnets.length > 0 ? `, ${subnets.join(', ')}` : ''
      return `${verb('create')} network ${operation.spec.name}: ${operation.spec.driver || 'default driver'}${where}`
    }
    case 'connect': {
      const {ipv4, ipv6, aliases} = operation.endpoint
      const addresses = [ipv4, ipv6].filter(Boolean)
      const at = addresses.length > 0 ? ` at ${addresses.join(' and ')}` : ''
      const as = aliases.length > 0 ? ` as ${aliases.join(', ')}` : ''
      return `${verb('connect')} container ${operation.container} to network ${operation.network}${at}${as}`
    }
    case 'disconnect': {
      const by = operation.force ? ', by force' : ''
      return `${verb('disconnect')} container ${operation.container} from network ${operation.network}${by}`
    }
    case 'remove-network':
      return `${verb('remove')} network ${operation.network}`
    case 'prune-networks':
      return `${verb('remove')} every custom network that no running container uses`
    default:
      return assertNever(operation)
  }
}
