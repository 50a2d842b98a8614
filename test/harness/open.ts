import {DockerEngine} from '../../src/lib/engine/docker-engine.js'
import {connect} from '../../src/lib/engine/reach/connection.js'
import {parseAddress} from '../../src/lib/engine/reach/engine-url.js'
import type {TestEngine} from './fixture.js'

/** The test engine behind dnet's own seam. */
export async function open(real: TestEngine): Promise<DockerEngine> {
  const address = parseAddress(real.host)
  return new DockerEngine(await connect({...address, address: real.host, tls: undefined, source: 'the test'}))
}
