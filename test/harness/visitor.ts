import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process'
import {createInterface} from 'node:readline'
import type {TestEngine} from './fixture.js'

/** Fetches the page of each `host:port` it reads, and answers `yes` where any answer came. */
const FETCHER = `
  require('readline').createInterface({input: process.stdin}).on('line', (address) => {
    const request = require('http').get('http://' + address + '/', {agent: false, timeout: 10000}, (answer) => {
      answer.resume().on('end', () => console.log('yes'))
    })
    request.on('timeout', () => request.destroy(new Error('no answer')))
    request.on('error', () => console.log('no'))
  })`

/** A process of this machine in the engine's network namespace, which visits published ports. */
export class Visitor {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #answers: AsyncIterator<string>

  constructor(engine: TestEngine) {
    const enter = engine.throwaway?.enterNetwork ?? []
    const [command = process.execPath, ...args] = [...enter, process.execPath, '-e', FETCHER]
    this.#child = spawn(command, args)
    this.#answers = createInterface({input: this.#child.stdout})[Symbol.asyncIterator]()
  }

  /**
   * Whether something at `address` speaks HTTP.
   * @param address `127.0.0.1:8080` or `[::1]:8080`
   */
  async reaches(address: string): Promise<boolean> {
    this.#child.stdin.write(`${address}\n`)
    const {value, done} = await this.#answers.next()
    if (done) throw new Error(`the visitor ended before it saw ${address}`)
    return value === 'yes'
  }

  leave(): void {
    this.#child.stdin.end()
  }
}
