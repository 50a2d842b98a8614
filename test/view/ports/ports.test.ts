import {deepEqual, equal, throws} from 'node:assert/strict'
import type {PortCheckRow} from '../../../src/lib/plan/ports/asked-ports.js'
import type {PortRow} from '../../../src/lib/plan/ports/port-rows.js'
import {portCheckTable} from '../../../src/lib/view/ports/check-table.js'
import {portPlanYaml} from '../../../src/lib/view/ports/layout-yaml.js'
import {PORT_HEADERS, portText} from '../../../src/lib/view/ports/ports.js'
import {portTable} from '../../../src/lib/view/ports/ports-table.js'
import {formatRows, isPlainTable} from '../../../src/lib/view/text/row-format.js'

const row = (more: Partial<PortRow>): PortRow => ({
  hostAddr: '0.0.0.0',
  hostPorts: {first: 80, last: 80},
  protocol: 'tcp',
  family: 4,
  containerPort: 8080,
  holder: 'container',
  name: 'web',
  id: '0123456789abcdef',
  project: '',
  service: '',
  mode: '',
  state: 'bound',
  containerState: 'running',
  reach: 'everywhere',
  ...more,
})

const look = (columns: number, colour = false) => ({columns, colour, now: 0})

describe('a row of ports in words', () => {
  const cases: [why: string, more: Partial<PortRow>, column: string, text: string][] = [
    ['a range', {hostPorts: {first: 80, last: 90}}, 'HostPort', '80-90'],
    ['any free port', {hostPorts: {first: 0, last: 0}}, 'HostPort', 'any'],
    ['no address', {hostAddr: null}, 'HostAddr', '-'],
    ['a process with its number', {holder: 'process', name: 'nginx', id: '812'}, 'Kind', 'process 812'],
    ['the kernel', {holder: 'process', name: 'kernel', id: '0'}, 'Kind', 'kernel'],
    ['a process that is not seen', {holder: 'process', name: '', id: ''}, 'Holder', 'an unknown process'],
    ['a service with its mode', {holder: 'service', mode: 'ingress'}, 'Kind', 'service, ingress'],
    ['what a stopped container wants', {state: 'wanted', containerState: 'exited'}, 'State', 'wanted (exited)'],
    ['what a service wants', {state: 'wanted', containerState: ''}, 'State', 'wanted'],
    ['a short id', {}, 'ID', '0123456789ab'],
    ['no family', {family: null}, 'Family', '-'],
  ]
  for (const [why, more, column, text] of cases) it(why, () => equal(portText(row(more))[column], text))
})

const INFINITE = Number.POSITIVE_INFINITY

describe('a list of ports', () => {
  it('is a table also for a bare `table`', () => {
    deepEqual(['', 'table', 'table {{.Holder}}', 'json'].map(isPlainTable), [true, true, false, false])
  })

  it('has nothing cut in a pipe, and two blanks between columns', () => {
    const long = 'a-container-with-a-name-that-no-terminal-would-show-in-full'
    deepEqual(portTable([row({name: long})], ['HostAddr', 'HostPort', 'Holder', 'Reach'], look(INFINITE)).split('\n'), [
      `HOST ADDRESS  PORT  HOLDER${' '.repeat(53)}  REACH`,
      `0.0.0.0       80    ${long}  everywhere`,
      '',
    ])
  })

  it('takes a template with a header, one without, and json', () => {
    const texts = [portText(row({}))]
    equal(formatRows(texts, PORT_HEADERS, 'table {{.Holder}}'), 'HOLDER\nweb\n')
    equal(formatRows(texts, PORT_HEADERS, 'table {{.Holder}}\\t{{.HostPort}}'), 'HOLDER    PORT\nweb       80\n')
    equal(formatRows(texts, PORT_HEADERS, '{{.HostPort}}->{{.ContainerPort}}'), '80->8080\n')
    equal(JSON.parse(formatRows(texts, PORT_HEADERS, 'json')).Reach, 'everywhere')
  })

  it('gives up columns where a terminal is narrow, and cuts only the holder', () => {
    const rows = [row({name: 'a-container-with-a-long-name', state: 'wanted', containerState: 'created'})]
    deepEqual(portTable(rows, ['HostAddr', 'HostPort', 'Holder', 'Kind', 'State', 'Reach'], look(50)).split('\n'), [
      'HOST ADDRESS  PORT  HOLDER              REACH',
      '0.0.0.0       80    a-container-with-…  everywhere',
      '',
    ])
  })

  it('tints what is open to everywhere', () => {
    equal(portTable([row({})], ['Reach'], look(80, true)).includes('\u001b[33meverywhere\u001b[39m'), true)
    equal(portTable([row({reach: 'loopback'})], ['Reach'], look(80, true)).includes('\u001b[33m'), false)
  })
})

