// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {deepEqual} from 'node:assert/strict'
import {readDotenv} from '../../../src/lib/compose/variables/dotenv.js'

function read(text: string) {
  const problems: string[] = []
  const add = ({line}: {line: number}, message: string) => problems.push(`${line} ${message}`)
  const found = readDotenv('.env', text, (name) => (name === 'OUTER' ? 'outside' : undefined), {add})
  return {values: Object.fromEntries(found), problems}
}

/** compose-go dotenv/godotenv_test.go and parser_test.go. */
const cases: [why: string, text: string, values: Record<string, string>][] = [
  ['plain', 'OPTION_A=1\nOPTION_B=2', {OPTION_A: '1', OPTION_B: '2'}],
  ['spaces around', '  A = 1 \n', {A: '1'}],
  ['export', "export OPTION_A=2\nexport OPTION_B='\\n'", {OPTION_A: '2', OPTION_B: '\\n'}],
  ['a colon for the equal sign', 'OPTION_A: 1', {OPTION_A: '1'}],
  ['an equal sign in the value', 'A=postgres://u:p@h?x=y', {A: 'postgres://u:p@h?x=y'}],
  ['single quotes are literal', "A='a $B \\n'", {A: 'a $B \\n'}],
  ['double quotes have escapes', 'A="a\\nb \\"c\\""', {A: 'a\nb "c"'}],
  ['an escaped dollar', 'A="\\$B $$C"', {A: '$B $C'}],
  ['several lines in quotes', 'A="a\nb"\nB=2', {A: 'a\nb', B: '2'}],
  ['comments', '# c\nA=1 # x\nB=a#b\nC="q" # y\n', {A: '1', B: 'a#b', C: 'q'}],
  ['an earlier variable', 'A=1\nB=${A}2\nC="$B"', {A: '1', B: '12', C: '12'}],
  ['the environment wins', 'OUTER=in\nB=$OUTER', {OUTER: 'in', B: 'outside'}],
  ['a default', 'A=${NONE:-7}', {A: '7'}],
  ['a name alone is inherited', 'OUTER\nNONE\nA=1', {OUTER: 'outside', A: '1'}],
  ['a byte order mark', '\uFEFFA=1', {A: '1'}],
  ['an empty value', 'A=\nB=2', {A: '', B: '2'}],
  ['a quote hidden in quotes of its kind', "A='it\\'s'", {A: "it's"}],
  ['another escape in single quotes', "A='a\\nb'", {A: 'a\\nb'}],
  ['a comment with what looks like a variable', '# B=1\nA=2 # C=3\n#D=4', {A: '2'}],
  ['spaces in front of a value, and within', 'A=   a b  \nB=2', {A: 'a b', B: '2'}],
  ['a name alone at the end', 'A=1\nOUTER', {A: '1', OUTER: 'outside'}],
  ['an escape of no meaning', 'A="a\\qb"', {A: 'a\\qb'}],
  ['all escapes', 'A="\\a\\b\\f\\n\\r\\t\\v\\\\"', {A: '\x07\b\f\n\r\t\v\\'}],
  ['CRLF', 'A=1\r\nB=2\r\n', {A: '1', B: '2'}],
]

describe('an .env file', () => {
  for (const [why, text, values] of cases) it(why, () => deepEqual(read(text), {values, problems: []}))

  it('names the line that is malformed', () => {
    deepEqual(read('A=1\n\nB%=2').problems, ['3 a variable name contains an invalid character'])
    deepEqual(read('A=1\nB="x').problems, ['2 the closing quote is missing'])
    deepEqual(read('B%=1\nA=2\n').problems, ['1 a variable name contains an invalid character'])
    deepEqual(read('A=1\nB=${C?it is needed}\nD=2').problems, [
      '2 required variable C is missing a value: it is needed',
    ])
    deepEqual(read('A=1\nB="x\\').problems, ['2 the closing quote is missing'])
    deepEqual(read('A B=1').problems, ['1 a variable name cannot contain a space'])
  })
})
