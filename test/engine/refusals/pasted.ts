import {equal, ok} from 'node:assert/strict'
import type {Shell} from '../../harness/paste.js'

/** A command line within a remedy: from its program to the next `;`, behind words that introduce it. */
const LINE = /(?:^|: |; |\bthen |\bor )((?:dnet|docker) (?!or |and )[^;]+)/g

/** Lines that change nothing, and those that create a network of its own. */
const READS = /^(dnet (ls|inspect|ports|subnets|who|dns|link ls)|docker (ps|info|context show|service inspect))\b/
const CREATES = /^dnet create /

/**
 * Lines that change what is there, and depend on it: what they do is held elsewhere (test/commands/try-this, link, rm,
 * disconnect), on a scene of their own.
 */
const ON_A_SCENE = [
  /^dnet connect NETWORK CONTAINER$/,
  /^dnet disconnect (-f )?\S+ \S+$/,
  /^dnet link (--shared )?CONTAINER \S+$/,
  /^dnet rm (--disconnect )?\S+$/,
  /^docker start \S+$/,
  /^docker stop \S+$/,
  /^docker swarm init$/,
  /^docker compose down$/,
  /^docker service update --network-rm \S+ \S+$/,
]

const TO_FILL_IN = /\b[A-Z]+$/

/** The words for the user to fill in: what there is on the engine, but for the network that is to be created. */
export type Fill = Readonly<Record<string, string>>

/** Pastes the lines of remedies into a shell, each once. */
export class Pasted {
  private readonly shell: Shell
  private readonly fill: Fill
  private readonly done = new Set<string>()

  constructor(shell: Shell, fill: Fill) {
    this.shell = shell
    this.fill = fill
  }

  /** @throws AssertionError where a line fails, or is of a kind that no test tries */
  async paste(remedy: string): Promise<void> {
    for (const [, line = ''] of remedy.matchAll(LINE)) {
      if (this.done.has(line)) continue
      this.done.add(line)
      if (READS.test(line)) await this.works(line)
      else if (CREATES.test(line)) await this.creates(line)
      else
        ok(
          ON_A_SCENE.some((known) => known.test(line)),
          `no test tries "${line}"`,
        )
    }
  }

  private async works(line: string): Promise<void> {
    const pasted = this.filled(line)
    const {exit, stderr} = await this.shell.paste(pasted)
    // That a port is taken is the answer that was asked for.
    equal(exit === 6 && pasted.startsWith('dnet ports check ') ? 0 : exit, 0, `${pasted}: ${stderr}`)
  }

  /** Under the name that is to be filled in, or the one that is there. */
  private async creates(line: string): Promise<void> {
    await this.works(line.replace(TO_FILL_IN, 'pasted'))
    if (line.includes(' --if-not-exists ')) return
    const name = TO_FILL_IN.test(line) ? 'pasted' : (/\S+$/.exec(line)?.[0] ?? '')
    const {exit, stderr} = await this.shell.paste(`docker network rm ${name}`)
    equal(exit, 0, `${line}: ${stderr}`)
  }

  private filled(line: string): string {
    return Object.entries(this.fill).reduce(
      (text, [word, by]) => text.replace(new RegExp(`\\b${word}\\b`, 'g'), by),
      line,
    )
  }
}
