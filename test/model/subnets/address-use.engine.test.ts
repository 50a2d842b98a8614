import {deepEqual, equal, ok} from 'node:assert/strict'
import type {DockerEngine} from '../../../src/lib/engine/docker-engine.js'
import {apiAtLeast} from '../../../src/lib/model/api-version.js'
import {networkNamed} from '../../../src/lib/model/find.js'
import {addressUseOf} from '../../../src/lib/model/subnets/address-use.js'
import {type Addr, formatAddr} from '../../../src/lib/net/addr.js'
import {blockSize, formatPrefix, type Prefix, parsePrefix, rangeOf} from '../../../src/lib/net/prefix.js'
import {can} from '../../harness/capabilities.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../../harness/fixture.js'
import {Dice, LONG, many, SEED} from '../../harness/many.js'
import {open} from '../../harness/open.js'
import {runDnet} from '../../harness/run-dnet.js'

/** The body of a request for a network, all of it chosen by chance. */
interface RandomNetwork {
  readonly Driver: string
  readonly Internal: boolean
  readonly EnableIPv4?: boolean
  readonly EnableIPv6: boolean
  readonly Options: Readonly<Record<string, string>>
  readonly IPAM: {readonly Config: readonly Readonly<Record<string, unknown>>[]}
}

/** @param n makes the subnet one that no other case has @param ranges whether to give ip-ranges */
function randomNetwork(dice: Dice, n: number, api: string, ranges: boolean): RandomNetwork {
  const new28 = apiAtLeast(api, '1.48')
  const six = new28 && dice.chance(0.15)
  const length = six ? dice.pick(LONG ? [124, 125] : [125]) : dice.pick(LONG ? [28, 28, 29, 30, 31] : [29, 29, 30, 31])
  const subnet = parsePrefix(six ? `fd00:77::${(n * 16).toString(16)}/${length}` : `10.77.${n}.0/${length}`)
  const {family, first, last} = rangeOf(subnet)
  const any = (): Addr => formatAddr({family, value: first + BigInt(dice.below(Number(last - first) + 1))})
  const parts = length < (six ? 127 : 30) ? [...partsOf(subnet, length + 1), ...partsOf(subnet, length + 2)] : []
  const isolated = new28 && !six && dice.chance(0.1)
  const internal = isolated || dice.chance(0.2)
  const config: Record<string, unknown> = {Subnet: subnet}
  if (ranges && parts.length > 0 && dice.chance(0.4)) config.IPRange = dice.pick(parts)
  if (!isolated && dice.chance(0.3)) config.Gateway = any()
  if (dice.chance(0.3)) config.AuxiliaryAddresses = {one: any(), ...(dice.chance(0.3) ? {two: any()} : {})}
  const onWire = !internal && !six && dice.chance(0.15)
  return {
    Driver: onWire ? 'macvlan' : 'bridge',
    Internal: internal,
    EnableIPv6: six,
    ...(six ? {EnableIPv4: false} : {}),
    Options: {
      ...(isolated ? {'com.docker.network.bridge.gateway_mode_ipv4': 'isolated'} : {}),
      ...(onWire ? {parent: 'eth0'} : {}),
    },
    IPAM: {Config: [config]},
  }
}

/** The blocks of a length that a subnet falls into. */
function partsOf(subnet: Prefix, length: number): Prefix[] {
  const {family, first, last} = rangeOf(subnet)
  const size = blockSize(family, length)
  return Array.from({length: Number((last - first + 1n) / size)}, (_, i) =>
    formatPrefix({family, value: first + BigInt(i) * size}, length),
  )
}

