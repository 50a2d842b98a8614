import {benchCli} from './cli.js'
import {run as checkPorts} from './port-check.js'
import {benchPorts} from './ports.js'
import {run as planSubnets} from './subnet-planning.js'
import {benchSubnets} from './subnets.js'

/** Every benchmark, one after the other: `npm run bench`. */
await benchCli()
await benchPorts()
process.stdout.write(`port check: 10,000 against 100,000 in ${checkPorts().milliseconds.toFixed(0)} ms\n`)
const planning = planSubnets()
for (const line of planning.lines) process.stdout.write(`${line}\n`)
const subnets = await benchSubnets()
process.stdout.write(`${subnets.line}\n`)
if (planning.overBudget.length > 0 || subnets.overBudget) {
  process.stderr.write(
    `over budget: ${[...planning.overBudget, ...(subnets.overBudget ? [subnets.line] : [])].join('; ')}\n`,
  )
  process.exitCode = 1
}
