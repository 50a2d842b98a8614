import {strict as assert} from 'node:assert'
import {parseUserConfig} from '../../src/lib/spec/user-config.js'

describe("dnet's configuration file", () => {
  it('holds pools, avoid and labels', () => {
    const text = 'pools: [10.64.0.0/10, "fd12::/48"]\navoid:\n  - 10.8.0.0/16 # VPN\nlabels: {team: web, n: 1}\n'
    assert.deepEqual(parseUserConfig(text, 'c.yaml'), {
      pools: ['10.64.0.0/10', 'fd12::/48'],
      avoid: ['10.8.0.0/16'],
      labels: {team: 'web', n: '1'},
    })
  })

  it('takes labels as a list too', () => {
    assert.deepEqual(parseUserConfig('labels: [a=b=c, d]', 'c.yaml').labels, {a: 'b=c', d: ''})
  })

  it('may be empty', () => assert.deepEqual(parseUserConfig('', 'c'), {pools: [], avoid: [], labels: {}}))

  const broken: [why: string, text: string, message: RegExp][] = [
    [
      'a block with host bits',
      'pools:\n  - 10.0.0.0/8\n  - 10.1.2.3/24\n',
      /^c\.yaml:3: .*10\.1\.2\.3.*use 10\.1\.2\.0\/24/,
    ],
    ['an unknown setting', 'avoids: []\n', /^c\.yaml:1: "avoids" is not a setting/],
    ['pools that are no list', 'avoid: []\npools: 10.0.0.0/8\n', /^c\.yaml:2: pools must be a list/],
    ['no mapping', '- a\n', /^c\.yaml:1: the file must be a mapping/],
    ['broken YAML', 'pools: [\n', /^c\.yaml:2: /],
    ['a key twice', 'avoid: []\navoid: []\n', /^c\.yaml:2: .*unique/],
    ['every problem at once', 'avoid: [x]\npools: [y]\n', /^c\.yaml:1: "x".*\nc\.yaml:2: "y"/],
  ]
  for (const [why, text, message] of broken)
    it(`refuses ${why}, with the line`, () =>
      assert.throws(() => parseUserConfig(text, 'c.yaml'), {code: 'BAD_CONFIG', message}))
})
