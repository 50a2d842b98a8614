import {ok} from 'node:assert/strict'
import {type AlteringProxy, alteringProxy} from '../harness/altering-proxy.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {Dice, many, SEED} from '../harness/many.js'
import {runDnet} from '../harness/run-dnet.js'

const CASES = many(60, 5000)

/** What an engine never says in place of what it does. */
const WRONG: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    7,
    -1,
    1.5,
    1e300,
    '',
    'x',
    '10.0.0.0/8',
    '300.1.2.3',
    '\u001b[31mred',
    '../..',
    'x'.repeat(10_000),
  ],
  ...[[], {}, [null], [7], [{}], {x: 7}, {x: null}, {'': ''}],
]

/** A JSON value with one of its parts, chosen by chance, replaced or left out. */
function altered(dice: Dice, value: unknown): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (keys.length === 0 || dice.chance(0.12)) return dice.pick(WRONG)
  const key = dice.pick(keys)
  const part = altered(dice, (value as Record<string, unknown>)[key])
  if (Array.isArray(value)) return value.map((item, i) => (`${i}` === key ? part : item))
  return {...(value as object), [key]: part}
}

describe('an engine that answers with something wrong in its JSON', () => {
  let real: TestEngine
  let proxy: AlteringProxy
  const [web, back] = [freshName(), freshName()]
  const [app, db] = [freshName(), freshName()]
  /** Set for each case: the calls whose answers are altered, and by what. */
  let alter = (_: string, answer: unknown): unknown => answer

  before(async () => {
    real = await engineWithoutRules()
    const IPAM = {
      Config: [{Subnet: '10.241.0.0/24', IPRange: '10.241.0.128/25', AuxiliaryAddresses: {a: '10.241.0.9'}}],
    }
    for (const body of [{Name: web, IPAM, Labels: {team: 'a'}}, {Name: back}])
      await real.call('/networks/create', {method: 'POST', body: {CheckDuplicate: true, ...body}})
    for (const name of [app, db])
      await startContainer(real, name, {
        ExposedPorts: {'80/tcp': {}},
        HostConfig: {NetworkMode: web, PortBindings: {'80/tcp': [{HostPort: name === app ? '18450' : '18451'}]}},
        NetworkingConfig: {EndpointsConfig: {[web]: {Aliases: [`${name}-alias`]}}},
      })
    await real.call(`/containers/${db}/kill`, {method: 'POST'})
    proxy = await alteringProxy(real.host, (call, answer) => alter(call, answer))
  })
  after(async () => {
    await proxy?.close()
    await removeAll(real, [app, db], [web, back])
  })

  const commands = [
    ...['ls', 'ls --wide', 'ls --tree', 'ls --json', 'ls --wide --json', 'ls --format json', 'ls --sort used'],
    ...[`inspect ${web}`, `inspect --pretty ${web}`, `inspect --container ${app}`, `inspect -f {{.Name}} ${web}`],
    ...['who 10.241.0.2', `who ${app}`, 'who :18450', 'dns', `dns ${web}`, `dns ${app} ${db}`],
    ...['ports', 'ports --json', 'ports --wide', 'ports check 18450:80', `ports check --container ${db}`, 'ports next'],
    ...['subnets', 'subnets --map', 'subnets --free /24', 'plan web=50', 'snapshot', 'link ls', 'prune --dry-run'],
    ...[`connect --dry-run ${back} ${app}`, `disconnect --dry-run ${web} ${app}`, `rm --dry-run ${web}`],
    ...[`rm --dry-run --disconnect ${web}`, `link --dry-run ${app} ${db}:x`, 'link migrate --all --dry-run'],
    ...['create --dry-run --hosts 20 new', 'create --dry-run new', 'create --dry-run --subnet 10.242.0.0/24 new'],
    ...['explain port is already allocated', `explain network ${web} has active endpoints`],
  ].filter((line) => line !== 'dns')

  const wrong = (exit: number | string, text: string): boolean =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
    typeof exit !== 'number' || exit > 6 || /\n {4}at |[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)

  it(`ends as dnet always does: ${CASES} cases (seed ${SEED})`, async function () {
    this.timeout(0)
    const dice = new Dice(SEED)
    const failed: string[] = []
    for (let n = 0; n < CASES; n++) {
      const line = dice.pick(commands)
      const chosen = dice.below(4)
      let calls = 0
      let what = ''
      alter = (call, answer) => {
        if (calls++ !== chosen) return answer
        const now = altered(dice, answer)
        what = `${call}: ${JSON.stringify(now)}`
        return now
      }
      const began = performance.now()
      const {exit, stdout, stderr} = await runDnet(line.split(' '), {DOCKER_HOST: proxy.host})
      const took = performance.now() - began
      if (wrong(exit, `${stdout}${stderr}`) || took > 60_000)
        failed.push(
          `dnet ${line}, exit ${exit}, ${Math.round(took)} ms\n${what.slice(0, 600)}\n${stderr.slice(0, 600)}`,
        )
    }
    ok(failed.length === 0, `${failed.length} of ${CASES}:\n${failed.join('\n\n')}`)
  })
})
