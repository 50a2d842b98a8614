import {deepEqual, equal} from 'node:assert/strict'
import fc from 'fast-check'
import stringWidth from 'string-width'
import displayWidth from '../../../src/lib/view/text/display-width.cjs'

/** The scripts whose characters have several widths, and of the large ones every 64th. */
const CHARACTERS = Array.from({length: 0x10000}, (_, code) => code)
  .filter((code) => code < 0x2600 || (code >= 0x3000 && code < 0x3100) || code >= 0xff00 || code % 64 === 0)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCharCode(code))

describe('the columns a text takes in a terminal', () => {
  const cases: [what: string, text: string, columns: number][] = [
    ['nothing', '', 0],
    ['ASCII', 'web_1.a-b', 9],
    ['Latin with accents, composed and not', 'é e\u0301', 3],
    ['Cyrillic', 'сеть', 4],
    ['Han, kana and Hangul', '日本かな한글', 12],
    ['fullwidth Latin', 'ＡＢ', 4],
    ['Thai, whose vowels stand above and below', 'กี่ภูมิ', 3],
    ['pointed Hebrew', 'שָׁלוֹם', 4],
    ['emoji', '🐳', 2],
    ['a joined family', '👨‍👩‍👧', 2],
    ['a flag', '🇩🇪', 2],
    ['an emoji that a selector makes one', '❤️', 2],
    ['what tables and pictures are drawn with', '█░→…│├─●○◯❯', 11],
    ['colours', '\u001b[1mweb\u001b[22m', 3],
  ]
  for (const [what, text, columns] of cases) it(`${what}: ${columns}`, () => equal(displayWidth(text), columns))

  it('are those of string-width for single characters', () => {
    deepEqual(
      CHARACTERS.filter((char) => displayWidth(char) !== stringWidth(char)),
      [],
    )
  })

  it('are those of string-width for any text', () => {
    const near = fc.constantFrom(...'aé日ก\u0e35\u0301ש\u05b8👨\u200d👩❤\ufe0f🇩🇪한ᄀ\u1161→█ ')
    const text = fc.oneof(fc.string({unit: near}), fc.string({unit: 'grapheme'}))
    fc.assert(fc.property(text, (any) => displayWidth(any) === stringWidth(any)))
  })
})
