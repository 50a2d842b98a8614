/**
 * Reaches an engine from another network namespace than the test's: the test runs this file there. Each line it reads is
 * the engine flags and Docker's configuration folder, as a JSON list; each line it prints, as JSON, what came of it.
 */
import {createInterface} from 'node:readline'
import type {EngineChoice} from '../../src/lib/engine/reach/engine-address.js'
import {DnetError} from '../../src/lib/errors.js'
import {reach} from './reach.js'

export interface Outcome {
  readonly networks?: readonly string[]
  readonly code?: string
  readonly message?: string
  readonly hint?: string | undefined
}

async function outcomeOf(flags: EngineChoice, configDir: string): Promise<Outcome> {
  try {
    const connection = await reach(flags, {}, configDir)
    const networks = (await connection.callJson({method: 'GET', path: '/networks'})) as {Name: string}[]
    connection.close()
    return {networks: networks.map(({Name}) => Name).toSorted()}
  } catch (error) {
    if (!(error instanceof DnetError)) throw error
    const {code, message, hint} = error
    return {code, message, hint}
  }
}

async function answer(question: string): Promise<void> {
  const [flags, configDir = '/nowhere'] = JSON.parse(question) as [EngineChoice, string?]
  console.log(JSON.stringify(await outcomeOf(flags, configDir)))
}

const [question] = process.argv.slice(2)
if (question) await answer(question)
else for await (const line of createInterface({input: process.stdin})) await answer(line)
