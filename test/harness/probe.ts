/**
 * Reaches an engine from another network namespace than the test's: the test runs this file there. Argument: the
 * engine flags as JSON, and Docker's configuration folder. Prints, as JSON, what came of it.
 */
import {DnetError} from '../../src/lib/errors.js'
import {reach} from './reach.js'

const [flags = '{}', configDir = '/nowhere'] = process.argv.slice(2)
try {
  const connection = await reach(JSON.parse(flags), {}, configDir)
  const networks = (await connection.callJson({method: 'GET', path: '/networks'})) as {Name: string}[]
  connection.close()
  console.log(JSON.stringify({networks: networks.map(({Name}) => Name).toSorted()}))
} catch (error) {
  if (!(error instanceof DnetError)) throw error
  const {code, message, hint} = error
  console.log(JSON.stringify({code, message, hint}))
}
