import {deepEqual, ok} from 'node:assert/strict'
import {can} from '../harness/capabilities.js'
import {engineWithoutRules, execIn, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {Dice, many, SEED} from '../harness/many.js'
import {runDnet} from '../harness/run-dnet.js'

const HOSTS = many(1, 10)
const NAMES = many(6, 16)
const HOLDERS = many(6, 12)

interface Asked {
  readonly container: string
  readonly name: string
}

/** What an engine itself tells of an endpoint. */
interface EndpointJson {
  readonly IPAddress?: string
  readonly GlobalIPv6Address?: string
  readonly MacAddress?: string
  readonly Gateway?: string
}

interface ContainerJson {
  readonly Id: string
  readonly Name: string
  readonly State: {readonly Running: boolean}
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, EndpointJson>>
    readonly Ports?: Readonly<Record<string, readonly {readonly HostIp: string; readonly HostPort: string}[] | null>>
  }
}

/**
 * Networks and containers made up by chance, with names that meet: what `dnet dns` says is compared with what a container
 * gets, and what `dnet who` says with what the engine tells of each container and network.
 */
describe(`questions of names and holders on ${HOSTS} hosts made up by chance (seed ${SEED})`, () => {
  let engine: TestEngine
  const {pick, chance: some} = new Dice(SEED)
  before(async () => {
    engine = await engineWithoutRules()
  })

  for (let n = 0; n < HOSTS; n++)
    describe(`host ${n}`, () => {
      const base = freshName()
      const networks = ['b', 'a', 'C'].map((word) => `${base}-${word}`)
      const containers = ['one', 'two', 'Three', 'four', 'five'].map((word) => `${base}-${word}`)
      const words = ['db', 'DB', 'web', 'cache', `${base}-one`, `${base}-TWO`]
      const questions: Asked[] = []
      let details: ContainerJson[] = []

      before(async () => {
        const links = await can(engine, 'names for one container alone')
        for (const [i, Name] of networks.entries()) {
          const Config = some(0.5) ? [{Subnet: `10.22${i}.${n}.0/24`}] : []
          const made = await engine.call('/networks/create', {method: 'POST', body: {Name, IPAM: {Config}}})
          ok(made.status === 201, JSON.stringify(made.body))
        }
        for (const [i, name] of containers.entries()) {
          const [own = '', ...others] = networks.toSorted(() => (some(0.5) ? -1 : 1)).slice(0, pick([1, 1, 2, 3]))
          const settings = () => ({
            Aliases: words.slice(0, 4).filter(() => some(0.3)),
            ...(links && some(0.4) ? {Links: [`${pick(containers)}:${pick(words)}`]} : {}),
          })
          const ports = some(0.5)
            ? {'80/tcp': [{HostIp: pick(['', '127.0.0.1']), HostPort: `${28000 + 10 * n + i}`}]}
            : {}
          await startContainer(engine, name, {
            ...(some(0.3) ? {Hostname: pick(['db', 'apphost'])} : {}),
            ExposedPorts: Object.fromEntries(Object.keys(ports).map((port) => [port, {}])),
            HostConfig: {
              NetworkMode: own,
              PortBindings: ports,
              // Nobody outside answers, and before 25.0 the engine does not say so.
              Dns: ['127.0.0.1'],
              DnsOptions: ['timeout:1', 'attempts:1'],
              ...(some(0.3) ? {ExtraHosts: [`${pick(words)}:10.9.9.${i + 1}`]} : {}),
            },
            NetworkingConfig: {EndpointsConfig: {[own]: settings()}},
          })
          for (const network of others) {
            const body = {Container: name, EndpointConfig: settings()}
            const {status, body: answer} = await engine.call(`/networks/${network}/connect`, {method: 'POST', body})
            ok(status === 200, JSON.stringify(answer))
          }
        }
        const stopped = containers.filter(() => some(0.15))
        for (const name of stopped) await engine.call(`/containers/${name}/kill`, {method: 'POST'})
        const running = containers.filter((name) => !stopped.includes(name))
        const all = [...words, ...words.map((word) => `${word}.${pick(networks)}`), ...containers, 'apphost', 'nobody']
        for (let i = 0; i < NAMES; i++) questions.push({container: pick(running), name: pick(all)})
        const told = await Promise.all(containers.map((name) => engine.call(`/containers/${name}/json`)))
        details = told.map(({body}) => body as ContainerJson)
      })
      after(() => removeAll(engine, containers, networks))

      it(`${NAMES} names are what containers get`, async () => {
        for (const {container, name} of questions) {
          const {output} = await execIn(engine, container, ['ping', '-c1', '-W1', name])
          const really = /PING \S+ \(([\d.]+)\)/.exec(output)?.[1]
          const {stdout} = await runDnet(['dns', '--json', container, name], {DOCKER_HOST: engine.host})
          const {targets = []} = JSON.parse(stdout) as {targets?: {addresses: string[]; live: boolean}[]}
          const foretold = targets.flatMap(({addresses}) => addresses).filter((addr) => !addr.includes(':'))
          const at = `${name} from ${container}: ${output}\n${stdout}`
          if (really === undefined) deepEqual(foretold, [], at)
          else ok(foretold.includes(really), at)
        }
      })

      it(`${HOLDERS} addresses, MACs and ports are whose the engine says, and nobody else’s`, async () => {
        const truth = holdersByValue()
        const values = [...truth.keys(), `10.220.${n}.250`, '02:42:00:00:00:99', '28999']
        for (let i = 0; i < HOLDERS; i++) {
          const value = pick(values)
          const {stdout} = await runDnet(['who', '--json', value], {DOCKER_HOST: engine.host})
          const {holdings = []} = JSON.parse(stdout) as {holdings?: {kind: string; name: string; holds: string}[]}
          const told = holdings.map(({kind, name, holds}) => `${kind} ${name} ${holds}`)
          deepEqual([...new Set(told)].sort(), [...(truth.get(value) ?? [])].sort(), `${value}: ${stdout}`)
        }
      })

      /** Of every address, MAC and port of these containers and networks. */
      function holdersByValue(): Map<string, Set<string>> {
        const truth = new Map<string, Set<string>>()
        const add = (value: string | undefined, holder: string): void => {
          if (value) truth.set(value, (truth.get(value) ?? new Set()).add(holder))
        }
        for (const {Name, State, NetworkSettings} of details) {
          const name = Name.slice(1)
          if (!State.Running) continue
          for (const [network, {IPAddress, MacAddress, Gateway}] of Object.entries(NetworkSettings.Networks)) {
            add(IPAddress, `container ${name} address`)
            add(MacAddress, `container ${name} MAC`)
            add(Gateway, `network ${network} gateway`)
          }
          for (const bound of Object.values(NetworkSettings.Ports ?? {}).flatMap((list) => list ?? []))
            add(bound.HostPort, `container ${name} published port`)
        }
        return truth
      }
    })
})
