import {deepEqual} from 'node:assert/strict'
import {freshName, removeAll, startContainer, type TestEngine, testEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

describe('--dry-run', () => {
  let real: TestEngine
  const base = freshName()
  const [used, unused, container] = [`${base}-used`, `${base}-unused`, `${base}-c`]

  before(async () => {
    real = await testEngine()
    for (const Name of [used, unused]) await real.call('/networks/create', {method: 'POST', body: {Name}})
    await startContainer(real, container, {HostConfig: {NetworkMode: used}})
  })
  after(() => removeAll(real, [container], [used, unused]))

  const cases: [why: string, argv: string[], exit: number, stdout: string, said: string][] = [
    ['rm: one that nothing uses', ['rm', unused], 0, `would remove network ${unused}\n`, ''],
    [
      'rm: one in use',
      ['rm', used],
      4,
      '',
      `Error: network ${used} has active endpoints; on it: ${container}\n` +
        `Code: NETWORK_IN_USE\nTry this: dnet rm --disconnect ${used}\n`,
    ],
    [
      'rm: one that is not there',
      ['rm', 'nowhere-at-all'],
      3,
      '',
      `Error: network nowhere-at-all not found\nCode: NETWORK_NOT_FOUND\nTry this: list the networks: dnet ls\n`,
    ],
    [
      'connect: a container that is there',
      ['connect', used, container],
      4,
      '',
      `Error: container "${container}" is already on "${used}"\nCode: ENDPOINT_EXISTS\n` +
        'Try this: to leave it as it is: --if-not-connected\n',
    ],
    ['connect: the same, where that is no error', ['connect', '--if-not-connected', used, container], 0, '', ''],
    [
      'connect: a network that is not there',
      ['connect', 'nowhere-at-all', container],
      3,
      '',
      `Error: network nowhere-at-all not found\nCode: NETWORK_NOT_FOUND\nTry this: list the networks: dnet ls\n`,
    ],
    [
      'disconnect: a container that is not there',
      ['disconnect', unused, container],
      1,
      '',
      `Error: container ${container} is not connected to network ${unused}\nCode: ENGINE_REFUSED\n` +
        `Try this: see which networks it is on: dnet inspect --container ${container}\n`,
    ],
    [
      'disconnect',
      ['disconnect', used, container],
      0,
      `would disconnect container ${container} from network ${used}\n`,
      `Warning: the IPv4 default gateway of "${container}" moves from "${used}" to nowhere\n`,
    ],
    ['rm: one that is not there, by force', ['rm', '--force', `${base}-none`], 0, '', ''],
    [
      'rm: the engine’s own',
      ['rm', 'bridge'],
      1,
      '',
      'Error: bridge is a pre-defined network and cannot be removed\nCode: ENGINE_REFUSED\nTry this: leave it as it is\n',
    ],
    [
      'create: a name that is taken',
      ['create', used],
      4,
      '',
      `Error: network with name ${used} already exists\nCode: NAME_TAKEN\n` +
        `Try this: choose another name, or see the existing one: dnet inspect ${used}\n`,
    ],
    ['create: the same one', ['create', '--if-not-exists', used], 0, '', ''],
    [
      'create: a subnet that is none',
      ['create', '--subnet', '10.0.0.0/33', `${base}-none`],
      2,
      '',
      'Error: "10.0.0.0/33" is not a valid prefix: /33 is longer than the 32 bits of an IPv4 address\nCode: USAGE\n' +
        'Try this: write one such as 172.20.0.0/24 or fd00:1::/64\n',
    ],
  ]
  for (const [why, [command = '', ...words], exit, stdout, said] of cases)
    it(`tells what would come of ${why}`, async () => {
      const ended = await runDnet([command, '--dry-run', ...words], {DOCKER_HOST: real.host})
      deepEqual(ended, {exit, stdout, stderr: said})
    })
})
