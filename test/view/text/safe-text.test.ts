import {deepEqual, equal, match} from 'node:assert/strict'
import fc from 'fast-check'
import {safeJson, safeText} from '../../../src/lib/view/text/safe-text.js'
import {runs} from '../../harness/many.js'

describe('text made harmless', () => {
  const cases: [what: string, text: string, shown: string][] = [
    ['ASCII', 'web-1 (a)', 'web-1 (a)'],
    ['letters of any script', 'größe 网络 сеть ไทย', 'größe 网络 сеть ไทย'],
    ['an escape sequence', 'a\x1b[31mb', String.raw`a\x1b[31mb`],
    ['a line feed and a tab', 'a\nb\tc', String.raw`a\x0ab\x09c`],
    ['DEL and C1', 'a\x7fb\x9bc', String.raw`a\x7fb\x9bc`],
    ['separators of lines and paragraphs', 'a\u2028b\u2029c', String.raw`a\u2028b\u2029c`],
    ['bidi controls', 'a\u202eb\u2066c\u061cd', String.raw`a\u202eb\u2066c\u061cd`],
    ['zero width', 'a\u200bb\u200cc\u200dd\u2060e', String.raw`a\u200bb\u200cc\u200dd\u2060e`],
    ['a soft hyphen and a byte order mark', 'a\u00adb\ufeffc', String.raw`a\xadb\ufeffc`],
    ['fillers that look like blanks', 'a\u3164b\u115fc', String.raw`a\u3164b\u115fc`],
    ['tag characters', 'a\u{e0041}b', String.raw`a\u{e0041}b`],
    ['variation selectors', 'a\ufe0fb\u{e0100}', String.raw`a\ufe0fb\u{e0100}`],
    ['emoji in their style', '❤️ 1️⃣', '❤️ 1️⃣'],
    ['joined emoji', '👩‍💻 👩🏽‍💻 🏳️‍🌈', '👩‍💻 👩🏽‍💻 🏳️‍🌈'],
  ]
  for (const [what, text, shown] of cases) it(what, () => equal(safeText(text), shown))

  it('keeps the lines and tabs of a message', () => equal(safeText('a\n\tb\x1b', true), 'a\n\tb\\x1b'))
  it('changes nothing a second time', () =>
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (text) => equal(safeText(safeText(text)), safeText(text))),
      runs(200),
    ))
  it('leaves nothing that a terminal obeys or hides', () =>
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (text) =>
        match(safeText(text), /^[^\p{Cc}\u2028\u2029\u200b\u202e]*$/u),
      ),
      runs(200),
    ))
  it('is the same JSON', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({unit: 'binary'}), (value, text) => {
        const json = safeJson(JSON.stringify([value, text], null, 2))
        deepEqual(JSON.parse(json), JSON.parse(JSON.stringify([value, text])))
        match(json.replaceAll('\n', ''), /^[^\p{Cc}\u2028\u202e]*$/u)
      }),
      runs(200),
    ))
})
