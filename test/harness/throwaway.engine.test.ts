import {deepEqual, equal, match, notEqual, rejects} from 'node:assert/strict'
import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname} from 'node:path'
import {fileURLToPath} from 'node:url'
import {LONG} from './many.js'
import {rawCall} from './raw-api.js'
import {startEngine, type ThrowawayEngine, whyNone} from './throwaway.js'
import {until} from './until.js'

/** What of an engine in `folder` is still to be seen on this machine: mounts, processes, cgroups, the folder. */
function traces(folder: string): string[] {
  const name = folder.split('/').at(-1) ?? ''
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  const processes = readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false
    try {
      return (readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/cgroup`, 'utf8')).includes(name)
    } catch {
      return false
    }
  })
  const cgroups = readdirSync('/sys/fs/cgroup').flatMap((entry) => [entry, `${entry}/${name}`])
  return [
    ...mounts.filter((line) => line.includes(name)),
    ...processes.map((pid) => `process ${pid}`),
    ...cgroups.filter((path) => path.endsWith(name) && existsSync(`/sys/fs/cgroup/${path}`)),
    ...(existsSync(folder) ? [folder] : []),
  ]
}

const links = (): string[] => readdirSync('/sys/class/net').sort()

const untilGone = (folder: string): Promise<void> =>
  until(`nothing is left of ${folder}`, () => traces(folder).length === 0)

/** A process of its own that starts an engine with a container in it and says which. */
async function engineOfAnotherProcess(): Promise<{child: ChildProcess; folder: string}> {
  const script = fileURLToPath(new URL('start-and-wait.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script], {stdio: ['ignore', 'pipe', 'inherit']})
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return {child, folder: dirname(dirname(said.toString().trim().slice('unix://'.length)))}
}

/** A container that sleeps, started. */
async function startSleeper(host: string, name: string): Promise<void> {
  const body = {Image: 'bb:1', Cmd: ['sleep', '1000'], HostConfig: {}}
  equal((await rawCall(host, `/containers/create?name=${name}`, {method: 'POST', body})).status, 201)
  equal((await rawCall(host, `/containers/${name}/start`, {method: 'POST'})).status, 204)
}

describe('a throw-away engine', () => {
  const linksBefore = links()
  let plain: ThrowawayEngine
  let configured: ThrowawayEngine

  before(async () => {
    ;[plain, configured] = await Promise.all([
      startEngine({name: 'plain'}),
      startEngine({
        name: 'configured',
        daemonConfig: {'default-address-pools': [{base: '10.77.0.0/16', size: 26}]},
        daemonArgs: ['--label=made=for-this-test'],
        env: {DOCKER_MIN_API_VERSION: '1.44'},
      }),
    ])
  })
  after(() => Promise.all([plain, configured].map((engine) => engine?.stop())))

  it('answers on a socket and has the image', async () => {
    equal((await rawCall(plain.host, '/images/bb:1/json')).status, 200)
    equal((await plain.exec('cat', ['/proc/sys/kernel/hostname'])).stdout, 'plain\n')
  })

  it('shows its network namespace to commands of this machine, which sees nothing of it', async () => {
    const {exit, stdout} = await plain.inNamespace('cat', ['/proc/net/dev'])
    equal(exit, 0)
    match(stdout, /docker0:/)
    deepEqual(links(), linksBefore)
  })

  it('takes daemon.json, arguments and environment', async () => {
    const info = (await rawCall(configured.host, '/info')).body as {DefaultAddressPools: object[]; Labels: string[]}
    deepEqual(info.DefaultAddressPools, [{Base: '10.77.0.0/16', Size: 26}])
    deepEqual(info.Labels, ['made=for-this-test'])
    equal((await rawCall(configured.host, '/v1.43/info')).status, 400)
  })

  it('can be one of several at once', async () => {
    const body = {Name: 'kept', IPAM: {Config: [{Subnet: '10.50.0.0/24'}]}}
    for (const {host} of [plain, configured])
      equal((await rawCall(host, '/networks/create', {method: 'POST', body})).status, 201)
  })

  it('keeps its networks over a restart', async () => {
    await plain.restart()
    equal((await rawCall(plain.host, '/networks/kept')).status, 200)
  })

  it('is gone after stop, with all it had, and leaves the others alone', async () => {
    await startSleeper(plain.host, 'left')
    notEqual(traces(plain.folder).length, 0)
    await plain.stop()
    await untilGone(plain.folder)
    deepEqual(links(), linksBefore)
    await plain.stop()
    equal((await rawCall(configured.host, '/networks/kept')).status, 200)
  })

  for (const signal of ['SIGKILL', ...(LONG ? (['SIGTERM', 'SIGINT', 'SIGHUP'] as const) : [])] as const) {
    it(`is gone after ${signal} to the process that started it`, async () => {
      const {child, folder} = await engineOfAnotherProcess()
      notEqual(traces(folder).length, 0)
      child.kill(signal)
      await once(child, 'exit')
      // Only after SIGKILL is the folder left for the supervisor to remove behind our back.
      if (signal !== 'SIGKILL') equal(existsSync(folder), false)
      await untilGone(folder)
    })
  }

  it('says why it did not come up, and what to do, and leaves nothing', async () => {
    await rejects(startEngine({name: 'refused', daemonConfig: {'no-such-setting': 1}}), (error: Error) => {
      match(error.message, /no-such-setting/)
      match(error.message, /DNET_TEST_DOCKER_HOST/)
      return true
    })
    deepEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith('dnet-refused-')),
      [],
    )
  })

  it('says what to do where it is impossible', () => {
    equal(whyNone('linux', 0), undefined)
    match(whyNone('linux', 1000) ?? '', /needs root; set DNET_TEST_DOCKER_HOST=/)
    match(whyNone('darwin', 0) ?? '', /needs Linux; set DNET_TEST_DOCKER_HOST=/)
  })
})
