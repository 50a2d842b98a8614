import {strict as assert} from 'node:assert'
import {screenOf} from '../../../src/lib/cli/out/screen.js'

const TERMINAL = {isTTY: true, columns: 100, rows: 30}
const PIPE = {}

type Row = [why: string, stream: object, env: Record<string, string>, noColour: boolean, colour: boolean]

const colours: Row[] = [
  ['a terminal has colour', TERMINAL, {}, false, true],
  ['a pipe has none', PIPE, {}, false, false],
  ['--no-color forbids it', TERMINAL, {}, true, false],
  ['NO_COLOR forbids it', TERMINAL, {NO_COLOR: '1'}, false, false],
  ['whatever NO_COLOR says', TERMINAL, {NO_COLOR: '0'}, false, false],
  ['but an empty NO_COLOR says nothing', TERMINAL, {NO_COLOR: ''}, false, true],
  ['TERM=dumb has none', TERMINAL, {TERM: 'dumb'}, false, false],
  ['any other TERM has it', TERMINAL, {TERM: 'xterm'}, false, true],
  ['FORCE_COLOR asks for it in a pipe', PIPE, {FORCE_COLOR: '1'}, false, true],
  ['an empty FORCE_COLOR too', PIPE, {FORCE_COLOR: ''}, false, true],
  ['FORCE_COLOR asks for it of TERM=dumb', TERMINAL, {FORCE_COLOR: '3', TERM: 'dumb'}, false, true],
  ['FORCE_COLOR=0 forbids it', TERMINAL, {FORCE_COLOR: '0'}, false, false],
  ['FORCE_COLOR=false forbids it', TERMINAL, {FORCE_COLOR: 'false'}, false, false],
  ['NO_COLOR is above FORCE_COLOR', TERMINAL, {NO_COLOR: '1', FORCE_COLOR: '1'}, false, false],
  ['--no-color is above FORCE_COLOR', PIPE, {FORCE_COLOR: '1'}, true, false],
]

const sizes: [why: string, stream: object, columns: number, rows: number][] = [
  ["a terminal's own", TERMINAL, 100, 30],
  ['80 by 24 where a terminal does not tell', {isTTY: true, columns: 0}, 80, 24],
  ['no end in a pipe, whatever it says', {columns: 40, rows: 10}, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
]

describe('what an output stream can show', () => {
  for (const [why, stream, env, noColour, colour] of colours)
    it(`colour: ${why}`, () => assert.equal(screenOf(stream, env, noColour).colour, colour))
  for (const [why, stream, columns, rows] of sizes)
    it(`size: ${why}`, () => {
      const screen = screenOf(stream, {}, false)
      assert.deepEqual([screen.columns, screen.rows], [columns, rows])
    })
  it('is a terminal or not', () => {
    assert.deepEqual([screenOf(TERMINAL, {}, false).terminal, screenOf(PIPE, {}, false).terminal], [true, false])
  })
})
