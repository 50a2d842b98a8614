import {deepEqual, equal} from 'node:assert/strict'
import {parse} from 'yaml'
import {yamlText} from '../../../src/lib/view/text/yaml-text.js'

/** Texts that a reader of YAML 1.1 or 1.2 takes for something else where they stand plain. */
const ODD = [
  'n',
  'yes',
  'on',
  'true',
  'null',
  '~',
  '',
  '12',
  '007',
  '0o7',
  '0x1f',
  '0b1',
  '1e3',
  '1_000',
  '.inf',
  '53:22',
]
const HARD = [
  '2001-01-01',
  '<<',
  '=',
  '- x',
  'a: b',
  'a # b',
  '*x',
  '&x',
  '!x',
  '%x',
  '@x',
  '"',
  "'",
  'a\nb',
  ' a',
  'é',
]

describe('YAML that dnet writes', () => {
  it('has texts in double quotes, keys plain where they can be, and nothing for null', () =>
    equal(
      yamlText({networks: new Map([['web-1', {subnets: [{subnet: '10.0.0.0/24'}], ipv6: true, own: null}]])}),
      'networks:\n  web-1:\n    subnets:\n      - subnet: "10.0.0.0/24"\n    ipv6: true\n    own:\n',
    ))

  it('keeps the order of a Map’s keys', () =>
    equal(
      yamlText(
        new Map([
          ['b', true],
          ['12', true],
          ['a', true],
        ]),
      ),
      'b: true\n"12": true\na: true\n',
    ))

  it('has a comment above what it is of', () =>
    equal(
      yamlText({services: {web: {links: ['db']}}}, {at: ['services', 'web'], text: 'without network_mode'}),
      'services:\n  web:\n    # without network_mode\n    links:\n      - "db"\n',
    ))

  it('has no line folded, however long', () => equal(yamlText({a: 'x '.repeat(200)}), `a: "${'x '.repeat(200)}"\n`))

  for (const version of ['1.1', '1.2'] as const)
    it(`is read as it was meant by a reader of YAML ${version}`, () => {
      const value = [...ODD, ...HARD].map((text) => new Map([[text, [text]]]))
      deepEqual(parse(yamlText(value), {version, mapAsMap: true}), value)
    })
})
