import {deepEqual, equal, ok} from 'node:assert/strict'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {ComposeObstacle} from '../../src/lib/plan/compose/obstacle.js'
import {asTestEngine, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {Dice, many, SEED} from '../harness/many.js'
import {runDnet} from '../harness/run-dnet.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from '../harness/throwaway.js'
import {compose} from './ports-engine.js'

const TRIALS = many(4, 120)

describe('what is in the way of the networks of compose files', () => {
  let throwaway: ThrowawayEngine
  let engine: TestEngine
  let env: Record<string, string>
  before(async () => {
    throwaway = await startEngine({version: '28', name: 'networks', daemonConfig: WITHOUT_RULES})
    engine = asTestEngine(throwaway)
    env = {DOCKER_HOST: engine.host}
    for (const [name, subnet] of [
      ['shared', '10.9.0.0/24'],
      ['other', '10.5.1.0/24'],
    ] as const) {
      const body = {Name: name, CheckDuplicate: true, IPAM: {Config: [{Subnet: subnet}]}}
      equal((await engine.call('/networks/create', {method: 'POST', body})).status, 201)
    }
    await startContainer(engine, 'foreign', {
      HostConfig: {NetworkMode: 'shared'},
      NetworkingConfig: {EndpointsConfig: {shared: {IPAMConfig: {IPv4Address: '10.9.0.7'}}}},
    })
  })
  after(() => throwaway?.stop())

  /** The file in a folder of its own, what dnet says of it, and whether Compose then brings it up. */
  async function tried(
    name: string,
    text: string,
  ): Promise<{told: readonly ComposeObstacle[]; exit: number; up: string}> {
    const folder = join(throwaway.folder, name)
    await mkdir(folder, {recursive: true})
    const file = join(folder, 'compose.yaml')
    await writeFile(file, text)
    const {exit, stdout, stderr} = await runDnet(['ports', 'check', '--json', '--compose', file], env)
    ok(exit === 0 || exit === 6, `${text}${stderr}`)
    const {obstacles} = JSON.parse(stdout) as {obstacles: readonly ComposeObstacle[]}
    const up = await compose(['-f', file, 'up', '--detach', '--timeout', '0'], env).then(
      () => '',
      (error: Error) => error.message,
    )
    return {told: obstacles, exit: Number(exit), up}
  }

  const down = (name: string): Promise<unknown> =>
    compose(['-f', join(throwaway.folder, name, 'compose.yaml'), 'down', '--timeout', '0'], env)

  it(`is foretold for ${TRIALS} projects made up by chance (seed ${SEED})`, async function () {
    this.timeout(0)
    const dice = new Dice(SEED)
    const seen = {up: 0, failed: 0, either: 0}
    for (let n = 0; n < TRIALS; n++) {
      const text = project(dice)
      const {told, up} = await tried(`trial${n}`, text)
      await down(`trial${n}`)
      const about = `${text}\n${JSON.stringify(told, null, 1)}\n${up}`
      if (told.some(({verdict}) => verdict === 'blocked')) ok(up !== '', about)
      else if (told.length === 0) equal(up, '', about)
      if (told.length > 0 && told.every(({verdict}) => verdict === 'unknown')) seen.either += 1
      else if (up === '') seen.up += 1
      else seen.failed += 1
    }
    console.log(`      ${JSON.stringify(seen)}`)
    ok(seen.up > 0 && seen.failed > 0)
  })

  const HEAD = 'services: {a: {image: bb:1, command: sleep 1000, stop_signal: KILL, networks: [n]}}\n'

  it('is a network of that name which Compose did not create', async () => {
    const body = {Name: 'taken_n', CheckDuplicate: true}
    equal((await engine.call('/networks/create', {method: 'POST', body})).status, 201)
    const {told, up} = await tried('taken', `${HEAD}networks: {n: }\n`)
    await removeAll(engine, [], ['taken_n'])
    deepEqual(
      told.map(({network, verdict, reason}) => [network, verdict, reason]),
      [['taken_n', 'blocked', 'a network of that name exists, and Compose did not create it']],
    )
    ok(up.includes('incorrect label com.docker.compose.network'), up)
  })

  it('is whoever else is on a network that Compose has to replace; one that is as the file says is kept', async () => {
    const first = `${HEAD}networks: {n: {ipam: {config: [{subnet: 10.6.0.0/24}]}}}\n`
    const second = `${HEAD}networks: {n: {ipam: {config: [{subnet: 10.6.0.0/16}]}}}\n`
    deepEqual(await tried('kept', first), {told: [], exit: 0, up: ''})
    deepEqual(await tried('kept', first), {told: [], exit: 0, up: ''})
    await startContainer(engine, 'guest', {HostConfig: {NetworkMode: 'kept_n'}})
    const {told, exit, up} = await tried('kept', second)
    deepEqual(
      [exit, ...told.map(({network, verdict, reason}) => [network, verdict, reason])],
      [
        6,
        [
          'kept_n',
          'blocked',
          'it differs from the file (subnet is 10.6.0.0/24, not 10.6.0.0/16), so that Compose stops the project\'s containers to replace it, and cannot while "guest" is on it',
        ],
      ],
    )
    ok(up.includes('has active endpoints'), up)
    await removeAll(engine, ['guest'], [])
    await down('kept')
  })
})

/** Services that join one to three networks, some with addresses; networks with and without subnets, some there already. */
function project(dice: Dice): string {
  const keys = ['a', 'b', 'c'].slice(0, 1 + dice.below(3))
  const networks = keys.map((key, i) => ({key, ...networkOf(dice, 5 + i)}))
  const names = ['x', 'y', 'z'].slice(0, 1 + dice.below(3))
  const services = names.map((name, i) => {
    const joined = networks.filter(() => dice.chance(0.7))
    const on = (joined.length > 0 ? joined : networks.slice(0, 1)).map(({key, block}) => {
      const addr = `10.${dice.chance(0.05) ? 4 : block}.0.${dice.pick([1, 2, 2, 3, 3, 4, 7, 9, 130, 200])}`
      return `${key}: ${dice.chance(block === 0 ? 0.02 : 0.25) ? `{ipv4_address: ${addr}}` : ''}`
    })
    const after = i > 0 && dice.chance(0.3) ? `, depends_on: [${names[i - 1]}]` : ''
    const scale = dice.chance(0.1) ? ', scale: 2' : ''
    return `  ${name}: {image: bb:1, command: sleep 1000, stop_signal: KILL${scale}${after}, networks: {${on.join(', ')}}}`
  })
  const written = networks.map(({key, text}) => `  ${key}: ${text}`)
  return ['services:', ...services, 'networks:', ...written, ''].join('\n')
}

/** `block`: the second number of its addresses; 0 where the file says nothing of them. */
function networkOf(dice: Dice, own: number): {readonly text: string; readonly block: number} {
  if (dice.chance(0.03)) return {text: '{external: true, name: missing}', block: 0}
  if (own === 5 && dice.chance(0.2)) return {text: '{external: true, name: shared}', block: 9}
  if (dice.chance(0.4)) return {text: '', block: 0}
  const odd = ['10.5.0.0/16', '10.5.0.7/24', '172.18.0.0/24', '172.19.0.0/16', '172.20.0.0/24']
  const subnet = dice.chance(0.3) ? dice.pick(odd) : `10.${own}.0.0/24`
  const fields = [
    `subnet: ${subnet}`,
    ...(dice.chance(0.1) ? [`gateway: ${dice.pick([`10.${own}.0.1`, `10.${own}.0.9`, '10.4.0.1'])}`] : []),
    ...(dice.chance(0.2) ? [`ip_range: ${dice.pick([`10.${own}.0.128/25`, `10.${own}.0.0/30`])}`] : []),
    ...(dice.chance(0.1) ? [`aux_addresses: {h: 10.${own}.0.3}`] : []),
  ]
  return {text: `{ipam: {config: [{${fields.join(', ')}}]}}`, block: own}
}
