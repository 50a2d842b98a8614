import {deepEqual, equal} from 'node:assert/strict'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {runDnet} from '../harness/run-dnet.js'

describe('connect --if-not-connected', () => {
  let engine: TestEngine
  const [web, db] = [freshName(), freshName()]

  before(async () => {
    engine = await engineWithoutRules()
    const body = {Name: web, IPAM: {Config: [{Subnet: '10.237.0.0/24'}]}}
    equal((await engine.call('/networks/create', {method: 'POST', body})).status, 201)
    await startContainer(engine, db)
    const first = await dnet('--ip', '10.237.0.9', '--alias', 'store')
    equal(first.exit, 0, first.stderr)
  })
  after(() => removeAll(engine, [db], [web]))
  const dnet = (...flags: string[]) =>
    runDnet(['connect', '--if-not-connected', ...flags, web, db], {DOCKER_HOST: engine.host})

  const there: string[][] = [
    [],
    ['--ip', '10.237.0.9'],
    ['--alias', 'store'],
    ['--ip', '10.237.0.9', '--alias', 'store'],
  ]
  for (const flags of there)
    it(`has nothing to do where it is so: ${flags.join(' ')}`, async () =>
      deepEqual(await dnet(...flags), {exit: 0, stdout: '', stderr: ''}))

  const otherwise: [flags: string[], lacks: string][] = [
    [['--ip', '10.237.0.10'], 'address 10.237.0.10'],
    [['--ip', '10.237.0.9', '--alias', 'store', '--alias', 'shop'], 'alias shop'],
    [['--driver-opt', 'com.example.a=b'], 'driver option com.example.a=b'],
  ]
  for (const [flags, lacks] of otherwise)
    it(`says what is otherwise, and does nothing: ${flags.join(' ')}`, async () =>
      deepEqual(await dnet(...flags), {
        exit: 4,
        stdout: '',
        stderr: `Error: container "${db}" is already on "${web}", but without ${lacks}\nCode: CONFLICT\nTry this: to connect it anew: dnet disconnect ${web} ${db}\n`,
      }))
})
