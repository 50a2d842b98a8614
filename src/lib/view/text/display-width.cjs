/**
 * Characters that are one or two columns wide wherever they stand: Latin, Greek, Cyrillic, kana, Han, Hangul, punctuation,
 * arrows, and what tables and pictures are drawn with. They join with nothing but what is not among them.
 */
const SINGLE = ' -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2190-\u21ff\u2500-\u25fc'
const DOUBLE = '\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60'
const SIMPLE = new RegExp(`^[${SINGLE}${DOUBLE}]*$`)
const WIDE = new RegExp(`[${DOUBLE}]`, 'g')

/**
 * How many columns of a terminal a text takes, as string-width has it, which is loaded for a text that is not simple: it
 * makes Intl.Segmenter and compiles the sequences of all emoji, some 100 ms. A CommonJS module, as only `require` loads that
 * late, and as cli-table3 gets this in place of the string-width of 2019 that it asks for.
 */
module.exports = (text) =>
  SIMPLE.test(text) ? text.length + (text.match(WIDE)?.length ?? 0) : require('string-width').default(text)
