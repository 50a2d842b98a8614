import {deepEqual, throws} from 'node:assert/strict'
import {loadCompose} from '../../../src/lib/compose/load.js'
import type {Container} from '../../../src/lib/model/container.js'
import {known} from '../../../src/lib/model/known.js'
import {checkOnHost, type PortQuestion} from '../../../src/lib/plan/ports/check.js'
import {addr, container, endpoint, hostWith, network} from '../../build/host.js'
import {publishing} from '../../build/ports.js'

const bridge = network('bridge', {subnets: ['172.17.0.0/16']})
const closed = network('closed', {internal: true, subnets: ['172.18.0.0/16']})

const PUBLISHING = publishing({hostHasIPv6: false})

/** A container that has, or asks for, 8080 on all addresses. */
const holder = (name: string, parts: Partial<Container> = {}): Container =>
  container(name, [endpoint(bridge, {ipv4: addr('172.17.0.2')})], {
    published: [{hostAddr: addr('0.0.0.0'), hostPort: 8080, containerPort: 80, protocol: 'tcp'}],
    wishes: [{hostAddr: null, hostPorts: {first: 8080, last: 8080}, containerPort: 80, protocol: 'tcp'}],
    ...parts,
  })

const ofShop = (service: string) => ({
  labels: {'com.docker.compose.project': 'shop', 'com.docker.compose.service': service},
})

const project = loadCompose({
  files: ['compose.yaml'],
  readFile: () => 'name: shop\nservices:\n  web:\n    image: x\n    ports: ["8080:80"]\n',
  environment: {},
  currentDirectory: '/',
  profiles: [],
})

/** `w` has one of several ports and starts after `x`, which wants one of them, and `y`, which wants another. */
const choosy = loadCompose({
  files: ['compose.yaml'],
  readFile: () =>
    [
      'name: shop',
      'services:',
      '  w: {image: x, ports: ["8080-8083:80"], depends_on: [x, y]}',
      '  x: {image: x, ports: ["8080:80"]}',
      '  y: {image: x, ports: ["9090:80"]}',
    ].join('\n'),
  environment: {},
  currentDirectory: '/',
  profiles: [],
})

const NOTHING: PortQuestion = {specs: [], network: '', container: '', project: undefined}

type Row = [why: string, containers: Container[], asked: Partial<PortQuestion>, verdicts: string[], runs?: string]

const rows: Row[] = [
  ['a specification is in the way of whoever has it', [holder('other')], {specs: ['8080:80']}, ['blocked']],
  ['on a network that publishes nothing none is', [holder('other')], {specs: ['8080:80'], network: 'closed'}, ['free']],
  ['a container does not stand in its own way', [holder('web')], {container: 'web'}, ['free'], 'web'],
  ['a stopped one does not run', [holder('web', {state: 'exited', published: []})], {container: 'web'}, ['free']],
  ['another is in its way', [holder('web', {id: 'x'}), holder('other')], {container: 'web'}, ['blocked'], 'web'],
  ['nor do those of the project that compose would replace', [holder('a', ofShop('web'))], {project}, ['free']],
  [
    'one of `compose run` does, as it is left running',
    [holder('a', {labels: {...ofShop('web').labels, 'com.docker.compose.oneoff': 'True'}})],
    {project},
    ['blocked'],
  ],
  ['those of another service do', [holder('a', ofShop('db'))], {project}, ['blocked']],
  [
    'those of another project do',
    [holder('a', {labels: {...ofShop('web').labels, 'com.docker.compose.project': 'other'}})],
    {project},
    ['blocked'],
  ],
  [
    'what one of several ports is for its container, as long as Compose keeps that, it is in the way of another service',
    [holder('shop-w-1', ofShop('w'))],
    {project: choosy},
    ['free', 'unknown', 'free'],
  ],
  [
    'on another address it is in nobody’s way',
    [
      holder('shop-w-1', {
        ...ofShop('w'),
        published: [{hostAddr: addr('127.0.0.1'), hostPort: 8080, containerPort: 80, protocol: 'udp'}],
      }),
    ],
    {project: choosy},
    ['free', 'free', 'free'],
  ],
  [
    'a port that the service asks for no more is given up',
    [
      holder('shop-w-1', {
        ...ofShop('w'),
        published: [{hostAddr: addr('0.0.0.0'), hostPort: 9090, containerPort: 80, protocol: 'tcp'}],
      }),
    ],
    {project: choosy},
    ['free', 'free', 'free'],
  ],
  [
    'specifications, container and project, in that order',
    [holder('web', {state: 'exited', published: []})],
    {specs: ['9000:80'], container: 'web', project},
    ['free', 'free', 'blocked'],
  ],
]

describe('whose ports are checked, and who is in the way', () => {
  const answer = (containers: Container[], asked: Partial<PortQuestion>) =>
    checkOnHost({...hostWith([bridge, closed], {containers}), publishing: known(PUBLISHING)}, {...NOTHING, ...asked})
  for (const [why, containers, asked, verdicts, runs] of rows)
    it(why, () => {
      const {rows: found, holdsItsOwn} = answer(containers, asked)
      deepEqual([found.map(({verdict}) => verdict), holdsItsOwn], [verdicts, runs])
    })
  it('refuses a container and a network that are not there', () => {
    throws(() => answer([], {container: 'nope'}), {code: 'CONTAINER_NOT_FOUND'})
    throws(() => answer([], {specs: ['80'], network: 'nope'}), {code: 'NETWORK_NOT_FOUND'})
  })
})
