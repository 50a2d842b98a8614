import {deepEqual, equal, match, notEqual, ok} from 'node:assert/strict'
import {builtDnet, type Program, referenceCli} from '../harness/docker-cli.js'
import {mapped} from '../harness/engine-state.js'
import {engineWithoutRules, type TestEngine} from '../harness/fixture.js'
import {wipe} from './given.js'
import {type CommandLine, type Trial, tryOn, words} from './trial.js'

/** A command line on which `docker network` and dnet must agree: in stdout, in whether they fail, in what they leave. */
export interface Case extends CommandLine {
  readonly rule: string
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

const CHANGING = ['create', 'connect', 'disconnect', 'rm', 'remove', 'prune']

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
  const ours = await tryOn(engine, dnet, rule, theirs.after)
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
  describe(`docker network and dnet agree: ${title}`, () => {
    let engine: TestEngine | undefined
    let docker: Program
    let dnet: Program
    before(async () => {
      engine = await engineWithoutRules()
      docker = await referenceCli()
      dnet = builtDnet()
    })
    after(() => engine && wipe(engine))
    for (const rule of rules) it(rule.rule, async () => checkAgreement(await engineWithoutRules(), docker, dnet, rule))
  })
}
