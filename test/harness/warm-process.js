import {Readable, Writable} from 'node:stream'
import {fileURLToPath} from 'node:url'
import {main} from '../../dist/main.js'

/**
 * Runs the built program again and again in this one process, each time as if it had just been started: with the words,
 * environment, stdin and folder of a message, and with an exit code and output of its own, which go back in another.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Collects what is written, as a pipe would. */
class Collected extends Writable {
  pieces = []
  _write(piece, _encoding, done) {
    this.pieces.push(piece)
    done()
  }
  get text() {
    return Buffer.concat(this.pieces).toString('utf8')
  }
}

const replace = (name, value) => Object.defineProperty(process, name, {value, configurable: true, writable: true})

process.exit = () => {
  throw new Error('the program ends its process: run it in one of its own')
}

process.on('message', async ({argv, env, stdin, folder}) => {
  process.chdir(folder)
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
  const [stdout, stderr] = [new Collected(), new Collected()]
  replace('stdout', stdout)
  replace('stderr', stderr)
  replace('stdin', Readable.from([Buffer.from(stdin)]))
  process.exitCode = undefined
  await main(argv, root)
  // What the program left to the event loop's next turn was written before a process of its own had ended.
  await new Promise(setImmediate)
  const exit = process.exitCode ?? 0
  process.exitCode = undefined
  process.send({exit, stdout: stdout.text, stderr: stderr.text})
})
