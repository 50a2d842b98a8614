import {deepEqual, throws} from 'node:assert/strict'
import {parsePrefix} from '../../src/lib/net/prefix.js'
import {plannedNetworks, planRows} from '../../src/lib/plan/addresses/planned-networks.js'
import {parseEarlierPlan, parseWishLines} from '../../src/lib/spec/plan-file.js'
import {planDocument} from '../../src/lib/view/subnets/plan-document.js'

describe("a plan's file of networks", () => {
  it('has one network per line, with comments', () =>
    deepEqual(parseWishLines('web=50 # shop\n\n  db=/26\r\n# end', 'f'), ['web=50', 'db=/26']))

  it('is refused with its line for several on one', () =>
    throws(() => parseWishLines('a=1\nweb=50 db=3', 'f'), {
      code: 'BAD_CONFIG',
      message: /^f:2: write one network per line/,
    }))
})

describe('an earlier plan', () => {
  const subnet = (name: string, text: string) =>
    ({name, subnet: parsePrefix(text), gateway: null, room: 5n, because: 'new'}) as const
  const networks = plannedNetworks([
    subnet('web', '10.0.0.0/26'),
    subnet('on', '10.0.1.0/26'),
    subnet('web', 'fd00::/64'),
  ])
  const want = new Map([
    ['web', ['10.0.0.0/26', 'fd00::/64']],
    ['on', ['10.0.1.0/26']],
  ])

  const forms: [form: string, text: string][] = [
    ['--json', JSON.stringify({networks: planRows(networks)})],
    ['--format yaml', planDocument(networks, 'yaml')],
    ['--format compose', planDocument(networks, 'compose')],
  ]
  for (const [form, text] of forms)
    it(`is read from what ${form} prints`, () => deepEqual(parseEarlierPlan(text, 'f'), want))

  const wrong: [why: string, text: string, message: RegExp][] = [
    ['something else', '[1]', /it has no networks/],
    ['broken text', 'networks: [', /f is not an earlier plan/],
    ['a bad subnet', 'networks: {web: {subnets: [10.0.0.1/24]}}', /network "web": .*10\.0\.0\.1/],
  ]
  for (const [why, text, message] of wrong)
    it(`is refused for ${why}`, () => throws(() => parseEarlierPlan(text, 'f'), {code: 'BAD_CONFIG', message}))
})
