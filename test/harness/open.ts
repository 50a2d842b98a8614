import {DockerEngine} from '../../src/lib/engine/docker-engine.js'
import {connect} from '../../src/lib/engine/reach/connection.js'
import {parseAddress} from '../../src/lib/engine/reach/engine-url.js'
import type {TestEngine} from './fixture.js'

/** The test engine behind dnet's own seam. */
export async function open(real: TestEngine): Promise<DockerEngine> {
  const address = parseAddress(real.host)
  return new DockerEngine(await connect({...address, address: real.host, tls: undefined, source: 'the test'}))
}

/** A repeatable source of chance, 0 to 1 without 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
