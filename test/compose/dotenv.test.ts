// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {deepEqual} from 'node:assert/strict'
import {readDotenv} from '../../src/lib/compose/dotenv.js'

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
  ['CRLF', 'A=1\r\nB=2\r\n', {A: '1', B: '2'}],
]

describe('an .env file', () => {
  for (const [why, text, values] of cases) it(why, () => deepEqual(read(text), {values, problems: []}))

  it('names the line that is malformed', () => {
    deepEqual(read('A=1\n\nB%=2').problems, ['3 a variable name contains an invalid character'])
    deepEqual(read('A=1\nB="x').problems, ['2 the closing quote is missing'])
    deepEqual(read('A B=1').problems, ['1 a variable name cannot contain a space'])
  })
})
