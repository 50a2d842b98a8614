import {execFile} from 'node:child_process'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {textFromBytes} from '../../src/lib/template/bytes.js'
import type {TemplateCase} from './cases.js'
import {listedBody, type RecordedNetworks} from './recorded-networks.js'
import {scriptedEngine} from './scripted-engine.js'

export interface Outcome {
  /** As `textFromBytes` writes bytes. */
  readonly stdout: string
  readonly exit: number
  readonly stderr: string
}

/** Runs the Docker CLI on PATH against scripted engines, one for each list. Close it when done. */
export class DockerOracle {
  private readonly directory: string
  private readonly servers: Awaited<ReturnType<typeof scriptedEngine>>[] = []

  private constructor(directory: string) {
    this.directory = directory
  }

  static async open({lists, bodies}: RecordedNetworks): Promise<DockerOracle> {
    const oracle = new DockerOracle(await mkdtemp(join(tmpdir(), 'dnet-oracle-')))
    for (const [name, members] of Object.entries(lists)) {
      const list = `[${members.map((member) => listedBody(bodies.get(member) ?? '{}')).join(',')}]`
      oracle.servers.push(await scriptedEngine(oracle.socket(name), list, bodies))
    }
    return oracle
  }

  async close(): Promise<void> {
    for (const server of this.servers) server.close()
    await rm(this.directory, {recursive: true})
  }

  /** The version of the CLI, `28.2.2`. */
  static version(): Promise<string> {
    return new Promise((done, fail) => {
      execFile('docker', ['--version'], (error, stdout) => {
        if (error === null) done(/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? stdout)
        else fail(error)
      })
    })
  }

  run(each: TemplateCase): Promise<Outcome> {
    const args =
      each.input === 'inspect'
        ? ['inspect', '--format', each.format, ...each.networks]
        : ['ls', '--format', each.format, ...(each.quiet ? ['-q'] : []), ...(each.noTrunc ? ['--no-trunc'] : [])]
    const list = each.input === 'ls' ? each.list : 'empty'
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: this.directory,
      TZ: 'UTC',
      DOCKER_HOST: `unix://${this.socket(list)}`,
      DOCKER_CONFIG: this.directory,
    }
    return new Promise((done) => {
      execFile('docker', ['network', ...args], {env, encoding: 'latin1'}, (error, stdout, stderr) => {
        const exit = error === null ? 0 : Number(error.code)
        done({stdout: textFromBytes(stdout), exit, stderr: textFromBytes(stderr)})
      })
    })
  }

  private socket(list: string): string {
    return join(this.directory, `${list}.sock`)
  }
}
