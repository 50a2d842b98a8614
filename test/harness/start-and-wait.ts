// A process for throwaway.test.ts to kill: starts an engine with a container in it, prints its host and waits.
import {rawCall} from './raw-api.js'
import {startEngine, WITHOUT_RULES} from './throwaway.js'

const engine = await startEngine({name: 'orphan', daemonConfig: WITHOUT_RULES})
const body = {Image: 'bb:1', Cmd: ['sleep', '1000']}
await rawCall(engine.host, '/containers/create?name=orphan', {method: 'POST', body})
await rawCall(engine.host, '/containers/orphan/start', {method: 'POST'})
process.stdout.write(`${engine.host}\n`)
setInterval(() => {}, 60_000)
