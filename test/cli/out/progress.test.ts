import {equal} from 'node:assert/strict'
import {PassThrough} from 'node:stream'
import {telling} from '../../../src/lib/cli/out/progress.js'
import {type Clock, stoppedClock} from '../../harness/clock.js'

/** What was written, chunk by chunk: Node 26 does not join them. */
function all(out: PassThrough): string {
  const chunk: Buffer | null = out.read()
  return chunk === null ? '' : chunk + all(out)
}

describe('waiting', () => {
  let clock: Clock
  beforeEach(() => {
    clock = stoppedClock()
  })
  afterEach(() => clock.restore())

  const cases: [why: string, milliseconds: number, written: string][] = [
    ['less than a second goes without a word', 999, ''],
    ['a second is told, and wiped when it is over', 1000, '\r\u001b[Kwaiting for the engine… 1 s\r\u001b[K'],
    [
      'each second more is told',
      2500,
      '\r\u001b[Kwaiting for the engine… 1 s\r\u001b[Kwaiting for the engine… 2 s\r\u001b[K',
    ],
  ]
  for (const [why, milliseconds, written] of cases)
    it(why, async () => {
      const out = new PassThrough()
      let answer = (_: string): void => {}
      const told = telling(out, 'waiting for the engine', new Promise<string>((resolve) => (answer = resolve)))
      clock.pass(milliseconds)
      answer('answer')
      equal(await told, 'answer')
      equal(all(out), written)
    })
})
