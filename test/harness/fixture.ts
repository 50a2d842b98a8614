import {loadImage} from './bb-image.js'
import type {EngineVersion} from './engine-root.js'
import {type RawAnswer, type RawCall, rawCall} from './raw-api.js'
import {fetchEngine, startEngine, type ThrowawayEngine, WITHOUT_RULES} from './throwaway.js'

export interface TestEngine {
  /** Good for DOCKER_HOST. */
  readonly host: string
  readonly version: string
  readonly api: string
  /** Undefined where DNET_TEST_DOCKER_HOST points the tests to an engine they did not start. */
  readonly throwaway: ThrowawayEngine | undefined
  /** One call to the engine's API, past dnet; any status is an answer. */
  call(path: string, call?: RawCall): Promise<RawAnswer>
}

const VERSIONS: readonly string[] = ['20', '26', '28', 'podman'] satisfies EngineVersion[]

/** The version that DNET_TEST_ENGINE asks for. @throws Error when it is none of them */
export function wantedVersion(): EngineVersion | undefined {
  const wanted = process.env.DNET_TEST_ENGINE || undefined
  if (wanted !== undefined && !VERSIONS.includes(wanted)) {
    throw new Error(`DNET_TEST_ENGINE is "${wanted}", but must be one of ${VERSIONS.join(', ')}`)
  }
  return wanted as EngineVersion | undefined
}

/** The version of engines that a test starts for itself: the one asked for, else 28. */
export const ownVersion = (): EngineVersion => wantedVersion() ?? '28'

async function givenEngine(host: string): Promise<TestEngine> {
  await loadImage(host)
  const {Version, ApiVersion} = (await rawCall(host, '/version')).body as {Version: string; ApiVersion: string}
  const call = (path: string, options?: RawCall) => rawCall(host, path, options)
  return {host, version: Version, api: ApiVersion, throwaway: undefined, call}
}

/** A throw-away engine as the tests take it. */
export const asTestEngine = (throwaway: ThrowawayEngine): TestEngine => ({
  host: throwaway.host,
  version: throwaway.version,
  api: throwaway.api,
  throwaway,
  call: (path, options) => rawCall(throwaway.host, path, options),
})

const ownEngine = async () => asTestEngine(await startEngine({version: wantedVersion(), name: 'test'}))

/** Fetches what `testEngine` will need, before any test's clock runs. @throws Error as `startEngine` does */
export async function fetchTestEngine(): Promise<void> {
  if (!process.env.DNET_TEST_DOCKER_HOST) await fetchEngine(wantedVersion())
}

let shared: Promise<TestEngine> | undefined

/**
 * The engine of this test run, started at the first call and gone when the process ends. Tests on it name all they
 * make with `freshName` and remove it. It never leads to a skipped test: no engine is a failure.
 * @throws Error saying why there is none
 */
export const testEngine = (): Promise<TestEngine> => {
  const given = process.env.DNET_TEST_DOCKER_HOST
  shared ??= given ? givenEngine(given) : ownEngine()
  return shared
}

let withoutRules: Promise<TestEngine> | undefined

/**
 * As `testEngine`, but an engine that filters and translates no packets, and so makes networks in a fraction of the
 * time: for tests in which nothing is sent. Some of them remove all that is on it.
 */
export const engineWithoutRules = (): Promise<TestEngine> => {
  const start = async () =>
    asTestEngine(await startEngine({version: ownVersion(), name: 'quick', daemonConfig: WITHOUT_RULES}))
  withoutRules ??= process.env.DNET_TEST_DOCKER_HOST ? testEngine() : start()
  return withoutRules
}

let count = 0

/** A name that no other test, and no other test run on the same engine, uses. */
export const freshName = (): string => {
  count += 1
  return `dnet-test-${process.pid}-${count}`
}

/**
 * Starts a container of the test image.
 * @param body what the API's ContainerCreate takes, over the image and an endless sleep
 * @returns its id
 * @throws Error with the engine's words
 */
export async function startContainer(engine: TestEngine, name: string, body: object = {}): Promise<string> {
  const settings = {Image: 'bb:1', Cmd: ['sleep', '100000'], StopSignal: 'KILL', ...body}
  const created = await engine.call(`/containers/create?name=${name}`, {method: 'POST', body: settings})
  if (created.status !== 201) throw new Error(`no container: ${JSON.stringify(created.body)}`)
  const {Id} = created.body as {Id: string}
  const started = await engine.call(`/containers/${Id}/start`, {method: 'POST'})
  if (started.status !== 204) throw new Error(`container not started: ${JSON.stringify(started.body)}`)
  return Id
}

/** Removes containers and networks by name, in that order; what is not there is fine. */
export async function removeAll(engine: TestEngine, containers: readonly string[], networks: readonly string[]) {
  for (const name of containers) await engine.call(`/containers/${name}?force=true&v=true`, {method: 'DELETE'})
  for (const name of networks) await engine.call(`/networks/${encodeURIComponent(name)}`, {method: 'DELETE'})
}

/**
 * Runs a command in a container and waits for it.
 * @returns its exit code and what it wrote to either stream
 */
export async function execIn(
  engine: TestEngine,
  container: string,
  command: readonly string[],
): Promise<{exit: number; output: string}> {
  const settings = {Cmd: command, AttachStdout: true, AttachStderr: true, Tty: true}
  const created = await engine.call(`/containers/${container}/exec`, {method: 'POST', body: settings})
  if (created.status !== 201) throw new Error(`no exec in ${container}: ${JSON.stringify(created.body)}`)
  const {Id} = created.body as {Id: string}
  const {body} = await engine.call(`/exec/${Id}/start`, {method: 'POST', body: {Detach: false, Tty: true}})
  const {ExitCode} = (await engine.call(`/exec/${Id}/json`)).body as {ExitCode: number}
  return {exit: ExitCode, output: String(body)}
}
