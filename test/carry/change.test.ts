import {deepEqual, equal, rejects} from 'node:assert/strict'
import {type Around, carryOut, type Foresight, findingsOf, type Part, rehearsal} from '../../src/lib/carry/change.js'
import type {Journal} from '../../src/lib/carry/journal.js'
import {DnetError} from '../../src/lib/errors.js'
import type {Finding} from '../../src/lib/model/finding.js'
import {unforetold} from '../../src/lib/plan/foretold.js'
import type {Operation} from '../../src/lib/plan/operation.js'
import type {Step} from '../../src/lib/plan/step.js'

const removal = (network: string): Operation => ({do: 'remove-network', network, because: ''})
const warning = (message: string): Finding => ({code: 'PORTS', refused: false, message, hint: ''})
const inUse = new DnetError('NETWORK_IN_USE', 'in use, by db', 'dnet rm --disconnect b')

interface Given {
  readonly steps?: readonly string[]
  /** The step at which the engine refuses it. */
  readonly fails?: string
  readonly error?: DnetError
  readonly refusal?: Part<string>['refusal']
  readonly findings?: readonly Finding[]
}

const part = (target: string, {steps = [target], fails, error, refusal, findings = []}: Given = {}): Part<string> => ({
  ...unforetold(target, steps.map(removal)),
  refusal,
  findings,
  carry: async (_around, {did}) => {
    for (const step of steps) {
      if (step === fails) throw error ?? new DnetError('NETWORK_IN_USE', `the engine refuses ${step}`, 'look')
      did(removal(step))
    }
    return target
  },
})

const foresight = (...parts: Part<string>[]): Foresight<string> => ({parts, findings: [], unseen: []})

/** Carries parts out, and tells all that was told. */
async function carried(change: Foresight<string>, signal = new AbortController().signal) {
  const told: string[] = []
  const journal: Journal = {
    left: async () => [],
    begin: async () => {},
    end: async (containerId, networkId) => void told.push(`forget ${containerId} ${networkId}`),
  }
  const around: Around = {journal, signal, note: (text) => told.push(text), random: () => 0}
  const names = (steps: readonly Step[]): string =>
    steps.map((step) => ('network' in step ? step.network : '')).join(' ')
  const results = await carryOut(change, around, {
    done: (_part, result) => told.push(`did ${result}`),
    failed: (error, done, left) =>
      told.push(`${error.message} (${error.hint}), did ${names(done)}, not ${names(left)}`),
    came: (done, left) => told.push(`[${names(done)} | ${names(left)}]`),
  })
  return {
    results,
    told: told.filter((line) => !line.startsWith('[')),
    came: told.filter((line) => line.startsWith('[')),
  }
}

describe('carrying a change out', () => {
  it('does part after part, and tells how far it came', async () => {
    const {results, told, came} = await carried(foresight(part('a'), part('b', {steps: ['b1', 'b2']})))
    deepEqual(
      [results, told],
      [
        ['a', 'b'],
        ['did a', 'did b'],
      ],
    )
    deepEqual(came, ['[ | a b1 b2]', '[a | b1 b2]', '[a | b1 b2]', '[a b1 | b2]', '[a b1 b2 | ]'])
  })

  it('goes on after a part that fails, with what of it was done and what was not', async () => {
    const {results, told} = await carried(foresight(part('a', {steps: ['1', '2', '3'], fails: '2'}), part('b')))
    deepEqual(results, ['b'])
    deepEqual(told, ['the engine refuses 2 (look), did 1, not 2 3', 'did b'])
  })

  const refused: [why: string, given: Given, told: string][] = [
    [
      'asks the engine for one step that it would refuse, and adds who is in the way',
      {fails: 'a', refusal: {error: inUse, reason: 'on it: db'}},
      'the engine refuses a; on it: db (dnet rm --disconnect b), did , not a',
    ],
    [
      'does not ask the engine where its refusal does harm',
      {refusal: {error: inUse, reason: 'on it: db', harmful: true}},
      'in use, by db (dnet rm --disconnect b), did , not a',
    ],
    ['believes the engine that does it after all', {refusal: {error: inUse, reason: ''}}, 'did a'],
    [
      'leaves another refusal than the one foretold as it is',
      {
        fails: 'a',
        error: new DnetError('UNREACHABLE', 'it is away', 'start it'),
        refusal: {error: inUse, reason: 'on it: db'},
      },
      'it is away (start it), did , not a',
    ],
    [
      'does not begin several steps of which one would be refused',
      {steps: ['1', '2'], refusal: {error: inUse, reason: ''}},
      'in use, by db (dnet rm --disconnect b), did , not 1 2',
    ],
    [
      'refuses what there is no step for',
      {steps: [], refusal: {error: inUse, reason: ''}},
      'in use, by db (dnet rm --disconnect b), did , not ',
    ],
  ]
  for (const [why, given, line] of refused)
    it(why, async () => deepEqual((await carried(foresight(part('a', given)))).told, [line]))

  it('begins no part after an interrupt', async () => {
    const stop = new AbortController()
    stop.abort(new DnetError('INTERRUPTED', 'interrupted', ''))
    await rejects(carried(foresight(part('a')), stop.signal), {code: 'INTERRUPTED'})
  })

  it('ends with a bug, and tells no more', async () => {
    const bug = {...part('a'), carry: () => Promise.reject(new TypeError('a bug'))}
    await rejects(carried(foresight(bug, part('b'))), /a bug/)
  })

  it('forgets first what is settled', async () => {
    const had = {ipv4: '', ipv6: '', linkLocal: [], aliases: [], links: [], driverOptions: {}, gatewayPriority: 0}
    const settled = [{containerId: 'c', container: 'api', networkId: 'n', network: 'web', had}]
    deepEqual((await carried({...foresight(part('a')), settled})).told, ['forget c n', 'did a'])
  })
})

describe('what a change would do', () => {
  const change: Foresight<string> = {
    ...foresight(
      part('a', {findings: [warning('a port moves'), warning('old engine')]}),
      part('b', {findings: [warning('old engine')]}),
      part('c', {findings: [warning('never comes')], refusal: {error: inUse, reason: ''}}),
    ),
    findings: [warning('not checked')],
  }
  it('is all that would not be refused', () =>
    deepEqual(rehearsal(change), {plan: [removal('a'), removal('b')], refusals: [inUse]}))
  it('warns of each thing once, and of nothing that would be refused', () =>
    deepEqual(
      findingsOf(change).map(({message}) => message),
      ['not checked', 'a port moves', 'old engine'],
    ))
  it('is nothing where there is no part', () => equal(rehearsal(foresight()).plan.length, 0))
})
