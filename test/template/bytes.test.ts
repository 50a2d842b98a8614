import {deepEqual, equal} from 'node:assert/strict'
import {bytesFromText, decodeRune, outputBytes, textFromBytes} from '../../src/lib/template/bytes.js'

describe('byte strings', () => {
  it('have one unit for each byte of UTF-8, and come back as the text', () => {
    equal(bytesFromText('é日😀'), '\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80')
    equal(textFromBytes('\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80'), 'é日😀')
    equal(bytesFromText('plain'), 'plain')
  })
  it('keep bytes that are no UTF-8 through text and out again', () => {
    const cut = bytesFromText('a日é').slice(0, 2)
    equal(textFromBytes(cut), 'a\udce6')
    deepEqual([...outputBytes(textFromBytes(cut))], [0x61, 0xe6])
    deepEqual([...outputBytes(textFromBytes('\xff\xc3\xa9\x80'))], [0xff, 0xc3, 0xa9, 0x80])
  })
  it('write a U+FFFD that was in the text as itself', () => {
    deepEqual([...outputBytes(textFromBytes(bytesFromText('\ufffd')))], [0xef, 0xbf, 0xbd])
  })
  it('take each byte of what Go refuses for one bad rune', () => {
    for (const bytes of ['\xc0\xaf', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xe6\x97', '\x80', '\xff']) {
      deepEqual(decodeRune(bytes, 0), {rune: 0xfffd, size: 1}, JSON.stringify(bytes))
    }
  })
})
