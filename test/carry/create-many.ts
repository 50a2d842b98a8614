import {type Around, carryOut} from '../../src/lib/carry/change.js'
import {foreseeCreate} from '../../src/lib/carry/create-network.js'
import {openJournal} from '../../src/lib/carry/journal.js'
import {DockerEngine} from '../../src/lib/engine/docker-engine.js'
import {connect} from '../../src/lib/engine/reach/connection.js'
import {parseAddress} from '../../src/lib/engine/reach/engine-url.js'
import {wish} from '../build/specs.js'

/**
 * Creates networks one after the other, in a process of its own so that it sees the routes of the engine's network
 * namespace. Arguments: DOCKER_HOST, a JSON list of [name, hosts or "/N"]. Prints a JSON list of each one's error or ''.
 */
const [host = '', wishes = '[]'] = process.argv.slice(2)
const address = parseAddress(host)
const engine = new DockerEngine(await connect({...address, address: host, tls: undefined, source: 'the test'}))
const around: Around = {
  journal: openJournal('/nonexistent', {pid: process.pid, platform: process.platform, isAlive: () => false}),
  signal: new AbortController().signal,
  note: () => {},
  random: Math.random,
}
const results: string[] = []
for (const [name, size] of JSON.parse(wishes) as [string, number | string][]) {
  const asked = typeof size === 'number' ? {hosts: size} : {addresses: {subnets: [size]}}
  const request = wish({network: {name}, ...asked})
  try {
    const foresight = await foreseeCreate(engine, request, {ifNotExists: false, look: true})
    const errors: string[] = []
    await carryOut(foresight, around, {failed: ({message}) => errors.push(message)})
    results.push(errors.join('; '))
  } catch (error) {
    results.push((error as Error).message)
  }
}
engine.close()
process.stdout.write(JSON.stringify(results))
