import type {Host} from '../model/host.js'
import {simulate} from './simulate.js'
import {operationsOf, type Step} from './step.js'

/** The host after a step, as far as `simulate` can predict it. */
export const simulateStep = (host: Host, step: Step): Host => operationsOf(step).reduce(simulate, host)
