import {benchCli} from './cli.js'

/** Every benchmark, one after the other: `npm run bench`. */
await benchCli()
