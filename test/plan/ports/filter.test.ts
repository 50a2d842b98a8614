import {deepEqual, throws} from 'node:assert/strict'
import {known, unknown} from '../../../src/lib/model/known.js'
import {portFilter} from '../../../src/lib/plan/ports/filter.js'
import {unseenPorts} from '../../../src/lib/plan/ports/unseen-ports.js'
import {container, hostWith} from '../../build/host.js'
import {publishing} from '../../build/ports.js'

const row = (about: object = {}) => ({
  port: {first: 8080, last: 8080},
  protocol: 'tcp',
  name: 'shop-api-1',
  project: 'shop',
  service: 'api',
  holder: 'container',
  state: 'bound',
  reach: 'everywhere',
  address: '0.0.0.0',
  family: '4',
  ...about,
})
const range = row({name: 'range', port: {first: 9000, last: 9010}, protocol: 'udp', state: 'wanted'})
const process = row({
  name: 'sshd',
  port: {first: 22, last: 22},
  holder: 'process',
  project: '',
  service: '',
  address: '::',
  family: '6',
})

describe('the filters of ports', () => {
  const cases: [why: string, filters: Record<string, string[]>, names: string[]][] = [
    ['none select every row', {}, ['shop-api-1', 'range', 'sshd']],
    ['a port', {port: ['8080']}, ['shop-api-1']],
    ['a port in a range that is wanted', {port: ['9005']}, ['range']],
    ['the first port of a range', {port: ['9000']}, ['range']],
    ['the last port of a range', {port: ['9010']}, ['range']],
    ['a port below a range', {port: ['8999']}, []],
    ['a port above a range', {port: ['9011']}, []],
    ['a range that ends in one', {port: ['8000-9000']}, ['shop-api-1', 'range']],
    ['a range that begins in one', {port: ['9010-9999']}, ['range']],
    ['a range up to the last port', {port: ['9000-65535']}, ['range']],
    ['several ports are alternatives', {port: ['22', '8080']}, ['shop-api-1', 'sshd']],
    ['a part of a name', {name: ['api']}, ['shop-api-1']],
    ['a protocol', {protocol: ['udp']}, ['range']],
    ['a project', {project: ['shop']}, ['shop-api-1', 'range']],
    ['a service', {service: ['api']}, ['shop-api-1', 'range']],
    ['a kind of holder', {holder: ['process']}, ['sshd']],
    ['a state', {state: ['wanted']}, ['range']],
    ['a reach', {reach: ['everywhere']}, ['shop-api-1', 'range', 'sshd']],
    ['an address', {address: ['::']}, ['sshd']],
    ['a family', {family: ['4']}, ['shop-api-1', 'range']],
    ['several keys must all match', {family: ['4'], state: ['bound']}, ['shop-api-1']],
  ]
  for (const [why, filters, names] of cases)
    it(why, () =>
      deepEqual(
        [row(), range, process].filter(portFilter(filters)).map(({name}) => name),
        names,
      ),
    )

  const keys = 'filters are port, protocol, name, project, service, holder, state, reach, address, family'
  const refused: [why: string, filters: Record<string, string[]>, message: string, hint: string][] = [
    ['another key', {container: ['x']}, "invalid filter 'container'", keys],
    ['what every object has', {toString: ['x']}, "invalid filter 'toString'", keys],
    ...['http', '80-', '-80', '90-80', '65536', '80-65536', '123456', 'x80', '80x', ''].map(
      (port): [string, Record<string, string[]>, string, string] => [
        `the port "${port}"`,
        {port: [port]},
        `invalid filter: 'port'='${port}' is neither a port nor a range`,
        '--filter port=8000-8080',
      ],
    ),
    [
      'a part of a protocol',
      {protocol: ['ud']},
      "invalid filter: 'protocol'='ud' must be one of tcp, udp, sctp",
      '--filter protocol=tcp, or --filter protocol=udp, or --filter protocol=sctp',
    ],
    [
      'a kind of holder that is none',
      {holder: ['image']},
      "invalid filter: 'holder'='image' must be one of container, service, process",
      '--filter holder=container, or --filter holder=service, or --filter holder=process',
    ],
    [
      'a state that is none, beside one',
      {state: ['bound', 'foo']},
      "invalid filter: 'state'='foo' must be one of bound, wanted",
      '--filter state=bound, or --filter state=wanted',
    ],
    [
      'a reach that is none',
      {reach: ['public']},
      "invalid filter: 'reach'='public' must be one of loopback, address, everywhere, nowhere",
      '--filter reach=loopback, or --filter reach=address, or --filter reach=everywhere, or --filter reach=nowhere',
    ],
    [
      'a family that is none',
      {family: ['ipv4']},
      "invalid filter: 'family'='ipv4' must be one of 4, 6",
      '--filter family=4, or --filter family=6',
    ],
  ]
  for (const [why, filters, message, hint] of refused)
    it(`refuse ${why}`, () => throws(() => portFilter(filters), {code: 'USAGE', message, hint}))
})

describe('what could not be seen of ports', () => {
  const one = (state: 'running' | 'exited', seen: boolean) =>
    container('c', [], {state, ...(!seen && {details: unknown('not asked for')})})
  const seen = {
    ...hostWith([], {containers: [one('running', false), one('exited', true)]}),
    publishing: known(publishing()),
  }
  const cases: [why: string, host: typeof seen, sentences: string[]][] = [
    ['nothing: a running container has its ports without its details', seen, []],
    [
      'stopped containers',
      {...seen, containers: known([one('exited', false)])},
      ['ports of stopped containers not seen: they were not inspected'],
    ],
    [
      'containers, and processes and services',
      {...seen, containers: unknown('refused'), publishing: unknown('not asked for')} as never,
      ['containers not seen: refused', 'host processes and services not seen: not asked for'],
    ],
    [
      'processes',
      {...seen, publishing: known(publishing({listeners: unknown('remote engine')}))},
      ['host processes not seen: remote engine'],
    ],
    [
      'services',
      {...seen, publishing: known(publishing({services: unknown('a worker')}))},
      ['Swarm services not seen: a worker'],
    ],
  ]
  for (const [why, host, sentences] of cases) it(why, () => deepEqual(unseenPorts(host), sentences))
})
