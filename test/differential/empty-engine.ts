import {type TestEngine, testEngine} from '../harness/fixture.js'
import {rawCall} from '../harness/raw-api.js'
import {startEngine} from '../harness/throwaway.js'

/** Writing packet filter rules takes most of the time of making a network, and no network command shows them. */
const daemonConfig = {iptables: false, ip6tables: false}

async function ownEngine(): Promise<TestEngine> {
  const throwaway = await startEngine({version: '28', name: 'differential', daemonConfig})
  const {host, version, api} = throwaway
  return {host, version, api, throwaway, call: (path, options) => rawCall(host, path, options)}
}

let shared: Promise<TestEngine> | undefined

/**
 * An engine for tests that remove everything on it, again and again: one of their own, of the Docker CLI's version,
 * gone when the process ends; or the one that DNET_TEST_DOCKER_HOST points to.
 * @throws Error saying why there is none: never a skipped test
 */
export const emptyEngine = (): Promise<TestEngine> => {
  shared ??= process.env.DNET_TEST_DOCKER_HOST ? testEngine() : ownEngine()
  return shared
}
