import {benchCli} from './cli.js'
import {run as checkPorts} from './port-check.js'
import {benchPorts} from './ports.js'

/** Every benchmark, one after the other: `npm run bench`. */
await benchCli()
await benchPorts()
process.stdout.write(`port check: 10,000 against 100,000 in ${checkPorts().milliseconds.toFixed(0)} ms\n`)
