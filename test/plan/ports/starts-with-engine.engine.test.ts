import {deepEqual, equal} from 'node:assert/strict'
import {setTimeout as sleep} from 'node:timers/promises'
import {containersOf} from '../../../src/lib/model/host.js'
import {isPodman} from '../../../src/lib/model/predefined.js'
import {portSituation} from '../../../src/lib/plan/ports/situation.js'
import {asTestEngine, ownVersion, type TestEngine} from '../../harness/fixture.js'
import {open} from '../../harness/open.js'
import {startEngine, type ThrowawayEngine, WITHOUT_RULES} from '../../harness/throwaway.js'

interface Past {
  readonly policy: string
  readonly retries?: number
  readonly command?: readonly string[]
  readonly how: 'new' | 'ended' | 'killed'
}

/** Containers that are down, each with its policy and past. */
const DOWN: Readonly<Record<string, Past>> = {
  'always-new': {policy: 'always', how: 'new'},
  'always-killed': {policy: 'always', how: 'killed'},
  'unless-stopped-killed': {policy: 'unless-stopped', how: 'killed'},
  'on-failure-new': {policy: 'on-failure', how: 'new'},
  'on-failure-killed': {policy: 'on-failure', how: 'killed'},
  'on-failure-succeeded': {policy: 'on-failure', command: ['true'], how: 'ended'},
  'on-failure-once': {policy: 'on-failure', retries: 1, command: ['false'], how: 'ended'},
  'no-killed': {policy: 'no', how: 'killed'},
}

describe('containers that are down when an engine starts', () => {
  let throwaway: ThrowawayEngine
  let engine: TestEngine

  before(async () => {
    throwaway = await startEngine({version: ownVersion(), name: 'again', daemonConfig: WITHOUT_RULES})
    engine = asTestEngine(throwaway)
    await Promise.all(Object.entries(DOWN).map(([name, past]) => bringDown(name, past)))
  })
  after(() => throwaway?.stop())

  const post = (path: string, body?: object) => engine.call(path, {method: 'POST', ...(body ? {body} : {})})

  async function bringDown(name: string, {policy, retries = 0, command, how}: Past): Promise<void> {
    const port = 18800 + Object.keys(DOWN).indexOf(name)
    const {status, body} = await post(`/containers/create?name=${name}`, {
      Image: 'bb:1',
      Cmd: command ?? ['sleep', '100000'],
      ExposedPorts: {'80/tcp': {}},
      HostConfig: {
        RestartPolicy: {Name: policy, MaximumRetryCount: retries},
        PortBindings: {'80/tcp': [{HostPort: `${port}`}]},
      },
    })
    equal(status, 201, JSON.stringify(body))
    if (how === 'new') return
    await post(`/containers/${name}/start`)
    if (how === 'killed') await post(`/containers/${name}/kill`)
    while (!(await isDownFor(name))) await sleep(100)
  }

  async function state(name: string): Promise<{Status: string; Running: boolean}> {
    return ((await engine.call(`/containers/${name}/json`)).body as {State: {Status: string; Running: boolean}}).State
  }

  /** Between two runs, a container may be seen as exited for a moment. */
  async function isDownFor(name: string): Promise<boolean> {
    for (let i = 0; i < 5; i++) {
      if ((await state(name)).Status !== 'exited') return false
      await sleep(100)
    }
    return true
  }

  it('are started by it if that was foretold, and no others', async () => {
    const host = await (await open(engine)).observe({containers: true, containerDetails: true})
    const {claims} = portSituation(host)
    const starting = new Set(
      claims.known ? claims.value.flatMap(({holder, startsWithEngine}) => (startsWithEngine ? [holder.name] : [])) : [],
    )
    equal(containersOf(host).length, Object.keys(DOWN).length)
    deepEqual([...starting].sort(), isPodman(host) ? [] : ['always-killed', 'on-failure-killed'])
    await throwaway.restart()
    for (const name of starting) while (!(await state(name)).Running) await sleep(100)
    const running = []
    for (const name of Object.keys(DOWN)) if ((await state(name)).Running) running.push(name)
    deepEqual(running.sort(), [...starting].sort())
  })
})
