/**
 * Renders random templates with dnet and with the Docker CLI 28 on PATH and prints where they differ:
 * `npm run fuzz:templates [-- COUNT [SEED]]`. Exit 1 if any does. Needs no engine.
 */
import {isDeepStrictEqual} from 'node:util'
import {DockerOracle} from '../test/template/docker-oracle.js'
import {Chance, randomCase} from '../test/template/generate.js'
import {NETWORKS, outcomeOf} from '../test/template/replay.js'

const count = Number(process.argv[2] ?? 1000)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
const version = await DockerOracle.version()
if (!version.startsWith('28.')) throw new Error(`the templates are those of Docker CLI 28, this is ${version}`)
const oracle = await DockerOracle.open(NETWORKS)
const chance = new Chance(seed)
let different = 0
for (let i = 0; i < count; i++) {
  const each = randomCase(chance)
  const docker = await oracle.run(each)
  const ours = outcomeOf(each)
  // Addresses in Docker's memory are nobody's business.
  if (isDeepStrictEqual(ours, docker) || /0xc0[0-9a-f]{8}/.test(docker.stdout + docker.stderr)) continue
  different++
  console.log(JSON.stringify({case: each, docker, ours}, undefined, 1))
}
await oracle.close()
console.log(`seed ${seed}: ${count - different} of ${count} the same as Docker CLI ${version}`)
process.exitCode = different > 0 ? 1 : 0
