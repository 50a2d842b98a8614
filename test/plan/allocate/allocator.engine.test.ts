import {equal, ok} from 'node:assert/strict'
import type {Route} from '../../../src/lib/model/address-space.js'
import {needed} from '../../../src/lib/model/known.js'
import {type Addr, parseAddr} from '../../../src/lib/net/addr.js'
import {type Prefix, parsePrefix, parsePrefixMasked} from '../../../src/lib/net/prefix.js'
import {predictAutomaticSubnet} from '../../../src/lib/plan/allocate/allocator.js'
import {type AllocatorRules, allocatorRulesOf, reservedFor} from '../../../src/lib/plan/allocate/allocator-rules.js'
import {localPools} from '../../../src/lib/plan/allocate/engine-pools.js'
import {wantedVersion} from '../../harness/fixture.js'
import {many, SEED, seeded} from '../../harness/many.js'
import {rawCall} from '../../harness/raw-api.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from '../../harness/throwaway.js'

/** Random histories for each choice of pools. */
const HISTORIES = many(1, 40)
const STEPS = 12
const VERSION = wantedVersion()

type ConfiguredPool = {readonly base: string; readonly size: number}
const POOLS: [why: string, pools: readonly ConfiguredPool[]][] = [
  ['the built-in pools', []],
  [
    'pools out of order, of both families, one inside another',
    [
      {base: '192.168.64.0/20', size: 22},
      {base: '10.77.4.0/22', size: 25},
      {base: 'fd00:77::/62', size: 64},
      {base: '10.77.5.0/24', size: 28},
    ],
  ],
  ['one small pool', [{base: '10.77.0.0/24', size: 27}]],
]

interface Seen {
  readonly name: string
  readonly subnets: readonly Prefix[]
}

async function networksOf(engine: ThrowawayEngine): Promise<Seen[]> {
  const {body} = await rawCall(engine.host, '/networks')
  const list = body as {Name: string; IPAM: {Config: {Subnet: string}[] | null}}[]
  return list.map(({Name, IPAM}) => ({
    name: Name,
    subnets: (IPAM.Config ?? []).map((c) => parsePrefixMasked(c.Subnet)),
  }))
}

/** The IPv4 routes of the engine's namespace; those without a gateway are of link scope. */
async function routesOf(engine: ThrowawayEngine): Promise<Route[]> {
  const {stdout} = await engine.exec('ip', ['-4', 'route'])
  const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('default'))
  return lines.map((line) => {
    const [to = ''] = line.split(' ')
    const destination = parsePrefix(to.includes('/') ? to : `${to}/32`)
    return {destination, gateway: null, device: '', onLink: line.includes('scope link')}
  })
}

async function resolversOf(engine: ThrowawayEngine): Promise<Addr[]> {
  const {stdout} = await engine.exec('cat', ['/etc/resolv.conf'])
  return [...stdout.matchAll(/^nameserver (\S+)$/gm)].map(([, addr = '']) => parseAddr(addr))
}

/** Plays one engine and the prediction side by side, and compares each automatic subnet. */
class Game {
  readonly engine: ThrowawayEngine
  readonly rules: AllocatorRules
  /** From 0 to below `n`. */
  readonly next: (n: number) => number
  checked = 0
  #names = 0
  #engineId = ''
  #resolvers: Addr[] = []
  #pools: readonly ConfiguredPool[]

  constructor(engine: ThrowawayEngine, pools: readonly ConfiguredPool[], seed: number) {
    const rules = allocatorRulesOf(engine.version)
    if (!rules.known) throw new Error(rules.why)
    this.engine = engine
    this.rules = rules.value
    this.#pools = pools
    const random = seeded(seed)
    this.next = (n) => Math.floor(random() * n)
  }

  async begin(): Promise<void> {
    this.#engineId = ((await rawCall(this.engine.host, '/info')).body as {ID: string}).ID
    this.#resolvers = await resolversOf(this.engine)
  }

  async step(): Promise<void> {
    const kind = this.next(10)
    if (kind < 5) await this.createAutomatic(false)
    else if (kind < 6) await this.createAutomatic(true)
    else if (kind < 7) await this.createFixed()
    else if (kind < 8) await this.addRoute()
    else await this.removeAny()
  }

