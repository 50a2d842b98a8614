import {deepEqual} from 'node:assert/strict'
import type {ContainerDetails} from '../../src/lib/model/container.js'
import {needed} from '../../src/lib/model/known.js'
import {listeningContainers, portWishes} from '../../src/lib/model/ports.js'
import {container} from '../build/host.js'

type Parts = Parameters<typeof container>[2]

const WEB = {hostAddr: null, hostPorts: {first: 8080, last: 8080}, containerPort: 80, protocol: 'tcp'} as const
const free = (containerPort: number, protocol: 'tcp' | 'udp' | 'sctp') => ({
  hostAddr: null,
  hostPorts: null,
  containerPort,
  protocol,
})
const exposed = [
  {port: 80, protocol: 'tcp'},
  {port: 80, protocol: 'udp'},
  {port: 443, protocol: 'tcp'},
] as const

describe('the ports that a container binds', () => {
  const of = (parts: Parts) => portWishes(needed(container('web', [], parts).details, 'details') as ContainerDetails)
  const cases: [why: string, parts: Parts, wishes: ReturnType<typeof of>][] = [
    ['none without -p', {}, []],
    ['those of -p', {wishes: [WEB]}, [WEB]],
    ['none that are only exposed', {wishes: [WEB], exposed}, [WEB]],
    [
      'with -P, each exposed port on any free one',
      {publishesAll: true, exposed},
      [free(80, 'tcp'), free(80, 'udp'), free(443, 'tcp')],
    ],
    [
      'with -p and -P, the exposed ones that -p leaves out, by port and protocol',
      {publishesAll: true, wishes: [WEB], exposed},
      [WEB, free(80, 'udp'), free(443, 'tcp')],
    ],
    ['with -P and nothing exposed, those of -p', {publishesAll: true, wishes: [WEB]}, [WEB]],
  ]
  for (const [why, parts, wishes] of cases) it(why, () => deepEqual(of(parts), wishes))
})

describe('the container whose process listens', () => {
  const [outer, inner] = [container('outer', []), container('inner', [])]
  const cases: [why: string, containerIds: readonly string[] | undefined, ofEngine: boolean, name?: string][] = [
    ['is the one in whose control group it is', ['id-inner'], false, 'inner'],
    ['is the outer one of two', ['id-outer', 'id-inner'], false, 'outer'],
    ['is the first that this engine has', ['another-engines', 'id-inner'], false, 'inner'],
    ['is none of this engine', ['another-engines'], false, undefined],
    ['is none for a process of the machine', [], false, undefined],
    ['is none where control groups cannot be seen', undefined, false, undefined],
    ['is none for a socket of the engine', ['id-inner'], true, undefined],
  ]
  for (const [why, containerIds, ofEngine, name] of cases)
    it(why, () => deepEqual(listeningContainers([inner, outer])({containerIds, ofEngine})?.name, name))
})
