import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {rawCall} from '../test/harness/raw-api.js'
import {startEngine} from '../test/harness/throwaway.js'

const PROGRAM = fileURLToPath(new URL('../bin/run.js', import.meta.url))
const NETWORKS = 1000
const BUDGET_MILLISECONDS = 1000

/** `dnet subnets`, the whole process, on one engine with 1,000 networks: the fastest of five runs, within a second. */
export async function benchSubnets(): Promise<{readonly line: string; readonly overBudget: boolean}> {
  const engine = await startEngine({name: 'bench', daemonArgs: ['--iptables=false', '--ip6tables=false']})
  try {
    for (let i = 0; i < NETWORKS; i++) {
      const IPAM = {Config: [{Subnet: `10.${200 + (i >> 8)}.${i & 255}.0/24`}]}
      await rawCall(engine.host, '/networks/create', {method: 'POST', body: {Name: `bench-${i}`, IPAM}})
    }
    let fastest = Number.POSITIVE_INFINITY
    for (let run = 0; run < 5; run++) {
      const started = performance.now()
      const {status, stderr} = spawnSync(process.execPath, [PROGRAM, 'subnets'], {
        env: {...process.env, DOCKER_HOST: engine.host},
      })
      if (status !== 0) throw new Error(`dnet subnets ended with ${status}: ${stderr}`)
      fastest = Math.min(fastest, performance.now() - started)
    }
    const line = `subnets of ${NETWORKS} networks: ${fastest.toFixed(0)} ms`
    return {line, overBudget: fastest > BUDGET_MILLISECONDS}
  } finally {
    await engine.stop()
  }
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await benchSubnets()))
