import {equal, match} from 'node:assert/strict'
import {NEWEST_API_VERSION} from '../../src/lib/engine/reach/connection.js'
import {engineWithoutRules, freshName, removeAll, startContainer, type TestEngine} from '../harness/fixture.js'
import {LONG} from '../harness/many.js'
import {refusingProxy} from '../harness/refusing-proxy.js'
import {runDnet} from '../harness/run-dnet.js'

/** Each call that only reads, refused in turn: what Docker can do without it, dnet does; what it did not see, it says. */
describe('an engine behind a proxy that refuses a call', () => {
  let real: TestEngine
  let refusesNewest: boolean
  const base = freshName()
  const [used, free, made, app] = [`${base}-used`, `${base}-free`, `${base}-made`, `${base}-app`]

  before(async () => {
    real = await engineWithoutRules()
    refusesNewest = (await real.call(`/v${NEWEST_API_VERSION}/version`)).status === 400
    for (const Name of [used, free]) await real.call('/networks/create', {method: 'POST', body: {Name}})
    await startContainer(real, app, {HostConfig: {NetworkMode: used}})
  })
  after(() => removeAll(real, [app], [used, free, made]))

  const ask = (path: string, body: object) => real.call(path, {method: 'POST', body})
  /** As before every command, whatever the one before it did. */
  async function restore(): Promise<void> {
    await ask(`/networks/${free}/disconnect`, {Container: app, Force: true})
    await removeAll(real, [], [made])
    // Before 25.0 an engine makes another network of the same name unless it is asked not to.
    await ask('/networks/create', {Name: free, CheckDuplicate: true})
    await ask(`/networks/${used}/connect`, {Container: app})
  }

  const calls: Readonly<Record<string, RegExp>> = {
    ping: /^(GET|HEAD) \/_ping$/,
    networks: /^GET \/networks$/,
    network: /^GET \/networks\/./,
    containers: /^GET \/containers\/json$/,
    container: /^GET \/containers\/[^/]+\/json$/,
    info: /^GET \/info$/,
    version: /^GET \/version$/,
    all: /^(GET|HEAD) /,
  }

  /** What Docker's command reads itself, so that it fails as well. */
  const asDocker: [argv: string[], reads: string[]][] = [
    [['ls'], ['networks', 'all']],
    [
      ['inspect', used],
      ['network', 'all'],
    ],
    [['create', made], []],
    [['create', '--subnet', '10.236.0.0/24', made], []],
    [['connect', free, app], []],
    [['disconnect', '--force', used, app], []],
    [['rm', free], []],
    [['prune', '--force', '--filter', `label=${base}`], []],
  ]
  const own: string[][] = [
    ['create', '--hosts', '5', '--dry-run', made],
    ['create', '--if-not-exists', made],
    ['ls', '--wide'],
    ['ls', '--tree'],
    ['inspect', '--pretty', used],
    ['inspect', '--container', app],
    ['rm', '--disconnect', '--dry-run', used],
    ['disconnect', '--all', '--dry-run', used],
    ['prune', '--dry-run'],
    ['link', 'ls'],
    ['dns', used],
    ['dns', app, 'nobody'],
    ['who', '8080'],
    ['ports'],
    ['ports', 'check', '18999:80'],
    ['ports', 'next'],
    ['subnets'],
    ['plan', 'web=50'],
    ['explain', 'network x not found'],
  ]
  const UNSEEN = /is not allowed here|gives no (list|object)|not (seen|checked|known)|could not check|unknown/
  /** To dnet 500 is what 403 is, but for a hint. */
  const statuses = [403, 404, null, ...(LONG ? [500] : [])]

  for (const [call, pattern] of Object.entries(calls))
    for (const status of statuses) {
      // To dnet it is what 403 is, but where a thing is asked for that may have gone.
      if (status === 404 && !LONG && !['network', 'container'].includes(call)) continue
      // That is no refusal of a ping, and says that there is no network.
      if (status === null && ['ping', 'all'].includes(call)) continue
      if (status === null && !LONG && !['networks', 'containers'].includes(call)) continue
      it(`${call} with ${status}: what Docker does, dnet does`, async () => {
        for (const [argv, reads] of asDocker) {
          // An empty list is one, and null is no network.
          if (status === null && reads.includes('network')) continue
          await restore()
          const {exit, stdout, stderr, withheld} = await behind(pattern, status, argv)
          // Where nothing tells the engine's API version, both speak their own newest, which an old Docker refuses.
          const tooNew = call === 'all' && refusesNewest
          const fails = tooNew || (reads.includes(call) && status !== null)
          equal(exit !== 0, fails, `${argv.join(' ')}: ${exit} ${stderr}`)
          if (fails) match(stderr, tooNew ? /is too new|is not allowed here/ : UNSEEN)
          if (fails) equal(argv[0] === 'inspect' ? stdout.trim() === '[]' : stdout === '', true, stdout)
          // A ping says nothing of the host, and a list that is null is seen.
          const looks = withheld.some((one) => !/_ping|\/version/.test(one)) && status !== null
          if (looks && argv[0] !== 'ls') match(stderr, UNSEEN, `${argv.join(' ')}: ${withheld.join()}`)
        }
      })

      it(`${call} with ${status}: no other command breaks, and none tells what it did not see`, async () => {
        await restore()
        for (const argv of own) {
          const {exit, stdout, stderr, withheld} = await behind(pattern, status, argv)
          const what = `${argv.join(' ')}: ${exit} ${stdout} ${stderr}`
          equal([0, 1, 2, 3, 5, 6].includes(Number(exit)), true, what)
          const looks = withheld.some((one) => !/_ping|\/version/.test(one)) && status !== null
          if (looks) match(`${stdout}${stderr}`, UNSEEN, what)
          if (looks && exit === 1) equal(/\b(free|unused|none|nothing uses it)\b/.test(stdout), false, what)
        }
      })
    }

  async function behind(refused: RegExp, status: number | null, argv: readonly string[]) {
    const proxy = await refusingProxy(real.host, refused, status)
    try {
      const ended = await runDnet(argv, {DOCKER_HOST: proxy.host})
      return {...ended, withheld: proxy.withheld}
    } finally {
      await proxy.close()
    }
  }
})
