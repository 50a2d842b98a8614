import {assertNever} from '../errors.js'
import type {Operation} from '../plan/operation.js'
import type {Step} from '../plan/step.js'
import {safeText} from './text/safe-text.js'

/** A plan as lines of text, one for each operation, with its reason; '' for an empty plan. */
export function planText(plan: readonly Operation[]): string {
  return plan.map((operation) => `${safeText(operationText(operation))}\n`).join('')
}

/** What an interrupted command did of its plan, and what it did not, on one line. */
export function interruptedText(done: readonly Operation[], planned: readonly Operation[]): string {
  const left = planned.filter((operation) => !done.includes(operation))
  const told = [
    ...(done.length > 0 ? [`done: ${done.map(verb).join(', ')}`] : ['nothing was changed']),
    ...(left.length > 0 ? [`not done: ${left.map(verb).join(', ')}`] : []),
  ]
  return safeText(`interrupted; ${told.join('; ')}`)
}

function operationText(operation: Operation): string {
  const because = operation.because ? ` (${operation.because})` : ''
  return `would ${verb(operation)}${because}`
}

/** A step as words, such as "disconnect container web from network a". */
export function stepText(step: Step): string {
  if (step.do !== 'reconnect') return safeText(verb(step))
  return safeText(`connect container ${step.container} to network ${step.network} anew`)
}

function verb(operation: Operation): string {
  switch (operation.do) {
    case 'create-network': {
      const subnets = operation.spec.subnets.map(({subnet}) => subnet).filter(Boolean)
      const where = subnets.length > 0 ? `, ${subnets.join(', ')}` : ''
      return `create network ${operation.spec.name}: ${operation.spec.driver || 'default driver'}${where}`
    }
    case 'connect': {
      const {ipv4, ipv6, aliases} = operation.endpoint
      const addresses = [ipv4, ipv6].filter(Boolean)
      const at = addresses.length > 0 ? ` at ${addresses.join(' and ')}` : ''
      const as = aliases.length > 0 ? ` as ${aliases.join(', ')}` : ''
      return `connect container ${operation.container} to network ${operation.network}${at}${as}`
    }
    case 'disconnect':
      return `disconnect container ${operation.container} from network ${operation.network}${operation.force ? ', by force' : ''}`
    case 'remove-network':
      return `remove network ${operation.network}`
    case 'prune-networks':
      return 'remove every custom network that no running container uses'
    default:
      return assertNever(operation)
  }
}