  async createAutomatic(dualStack: boolean): Promise<void> {
    const networks = await networksOf(this.engine)
    const families = dualStack ? ([4, 6] as const) : ([4] as const)
    const pools = needed(
      localPools({configuredPools: this.#pools, engineId: this.#engineId, engineVersion: this.engine.version}),
      'pools',
    )
    const routes = await routesOf(this.engine)
    const predicted: (readonly Prefix[])[] = []
    let refusal: string | undefined
    for (const family of families) {
      const prediction = predictAutomaticSubnet({
        family,
        rules: this.rules,
        pools,
        allocated: networks.flatMap(({subnets}) => subnets),
        reserved: reservedFor(family, this.rules, routes, this.#resolvers),
      })
      if (prediction.is === 'refused') refusal = prediction.message
      else predicted.push(prediction.is === 'subnet' ? [prediction.subnet] : prediction.subnets)
    }
    const name = `auto${this.#names++}`
    const answer = await this.create({Name: name, EnableIPv6: dualStack})
    if (refusal !== undefined) {
      ok(answer.includes(refusal), `predicted a refusal "${refusal}", the engine said ${answer}`)
    } else {
      const real = (await networksOf(this.engine)).find((network) => network.name === name)?.subnets ?? [answer]
      equal(real.length, predicted.length, real.join(' '))
      for (const [i, subnet] of real.entries())
        ok(
          predicted[i]?.some((one) => one === subnet),
          `predicted ${predicted[i]?.join(' or ')}, the engine took ${subnet}`,
        )
    }
    this.checked++
  }

  async createFixed(): Promise<void> {
    const length = [16, 20, 24, 26, 28, 30][this.next(6)] ?? 24
    const base = this.#pools[this.next(Math.max(this.#pools.length, 1))]?.base ?? `172.${17 + this.next(15)}.0.0/16`
    if (base.includes(':')) return
    const [a = '', b = '', c = ''] = base.split('.')
    const subnet = parsePrefixMasked(`${a}.${b}.${Number(c) + this.next(8)}.${this.next(256)}/${length}`)
    const range = this.next(3) === 0 ? {IPRange: subnet} : {}
    // An engine may refuse it, as overlapping or for having no room: then nothing has changed.
    await this.create({Name: `fixed${this.#names++}`, IPAM: {Config: [{Subnet: subnet, ...range}]}})
  }

  async addRoute(): Promise<void> {
    const base = this.#pools[0]?.base.split('.').slice(0, 2).join('.') ?? `172.${17 + this.next(15)}`
    const to = `${base}.${this.next(256)}.0/24`
    await this.engine.exec('ip', [
      'route',
      'add',
      to,
      'dev',
      'lo',
      ...(this.next(2) === 0 ? ['scope', 'link'] : ['scope', 'global']),
    ])
  }

  async removeAny(): Promise<void> {
    const own = (await networksOf(this.engine)).filter(({name}) => /^(auto|fixed)/.test(name))
    const one = own[this.next(Math.max(own.length, 1))]
    if (one) equal((await rawCall(this.engine.host, `/networks/${one.name}`, {method: 'DELETE'})).status, 204)
  }

  /** Leaves the engine without networks of ours and without routes of ours; what it handed out it remembers. */
  async clear(): Promise<void> {
    for (const {name} of (await networksOf(this.engine)).filter(({name}) => /^(auto|fixed)/.test(name))) {
      await rawCall(this.engine.host, `/networks/${name}`, {method: 'DELETE'})
    }
    await this.engine.exec('ip', ['route', 'flush', 'dev', 'lo'])
  }

  async create(body: Record<string, unknown>): Promise<string> {
    const answer = await rawCall(this.engine.host, '/networks/create', {method: 'POST', body})
    return answer.status === 201 ? 'done' : JSON.stringify(answer.body)
  }
}

async function play(pools: readonly ConfiguredPool[]): Promise<void> {
  const daemonConfig = {...WITHOUT_RULES, ...(pools.length > 0 ? {'default-address-pools': pools} : {})}
  const engine = await startEngine({version: VERSION, name: 'allocator', daemonConfig})
  try {
    const game = new Game(engine, pools, SEED)
    await game.begin()
    for (let history = 0; history < HISTORIES; history++) {
      for (let step = 0; step < STEPS; step++) {
        if (step === STEPS / 2 && history % 2 === 1) {
          // Before 27.0 an engine does not always start again where routes and subnets are in its way.
          await game.clear()
          await engine.restart()
        }
        await game.step()
      }
      await game.clear()
    }
    ok(game.checked > 0)
  } catch (error) {
    throw new Error(`again with DNET_TEST_SEED=${SEED}`, {cause: error})
  } finally {
    await engine.stop()
  }
}

// Pools are the daemon's configuration, so that an engine someone else started cannot be asked; Podman has no such file.
if (VERSION !== 'podman' && !process.env.DNET_TEST_DOCKER_HOST) {
  for (const [why, pools] of POOLS.slice(0, many(2, POOLS.length))) {
    it(`foretells the subnets an engine chooses itself, with ${why}`, async () => {
      await play(pools)
    })
  }
}
