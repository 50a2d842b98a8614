import {deepEqual} from 'node:assert/strict'
import {CAPABILITIES, type Capability, can} from './capabilities.js'
import {engineWithoutRules, type TestEngine} from './fixture.js'

/** What is known of the engines that the project brings; one that is not listed is not judged. */
const CANNOT: readonly [engine: RegExp, cannot: readonly Capability[]][] = [
  [
    /^20\./,
    [
      'IPv6 without a subnet given',
      'IPv6 without IPv4',
      'a free subnet of a wanted size',
      "two networks at a container's start",
      'gateway priority',
      'need of the network that a container was created with',
    ],
  ],
  [/^26\./, ['IPv6 without a subnet given', 'IPv6 without IPv4', 'a free subnet of a wanted size', 'gateway priority']],
  [/^28\./, ['a free subnet of a wanted size']],
  [
    /^5\./,
    [
      'IPv6 without IPv4',
      'a free subnet of a wanted size',
      'refuses an overlap as forbidden',
      'gateway priority',
      'ports on [::1]',
      'a container port on one of a range',
      'legacy links',
      'names for one container alone',
      'configuration networks',
      'events of connect and disconnect',
      'a network in use refused as forbidden',
      'removal of a network that only stopped containers need',
      'a connection refused without damage',
      'disconnection of an endpoint without a container',
      'an ip-range that is told',
      'requested addresses that are told',
      'filters by scope, type and use',
      'any name for a network',
      'need of the network that a container was created with',
      'one name for each network',
    ],
  ],
]

describe('what an engine can do', () => {
  let engine: TestEngine
  before(async () => {
    engine = await engineWithoutRules()
  })

  it('is found out on the engine itself', async () => {
    const known = CANNOT.find(([version]) => version.test(engine.version))
    const cannot: Capability[] = []
    for (const name of Object.keys(CAPABILITIES) as Capability[]) if (!(await can(engine, name))) cannot.push(name)
    if (known) deepEqual(cannot, known[1])
  })

  it('leaves nothing of the trial behind', async () => {
    const mine = (names: readonly string[]) => names.filter((name) => name.includes(`dnet-test-${process.pid}-`))
    const networks = (await engine.call('/networks')).body as {Name: string}[]
    const containers = (await engine.call('/containers/json?all=1')).body as {Names: string[]}[]
    deepEqual(mine([...networks.map(({Name}) => Name), ...containers.flatMap(({Names}) => Names)]), [])
  })
})
