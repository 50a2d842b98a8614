import {deepEqual, equal, match, notEqual, ok} from 'node:assert/strict'
import type {TestEngine} from '../engine/fixture.js'
import {emptyEngine} from './empty-engine.js'
import {type Given, wipe} from './given.js'
import {builtDnet, type Outcome, type Program, referenceCli, runProgram} from './programs.js'
import {mapped, readState, type State} from './state.js'

/** A command line on which `docker network` and dnet must agree: in stdout, in whether they fail, in what they leave. */
export interface Case {
  readonly rule: string
  /** The words after `docker network` and after `dnet`; a string is cut at blanks. See `fill` for what may stand in it. */
  readonly argv: string | readonly string[]
  /** Flags of the whole program: they stand before `network`, or before dnet's command. */
  readonly before?: string
  /** dnet's words where they are not those of `argv`. */
  readonly dnet?: string | readonly string[]
  readonly given?: Given
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** Docker's config.json: what it holds, or its text. */
  readonly config?: object | string
  /** Both must fail and say this on stderr; without it both must succeed. */
  readonly fails?: string | RegExp
  /** What both must print, so that two programs that print nothing do not pass for two that agree. */
  readonly prints?: string | RegExp
  /** Whether the engine's state changes; without it: yes where a command that changes things succeeds. */
  readonly changes?: boolean
  /** The custom networks there are afterwards, by name. */
  readonly leaves?: string
  /** Docker prints these parts in random order: they are sorted before they are compared. */
  readonly anyOrderOf?: RegExp
}

interface Trial {
  readonly outcome: Outcome
  readonly before: State
  readonly after: State
}

const NOTHING: Given = []
const CHANGING = ['create', 'connect', 'disconnect', 'rm', 'remove', 'prune']

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

const words = (argv: string | readonly string[]): readonly string[] =>
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

function argvFor(program: Program, rule: Case): readonly string[] {
  const before = words(rule.before ?? '')
  if (program.name === 'docker') return [...before, 'network', ...words(rule.argv)]
  return [...before, ...words(rule.dnet ?? rule.argv)]
}

async function tryOn(engine: TestEngine, program: Program, rule: Case): Promise<Trial> {
  const before = await start(engine, rule.given ?? NOTHING)
  const args = argvFor(program, rule).map((word) => fill(word, engine, before))
  const {config} = rule
  const outcome = await runProgram(program.command, args, {
    stdin: rule.stdin ?? '',
    env: {DOCKER_HOST: engine.host, ...rule.env},
    config: config === undefined || typeof config === 'string' ? config : JSON.stringify(config),
  })
  return {outcome, before, after: await readState(engine)}
}

/** What is compared. Where no run changed anything, all is compared to the byte: both saw the very same ids and times. */
function seen({outcome, before, after}: Trial, unchanged: boolean, anyOrderOf: RegExp | undefined): object {
  const text = (raw: string) => (unchanged ? raw : mapped(raw, [before, after]))
  const stdout = text(outcome.stdout)
  return {
    exit: outcome.exit === 0 ? 'zero' : 'not zero',
    stdout: anyOrderOf ? stdout.split(anyOrderOf).sort().join('\n') : stdout,
    state: text(after.text).split('\n'),
  }
}

/** The literal part of a case, which each of the two must meet by itself. */
function checkExercised(rule: Case, name: string, {outcome, before, after}: Trial): void {
  const {exit, stdout, stderr} = outcome
  const told = `${name} exits ${exit}, stderr: ${stderr}`
  if (rule.fails === undefined) equal(exit, 0, told)
  else {
    notEqual(exit, 0, told)
    if (typeof rule.fails === 'string') ok(stderr.includes(rule.fails), `${told}lacks: ${rule.fails}`)
    else match(stderr, rule.fails, told)
  }
  if (typeof rule.prints === 'string') equal(stdout, rule.prints, `${name} prints: ${stdout}`)
  else if (rule.prints) match(stdout, rule.prints, `${name} prints: ${stdout}`)
  const mayChange = CHANGING.includes(words(rule.argv)[0] ?? '') && rule.fails === undefined
  equal(after.text !== before.text, rule.changes ?? mayChange, `${name}: whether the state changed; ${told}`)
  if (rule.leaves !== undefined) {
    const names = after.networks.map((one) => one.name).sort()
    deepEqual(names, [...words(rule.leaves)].sort(), `${name} leaves other networks; ${told}`)
  }
}

/** Runs a case through the Docker CLI and through dnet from the same state. @throws AssertionError where they differ */
async function checkAgreement(engine: TestEngine, docker: Program, dnet: Program, rule: Case): Promise<void> {
  const theirs = await tryOn(engine, docker, rule)
  const ours = await tryOn(engine, dnet, rule)
  const texts = [theirs.before, theirs.after, ours.before, ours.after].map(({text}) => text)
  const unchanged = new Set(texts).size === 1
  deepEqual(
    seen(ours, unchanged, rule.anyOrderOf),
    seen(theirs, unchanged, rule.anyOrderOf),
    `dnet differs\n  dnet says: ${ours.outcome.stderr}\n  docker says: ${theirs.outcome.stderr}`,
  )
  checkExercised(rule, 'docker', theirs)
  checkExercised(rule, 'dnet', ours)
}

/** A mocha suite with one test for each case. The engine is left empty. */
export function describeAgreement(title: string, rules: readonly Case[]): void {
  describe(`docker network and dnet agree: ${title}`, function () {
    this.timeout(60_000)
    let engine: TestEngine | undefined
    let docker: Program
    let dnet: Program
    before(async function () {
      this.timeout(300_000) // the first start on a machine fetches packages
      engine = await emptyEngine()
      docker = await referenceCli()
      dnet = builtDnet()
    })
    after(() => engine && wipe(engine))
    for (const rule of rules) it(rule.rule, async () => checkAgreement(await emptyEngine(), docker, dnet, rule))
  })
}
