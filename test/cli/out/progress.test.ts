import {equal} from 'node:assert/strict'
import {PassThrough} from 'node:stream'
import {setTimeout as sleep} from 'node:timers/promises'
import {telling} from '../../../src/lib/cli/out/progress.js'

describe('waiting', () => {
  const written = async (milliseconds: number): Promise<string> => {
    const out = new PassThrough()
    equal(await telling(out, 'waiting for the engine', sleep(milliseconds, 'answer')), 'answer')
    return String(out.read() ?? '')
  }

  it('less than a second goes without a word', async () => {
    equal(await written(200), '')
  })

  it('longer is told, and wiped when it is over', async () => {
    equal(await written(1200), '\r\u001b[Kwaiting for the engine… 1 s\r\u001b[K')
  })
})
