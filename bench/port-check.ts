import type {PortBinding, PublishRules} from '../src/lib/model/ports.js'
import type {Addr} from '../src/lib/net/addr.js'
import {checkPorts, type WantedPort} from '../src/lib/plan/ports/verdict.js'
import {situationWith} from '../test/build/ports.js'

const RULES: PublishRules = {
  anyAddrs: ['0.0.0.0', '::'] as Addr[],
  families: [4, 6],
  nothingBecause: '',
  samePort: true,
  rangeRetried: true,
  udpNoticed: true,
}

/** 100,000 bindings on 10 addresses, and 10,000 wanted ports of all kinds: how many milliseconds, and what came of it. */
export function run(): {readonly milliseconds: number; readonly blocked: number; readonly free: number} {
  const bindings: PortBinding[] = Array.from({length: 100_000}, (_, i) => ({
    hostAddr: `10.0.0.${i % 10}` as Addr,
    hostPort: 1 + Math.floor(i / 10),
    protocol: i % 3 === 0 ? 'udp' : 'tcp',
    holder: {kind: 'container', id: `${i}`, name: `c${i}`},
  }))
  const situation = situationWith({bindings})
  const wanted: WantedPort[] = Array.from({length: 10_000}, (_, i) => {
    const first = 5000 + i
    const hostPorts = i % 4 === 0 ? null : i % 4 === 1 ? {first: 9000, last: 30_000} : {first, last: first}
    const hostAddr = i % 2 === 0 ? null : ('10.0.0.3' as Addr)
    return {wish: {hostAddr, hostPorts, containerPort: 80, protocol: 'tcp'}, rules: RULES, name: `w${i}`}
  })
  const start = performance.now()
  const verdicts = checkPorts(wanted, situation)
  const milliseconds = performance.now() - start
  const count = (verdict: string) => verdicts.filter((one) => one.verdict === verdict).length
  return {milliseconds, blocked: count('blocked'), free: count('free')}
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(run()))