/** Each network is filled with containers until the engine refuses one: before each of them FREE said whether it would. */
describe('addresses in use', function () {
  this.timeout(1_800_000)
  /** One more than the largest of the subnets has for containers. */
  const POOL = LONG ? 15 : 6
  const names = Array.from({length: POOL}, freshName)
  const home = freshName()
  let real: TestEngine
  let engine: DockerEngine
  const created = [home]
  let rangesAreTold = false

  before(async () => {
    real = await engineWithoutRules()
    engine = await open(real)
    equal((await call('/networks/create', {Name: home, IPAM: {Config: [{Subnet: '10.76.0.0/24'}]}})).status, 201)
    for (const name of names) await startContainer(real, name, {HostConfig: {NetworkMode: home}})
    rangesAreTold = await can(real, 'an ip-range that is told')
  })

  after(async () => {
    engine.close()
    await removeAll(real, names, created)
  })

  const call = async (path: string, body: object) => real.call(path, {method: 'POST', body})

  const useOf = async (name: string) => {
    const host = await engine.observe({containers: true, networkDetails: ({name: other}) => other === name})
    const uses = addressUseOf(host, networkNamed(host.networks, name))
    equal(uses.length, 1)
    return uses[0] as (typeof uses)[number]
  }

  /** What the program says of the one subnet, in each of its commands: used and free. */
  async function told(name: string): Promise<readonly string[][]> {
    const env = {DOCKER_HOST: real.host}
    const wide = await runDnet(['ls', '--wide', '--filter', `name=${name}`], env)
    const card = await runDnet(['inspect', '--pretty', name], env)
    const subnets = await runDnet(['subnets', '--json'], env)
    const list = await runDnet(['ls', '--wide', '--json'], env)
    const {networks} = JSON.parse(list.stdout) as {
      networks: {name: string; subnets: {addressesUsed: unknown; addressesFree: unknown}[]}[]
    }
    const [listed] = networks.find((network) => network.name === name)?.subnets ?? []
    const line = wide.stdout.split('\n').find((one) => one.includes(name)) ?? ''
    const [, cells = ''] = /Subnets\n.*\n(.*)\n/.exec(card.stdout) ?? []
    const report = JSON.parse(subnets.stdout) as {subnets: {owner: {name: string}; used: string; free: string}[]}
    const row = report.subnets.find(({owner}) => owner.name === name)
    return [
      columns(wide.stdout.split('\n')[0] ?? '', line),
      columns(card.stdout.split('\n').find((one) => one.includes('USED')) ?? '', cells),
      [row?.used ?? '', row?.free ?? ''],
      [String(listed?.addressesUsed), String(listed?.addressesFree)],
    ]
  }

  it(`are as many as the engine has, and FREE ends where the engine refuses (seed ${SEED})`, async () => {
    const dice = new Dice(SEED)
    const cases = many(4, 60)
    let filled = 0
    for (let n = 0; filled < cases; n++) {
      ok(n < 250, 'too many networks that the engine does not take')
      const body = randomNetwork(dice, n, real.api, rangesAreTold)
      const name = freshName()
      const made = await call('/networks/create', {Name: name, CheckDuplicate: true, ...body})
      // A gateway that is the broadcast address, an auxiliary address that is the gateway …
      if (made.status !== 201) continue
      created.push(name)
      const about = JSON.stringify(body)
      const free: bigint[] = []
      for (const container of names) {
        const use = await useOf(name)
        const before = use.free ?? -1n
        const answer = await call(`/networks/${name}/connect`, {Container: container})
        equal(answer.status === 200, before > 0n, `${about}: free ${before}, and ${JSON.stringify(answer.body)}`)
        if (answer.status !== 200) {
          // Podman keeps the endpoint it could not make.
          await call(`/networks/${name}/disconnect`, {Container: container, Force: true})
          break
        }
        free.push(before)
      }
      deepEqual(
        free,
        free.map((_, i) => BigInt(free.length - i)),
        about,
      )
      const use = await useOf(name)
      deepEqual(await told(name), Array(4).fill([String(use.used), '0']), about)
      for (const container of names) await call(`/networks/${name}/disconnect`, {Container: container, Force: true})
      await removeAll(real, [], [name])
      filled++
    }
  })
})

/** The cells below USED and FREE, which stand at the right of their columns. */
function columns(head: string, line: string): string[] {
  return ['USED', 'FREE'].map((word) => {
    const end = head.indexOf(word) + word.length
    return /(\S*)$/.exec(line.slice(0, end))?.[1] ?? ''
  })
}
