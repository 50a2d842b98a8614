import {deepEqual, ok} from 'node:assert/strict'
import {readState, type State} from '../harness/engine-state.js'
import type {TestEngine} from '../harness/fixture.js'
import {until} from '../harness/until.js'
import {type Given, wipe} from './given.js'
import {type Outcome, type Program, runProgram} from './programs.js'

/** A command line of `docker network` and of dnet, and what it runs in. */
export interface CommandLine {
  /** The words after `docker network` and after `dnet`; a string is cut at blanks. See `fill` for what may stand in it. */
  readonly argv: string | readonly string[]
  /** Flags of the whole program: they stand before `network`, or before dnet's command. */
  readonly before?: string
  /** dnet's words where they are not those of `argv`. */
  readonly dnet?: string | readonly string[]
  readonly given?: Given
  readonly stdin?: string
  /** Sent at the question. */
  readonly interrupt?: NodeJS.Signals
  readonly env?: Readonly<Record<string, string>>
  /** Docker's config.json: what it holds, or its text. */
  readonly config?: object | string
  /** A network that the engine removes a while after it said so: it is waited for. */
  readonly goesLater?: string
}

/** A program's run, and the engine before and after it. */
export interface Trial {
  readonly outcome: Outcome
  readonly before: State
  readonly after: State
}

const NOTHING: Given = []

/** The engine of this process and what was last built on it. */
const bench: {given: Given | undefined; built: string} = {given: undefined, built: ''}

/** Brings the engine to the state a case starts from; what is so already, to the letter, is not built again. */
async function start(engine: TestEngine, given: Given): Promise<State> {
  const found = await readState(engine)
  if (bench.given === given && found.text === bench.built) return found
  bench.given = undefined
  await wipe(engine)
  const {networks, containers} = await readState(engine)
  deepEqual([...networks, ...containers], [], 'the engine could not be emptied')
  for (const step of given) await step(engine)
  const state = await readState(engine)
  Object.assign(bench, {given, built: state.text})
  return state
}

export const words = (argv: string | readonly string[]): readonly string[] =>
  typeof argv === 'string' ? argv.split(' ').filter((word) => word !== '') : argv

/**
 * Fills in what only a run knows: `<host>` is the engine's address, `<id NAME>` the id of a network or container,
 * `<id12 NAME>` its first twelve characters, `<ambiguous>` a character with which two networks' ids start.
 */
function fill(word: string, {host}: TestEngine, state: State): string {
  const idOf = (name: string): string => {
    const found = [...state.networks, ...state.containers].find((one) => one.name === name)
    ok(found, `the case names ${name}, which is not there`)
    return found.id
  }
  const ambiguous = (): string => {
    const starts = state.networks.map(({id}) => id[0])
    const twice = starts.find((letter, at) => starts.indexOf(letter) !== at)
    ok(twice, 'no two ids start alike')
    return twice
  }
  return word
    .replace('<host>', host)
    .replace(/<id(\d*) ([^>]+)>/, (_, length: string, name: string) => idOf(name).slice(0, Number(length || 64)))
    .replace('<ambiguous>', ambiguous)
}

function argvFor(program: Program, run: CommandLine): readonly string[] {
  const before = words(run.before ?? '')
  if (program.name === 'docker') return [...before, 'network', ...words(run.argv)]
  return [...before, ...words(run.dnet ?? run.argv)]
}

/** Runs a program from the state that `run` asks for. @throws Error when that state could not be made */
export async function tryOn(engine: TestEngine, program: Program, run: CommandLine): Promise<Trial> {
  const before = await start(engine, run.given ?? NOTHING)
  const args = argvFor(program, run).map((word) => fill(word, engine, before))
  const {config} = run
  const outcome = await runProgram(program, args, {
    stdin: run.stdin ?? '',
    interrupt: run.interrupt,
    env: {DOCKER_HOST: engine.host, ...run.env},
    config: config === undefined || typeof config === 'string' ? config : JSON.stringify(config),
  })
  const {goesLater} = run
  if (goesLater)
    await until(`${goesLater} goes`, async () => (await engine.call(`/networks/${goesLater}`)).status === 404)
  return {outcome, before, after: await readState(engine)}
}
