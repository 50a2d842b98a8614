import {outputBytes} from '../../template/bytes.js'
import type {Look} from '../../view/text/paint.js'
import {safeText} from '../../view/text/safe-text.js'
import type {Io} from './io.js'
import {type Screen, screenOf} from './screen.js'

/** What a command says: the answer on stdout, the talk on stderr. Under `--json` its one object is the answer. */
export class Output {
  /** Whether the answer is one JSON object. */
  json = false
  screen: Screen
  private readonly io: Io

  constructor(io: Io) {
    this.io = io
    this.screen = screenOf(io.stdout, io.env, false)
  }

  /** Does as the command line's flags say. */
  heed(flags: {readonly json: boolean; readonly 'no-color': boolean}): void {
    this.json = flags.json
    this.screen = screenOf(this.io.stdout, this.io.env, flags['no-color'])
  }

  /** How views for people are to look on stdout, at this time. */
  get look(): Look {
    return {columns: this.screen.columns, colour: this.screen.colour, now: Date.now()}
  }

  /** Writes the answer to stdout. */
  answer(text: string): void {
    if (!this.json) this.io.stdout.write(outputBytes(text))
  }

  /** Writes to stdout what takes time to draw; through a pager what is longer than the terminal, where one is wanted. */
  async show(draw: () => string | Promise<string>, pager: boolean): Promise<void> {
    if (this.json) return
    const text = await draw()
    const {showLong} = await import('./pager.js')
    await showLong(text, {screen: this.screen, pager, env: this.io.env, stdout: this.io.stdout})
  }

  /** Writes to stdout what programs read, as it is in a pipe or a file, and harmless at a terminal. */
  answerVerbatim(text: string): void {
    this.answer(this.screen.terminal ? safeText(text, true) : text)
  }

  /** Writes one line to stderr, made harmless. */
  talk(line: string): void {
    this.io.stderr.write(`${safeText(line)}\n`)
  }

  /** Tells on stderr what whoever reads the answer must know beside it, and returns it. */
  caution(sentences: readonly string[]): readonly string[] {
    for (const sentence of sentences) this.talk(`Warning: ${sentence}`)
    return sentences
  }

  /** Calls back whenever the terminal has got another size, which the screen then has too. */
  onResize(then: () => void): void {
    const {stdout} = this.io
    stdout.on('resize', () => {
      this.screen = {...this.screen, columns: stdout.columns, rows: stdout.rows}
      then()
    })
  }
}
