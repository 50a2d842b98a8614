import {spawn} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {rawCall} from '../test/harness/raw-api.js'
import {startEngine} from '../test/harness/throwaway.js'

const DNET = [process.execPath, fileURLToPath(new URL('../bin/run.js', import.meta.url))]
const RUNS = 15

interface Run {
  readonly milliseconds: number
  /** The process's largest resident memory. */
  readonly mebibytes: number
}

/**
 * Times whole processes on one engine with 30 networks: dnet and, where one is installed, the Docker CLI, in turn.
 * Prints the median of each.
 */
export async function benchCli(): Promise<void> {
  const engine = await startEngine({name: 'bench', daemonArgs: ['--iptables=false', '--ip6tables=false']})
  try {
    for (let i = 0; i < 30; i++) {
      const IPAM = {Config: [{Subnet: `10.200.${i}.0/24`}]}
      await rawCall(engine.host, '/networks/create', {method: 'POST', body: {Name: `bench-${i}`, IPAM}})
    }
    const docker = dockerOnPath()
    const env = {...process.env, DOCKER_HOST: engine.host}
    for (const args of [['ls'], ['ls', '-q'], ['inspect', 'bench-7'], ['ls', '--format', '{{.Name}} {{.Labels}}']]) {
      const own: Run[] = []
      const others: Run[] = []
      for (let i = 0; i <= RUNS; i++) {
        const [a, b] = [await once([...DNET, ...args], env), docker && (await once([docker, 'network', ...args], env))]
        if (i === 0) continue
        own.push(a)
        if (b) others.push(b)
      }
      const rows = [`dnet ${median(own)}`, ...(docker ? [`docker network ${median(others)}`] : ['no Docker CLI here'])]
      process.stdout.write(`${args.join(' ')}: ${rows.join(' · ')}\n`)
    }
  } finally {
    await engine.stop()
  }
}

const dockerOnPath = (): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'docker'))
    .find(existsSync)

/** Memory is read from /proc until the process is gone: the peak only grows, so the last reading is close to it. */
function once([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint()
    const child = spawn(command, args, {env, stdio: ['ignore', 'ignore', 'inherit']})
    let kibibytes = 0
    const timer = setInterval(() => {
      kibibytes = Math.max(kibibytes, peakOf(child.pid ?? 0))
    }, 2)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearInterval(timer)
      const milliseconds = Number(process.hrtime.bigint() - start) / 1e6
      if (code === 0) resolve({milliseconds, mebibytes: kibibytes / 1024})
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`))
    })
  })
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function median(runs: readonly Run[]): string {
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  const milliseconds = middle(runs.map((run) => run.milliseconds))
  return `${milliseconds.toFixed(0)} ms, ${middle(runs.map((run) => run.mebibytes)).toFixed(0)} MiB`
}