describe('verdicts on a terminal', () => {
  const check = (more: Partial<PortCheckRow>): PortCheckRow => ({
    spec: '80:80',
    name: '80:80',
    at: '',
    verdict: 'free',
    hostPort: 80,
    holders: [],
    reason: '',
    nextFree: null,
    ...more,
  })

  it('have their reasons below, uncut, with file and line', () => {
    const rows = [
      check({}),
      check({verdict: 'blocked', at: 'c.yaml:7', reason: 'container "web" has 0.0.0.0:80/tcp', nextFree: 81}),
    ]
    deepEqual(portCheckTable(rows, ['Spec', 'Verdict', 'Next'], look(30)).split('\n'), [
      'PORT   VERDICT  NEXT FREE',
      '80:80  free     -',
      '80:80  blocked  81',
      '',
      'c.yaml:7: 80:80: container "web" has 0.0.0.0:80/tcp',
      '',
    ])
  })

  it('have their reasons in the last column of a pipe', () => {
    const rows = [check({}), check({verdict: 'blocked', reason: 'container "web" has 0.0.0.0:80/tcp'})]
    deepEqual(portCheckTable(rows, ['Spec', 'Verdict'], look(INFINITE)).split('\n'), [
      'PORT   VERDICT  WHY',
      '80:80  free     -',
      '80:80  blocked  container "web" has 0.0.0.0:80/tcp',
      '',
    ])
  })

  it('end with the table where nothing needs a reason', () => {
    equal(portCheckTable([check({})], ['Spec', 'Verdict'], look(80)), 'PORT   VERDICT\n80:80  free\n')
  })

  it('let no text move the cursor', () => {
    const rows = [check({spec: '\u001b[2J', reason: '\u001b]0;x'})]
    equal(portCheckTable(rows, ['Spec', 'Verdict'], look(80)).includes('\u001b'), false)
  })
})

describe('a port plan for compose', () => {
  const port = (name: string, containerPort: number, hostPort: number) =>
    ({name, containerPort, hostPort, protocol: 'tcp', hostAddr: null}) as const

  it('puts the ports of a service together, and quotes names that YAML would read as something else', () => {
    const ports = [port('web', 80, 8000), port('no', 80, 8001), port('web', 443, 8002), port('1e3', 80, 8003)]
    deepEqual(portPlanYaml(ports).split('\n'), [
      'services:',
      '  web:',
      '    ports:',
      '      - "8000:80"',
      '      - "8002:443"',
      '  "no":',
      '    ports:',
      '      - "8001:80"',
      '  "1e3":',
      '    ports:',
      '      - "8003:80"',
      '',
    ])
  })
})

describe('a template for ports', () => {
  it('is refused where it names a column that is not there', () =>
    throws(() => formatRows([portText(row({}))], PORT_HEADERS, '{{.Nope}}'), {
      code: 'TEMPLATE_EXECUTION',
      message: /map has no entry for key "Nope"/,
    }))
})
