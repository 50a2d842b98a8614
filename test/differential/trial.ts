import {deepEqual, ok} from 'node:assert/strict'
import type {Program} from '../harness/docker-cli.js'
import {mapped, readState, type State} from '../harness/engine-state.js'
import type {TestEngine} from '../harness/fixture.js'
import {until} from '../harness/until.js'
import {type Given, removeWhere, wipe} from './given.js'
import {type Outcome, runProgram} from './programs.js'

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
const bench: {given: Given | undefined; built: State | undefined} = {given: undefined, built: undefined}

/** Brings the engine to the state a case starts from; what is so already, to the letter, is not built again. */
async function start(engine: TestEngine, given: Given, now: State | undefined): Promise<State> {
  const {built} = bench
  if (bench.given === given && built) {
    const found = now ?? (await readState(engine))
    if (found.text === built.text) return found
    const mended = await mend(engine, given, built, found)
    if (mended) return keep(given, mended)
  }
  bench.given = undefined
  await wipe(engine)
  const {networks, containers} = await readState(engine)
  deepEqual([...networks, ...containers], [], 'the engine could not be emptied')
  for (const step of given) await step.make(engine)
  return keep(given, await readState(engine))
}

function keep(given: Given, built: State): State {
  Object.assign(bench, {given, built})
  return built
}

/**
 * Builds anew what is no more as it was built, and what names such a thing: a container on a network that goes, and a
 * network that had given a container that goes an address, since it gives the next one another.
 * @returns undefined where that does not lead to what was built
 */
async function mend(engine: TestEngine, given: Given, built: State, found: State): Promise<State | undefined> {
  const all = [...built.networks, ...built.containers]
  const texts = new Map([...found.networks, ...found.containers].map(({name, text}) => [name, text]))
  const whole = new Set(all.filter(({name, text}) => texts.get(name) === text).map(({name}) => name))
  const isGone = (name: string): boolean => all.some((one) => one.name === name) && !whole.has(name)
  for (let before = -1; before !== whole.size; ) {
    before = whole.size
    for (const {name, names} of all) if (names.some(isGone)) whole.delete(name)
  }
  const makes = given.map((step) => step.makes)
  if (whole.size === 0 || makes.includes(undefined)) return undefined
  await removeWhere(engine, (name) => !whole.has(name))
  for (const step of given) if (!whole.has(step.makes ?? '')) await step.make(engine)
  const state = await readState(engine)
  return mapped(state.text, [state]) === mapped(built.text, [built]) ? state : undefined
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

/**
 * Runs a program from the state that `run` asks for.
 * @param now the engine's state, where it was just read
 * @throws Error when the state to start from could not be made
 */
export async function tryOn(engine: TestEngine, program: Program, run: CommandLine, now?: State): Promise<Trial> {
  const before = await start(engine, run.given ?? NOTHING, now)
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
