import {outputBytes} from '../../template/bytes.js'
import type {Look} from '../../view/text/paint.js'
import {safeText} from '../../view/text/safe-text.js'
import type {Io} from './io.js'
import {type Screen, screenOf} from './screen.js'

/** What a command prints: the answer on stdout, everything else on stderr. Under `--json` the answer is one object. */
export class Output {
  /** Whether the answer is one JSON object. */
  json = false
  screen: Screen
  private readonly io: Io

  constructor(io: Io) {
    this.io = io
    this.screen = screenOf(io.stdout, io.env, false)
  }

  /** Applies the flags of the command line. */
  heed(flags: {readonly json: boolean; readonly 'no-color': boolean}): void {
    this.json = flags.json
    this.screen = screenOf(this.io.stdout, this.io.env, flags['no-color'])
  }

  /** How to draw views for people on stdout now. */
  get look(): Look {
    return {columns: this.screen.columns, colour: this.screen.colour, now: Date.now()}
  }

  /** Writes the answer to stdout. */
  answer(text: string): void {
    if (!this.json) this.io.stdout.write(outputBytes(text))
  }

  /** Draws text and writes it to stdout; text longer than the terminal is paged, if a pager is wanted. */
  async show(draw: () => string | Promise<string>, pager: boolean): Promise<void> {
    if (this.json) return
    const text = await draw()
    const {showLong} = await import('./pager.js')
    await showLong(text, {screen: this.screen, pager, env: this.io.env, stdout: this.io.stdout})
  }

  /** Writes text for programs to stdout: unchanged to a pipe or file, made harmless on a terminal. */
  answerVerbatim(text: string): void {
    this.answer(this.screen.terminal ? safeText(text, true) : text)
  }

  /** Writes one line to stderr, made harmless. */
  talk(line: string): void {
    this.io.stderr.write(`${safeText(line)}\n`)
  }

  /** Warns on stderr of what the reader of the answer must know, and returns it. */
  caution(sentences: readonly string[]): readonly string[] {
    for (const sentence of sentences) this.talk(`Warning: ${sentence}`)
    return sentences
  }

  /** Calls back when the terminal is resized; the screen then has the new size. */
  onResize(then: () => void): void {
    const {stdout} = this.io
    stdout.on('resize', () => {
      this.screen = {...this.screen, columns: stdout.columns, rows: stdout.rows}
      then()
    })
  }
}
