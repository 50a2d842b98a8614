/**
 * Compares texts in natural order: below 0 if `a` is before `b`, 0 if equal, above 0 if after. Digit runs compare as
 * numbers of any length, equal numbers with fewer leading zeros first; a digit sorts before any other character; the
 * rest compares by code point, which is the byte order of UTF-8.
 * The order of `docker network ls` (github.com/fvbommel/sortorder NaturalLess): net2, net02, net10, net-1.
 */
export function compareNatural(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(j)
    if (isDigit(x) !== isDigit(y)) return isDigit(x) ? -1 : 1
    if (!isDigit(x)) {
      if (x !== y) return rank(x) - rank(y)
      i++
      j++
      continue
    }
    const zeros = [skip(a, i, isZero), skip(b, j, isZero)] as const
    const ends = [skip(a, zeros[0], isDigit), skip(b, zeros[1], isDigit)] as const
    const longer = ends[0] - zeros[0] - (ends[1] - zeros[1])
    if (longer !== 0) return longer
    const left = a.slice(zeros[0], ends[0])
    const right = b.slice(zeros[1], ends[1])
    if (left !== right) return left < right ? -1 : 1
    if (zeros[0] !== zeros[1]) return zeros[0] - zeros[1]
    i = ends[0]
    j = ends[1]
  }
  return a.length - i - (b.length - j)
}

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39
const isZero = (unit: number): boolean => unit === 0x30

// Surrogates stand for code points above every single unit, though their own number is lower than U+E000's.
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

function skip(text: string, from: number, wanted: (unit: number) => boolean): number {
  let at = from
  while (at < text.length && wanted(text.charCodeAt(at))) at++
  return at
}
