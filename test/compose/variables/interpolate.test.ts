// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables look like JavaScript's placeholders
import {deepEqual, equal, throws} from 'node:assert/strict'
import {InterpolationError, interpolate} from '../../../src/lib/compose/variables/interpolate.js'

const VALUES = new Map([
  ['FOO', 'first'],
  ['BAR', ''],
  ['JSON', '{"json":2}'],
])

/** What compose-go's template_test.go says of these values. */
const replaced: [text: string, result: string][] = [
  ['foo', 'foo'],
  ['$${foo}', '${foo}'],
  ['a $ string', 'a $ string'],
  ['^REGEX$', '^REGEX$'],
  ['$}', '$}'],
  ['$', '$'],
  ['$FOO-bar', 'first-bar'],
  ['This ${missing} var', 'This  var'],
  ['This ${BAR} var', 'This  var'],
  ['This $FOO var', 'This first var'],
  ['This ${FOO} var', 'This first var'],
  ['ok ${missing:-def}', 'ok def'],
  ['ok ${missing-def}', 'ok def'],
  ['${A:+${A},}B', 'B'],
  ['ok ${BAR:-def}', 'ok def'],
  ['ok ${FOO:-def}', 'ok first'],
  ['ok ${BAR-def}', 'ok '],
  ['ok ${UNSET_VAR:+presence_value}', 'ok '],
  ['ok ${UNSET_VAR+presence_value}', 'ok '],
  ['ok ${FOO:+presence_value}', 'ok presence_value'],
  ['ok ${FOO+presence_value}', 'ok presence_value'],
  ['ok ${BAR+presence_value}', 'ok presence_value'],
  ['ok ${BAR:+presence_value}', 'ok '],
  ['ok ${BAR:-/non:-alphanumeric}', 'ok /non:-alphanumeric'],
  ['-ok ${BAR:-defaultValue}', '-ok defaultValue'],
  ['+ok ${UNSET:-${BAR-defaultValue}}', '+ok '],
  [':-ok ${UNSET-defaultValue}', ':-ok defaultValue'],
  [':?ok ${BAR-defaultValue}', ':?ok '],
  ['?ok ${BAR:-defaultValue}', '?ok defaultValue'],
  ['ok ${UNSET_VAR-$FOO}', 'ok first'],
  ['ok ${UNSET_VAR-${FOO} ${FOO}}', 'ok first first'],
  ['ok ${BAR:-${FOO}}', 'ok first'],
  ['ok ${BAR+$FOO ${FOO:+second}}', 'ok first second'],
  ['ok ${FOO:?err}', 'ok first'],
  ['ok ${BAR?err}', 'ok '],
  ['${FOO?${B}}', 'first'],
  ['${FOO:-a} and ${BAR:-b} and $FOO', 'first and b and first'],
  ['${UNSET:-{}}', '{}'],
  ['${UNSET:-{"x":1}} $FOO', '{"x":1} first'],
  ['${UNSET:-{}', '{'],
  ['${UNSET:-{x} y', '{x y'],
]

const refused: [text: string, message: RegExp][] = [
  ['${', /invalid interpolation "\$\{"/],
  ['${}', /invalid interpolation/],
  ['${ }', /invalid interpolation/],
  ['${ foo}', /invalid interpolation/],
  ['${foo }', /invalid interpolation/],
  ['${foo!}', /invalid interpolation/],
  ['${FOO:-a\nb}', /invalid interpolation/],
  [
    '${UNSET_VAR:?Mandatory Variable Unset}',
    /^required variable UNSET_VAR is missing a value: Mandatory Variable Unset$/,
  ],
  ['${BAR:?Mandatory Variable Empty}', /^required variable BAR is missing a value: Mandatory Variable Empty$/],
  ['${UNSET_VAR:?}', /^required variable UNSET_VAR is missing a value$/],
  [
    '${UNSET_VAR?Mandatory Variable ${FOO}}',
    /^required variable UNSET_VAR is missing a value: Mandatory Variable first$/,
  ],
]

describe('interpolation of a compose value', () => {
  const lookup = (name: string) => VALUES.get(name)

  for (const [text, result] of replaced) it(`${text} is ${result}`, () => equal(interpolate(text, lookup), result))

  for (const [text, message] of refused)
    it(`refuses ${JSON.stringify(text)}`, () =>
      throws(
        () => interpolate(text, lookup),
        (error) => error instanceof InterpolationError && message.test(error.message),
      ))

  it('reports unset variables only if their value is used', () => {
    const unset: string[] = []
    interpolate('${A:+${B}} ${C:-${D}} ${F} $FOO ${FOO} ${BAR}', lookup, (name) => unset.push(name))
    deepEqual(unset, ['D', 'F'])
  })
})
