import {deepEqual, equal, throws} from 'node:assert/strict'
import {DnetError} from '../../../src/lib/errors.js'
import {checkInspectFormat, formatInspect} from '../../../src/lib/view/docker/network-inspect.js'
import {formatNetworkList, listFormat} from '../../../src/lib/view/docker/network-list.js'
import {dockerWidth} from '../../../src/lib/view/text/docker-width.js'
import {alignColumns} from '../../../src/lib/view/text/tabwriter.js'
import {recordedNetworks} from '../../template/replay.js'

const isSyntaxError = (error: unknown): boolean => error instanceof DnetError && error.code === 'TEMPLATE_SYNTAX'

describe('the format of docker network ls', () => {
  const cases: [why: string, flag: string, configured: string, quiet: boolean, want: string][] = [
    ['the flag wins', '{{.ID}}', 'json', false, '{{.ID}}'],
    ['the flag wins over --quiet too', 'json', '', true, 'json'],
    ['then the configuration', '', '{{.Name}}', false, '{{.Name}}'],
    ['but not with --quiet', '', '{{.Name}}', true, 'table'],
    ['else a table', '', '', false, 'table'],
  ]
  for (const [why, flag, configured, quiet, want] of cases)
    it(why, () => equal(listFormat(flag, configured, quiet), want))

  it('is checked before any request by inspect, and for no networks by ls', () => {
    throws(() => formatNetworkList([], {format: 'table {{.Name', quiet: false, noTrunc: false}), isSyntaxError)
    throws(() => checkInspectFormat('{{nope}}'), isSyntaxError)
    for (const format of ['', 'json', '{{.Nope}}']) checkInspectFormat(format)
  })
  it('sorts several labels, which Docker CLI 28 prints in any order', () => {
    const [web] = recordedNetworks(['web'])
    if (web === undefined) throw new Error('no network')
    const labelled = {...web, labels: {b: '2', a: '1', B: '3'}}
    equal(formatNetworkList([labelled], {format: '{{.Labels}}', quiet: false, noTrunc: false}), 'B=3,a=1,b=2\n')
  })
  it('is an execution error for a field that is not there, and prints nothing', () => {
    throws(
      () => formatNetworkList(recordedNetworks(['web']), {format: '{{.Nope}}', quiet: false, noTrunc: false}),
      (error) => error instanceof DnetError && error.code === 'TEMPLATE_EXECUTION' && error.hint !== '',
    )
  })
})

describe('docker network inspect', () => {
  it('prints an empty list of nothing, and one newline for a template', () => {
    deepEqual(formatInspect([], ''), {stdout: '[]\n', error: undefined})
    deepEqual(formatInspect([], 'json'), {stdout: '[]\n', error: undefined})
    deepEqual(formatInspect([], '{{.Name}}'), {stdout: '\n', error: undefined})
  })
  it('prints the networks that work and tells of each that does not', () => {
    const {stdout, error} = formatInspect(['{"Name":"a","Extra":1}', '{"Name":"b"}'], '{{.Name}}{{.Extra}}')
    equal(stdout, 'a1\n')
    equal(
      error?.message,
      'template parsing error: template: :1:11: executing "" at <.Extra>: map has no entry for key "Extra"',
    )
  })
})

describe('columns', () => {
  it('have the width of their widest cell over neighbouring lines only', () => {
    equal(
      alignColumns('a\tb\nlonger than ten\tb\nno cells\nc\td\n'),
      'a                 b\nlonger than ten   b\nno cells\nc         d\n',
    )
  })
  it('leave the last cell of a line alone', () => {
    equal(alignColumns('a\t\nb\tc\n'), 'a         \nb         c\n')
  })
  it('count what a terminal shows', () => {
    deepEqual(['', 'abc', '日本', 'é', 'e\u0301', '👨‍👩‍👧', '\u001b', '🇩🇪'].map(dockerWidth), [0, 3, 4, 1, 1, 2, 0, 1])
  })
})
