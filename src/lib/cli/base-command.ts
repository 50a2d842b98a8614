import {homedir} from 'node:os'
import {Command, type Interfaces} from '@oclif/core'
import type {Engine} from '../engine/engine.js'
import {diskFiles} from '../engine/files.js'
import {DnetError, type ErrorCode, EXIT_BUG, EXIT_OF} from '../errors.js'
import type {Step} from '../plan/step.js'
import type {UserConfig} from '../spec/user-config.js'
import {outputBytes} from '../template/bytes.js'
import {errorJson, errorText} from '../view/error.js'
import {interruptedText} from '../view/operations.js'
import type {Look} from '../view/text/paint.js'
import {safeText} from '../view/text/safe-text.js'
import {refuseNewer} from './api-since.js'
import {COMMON_FLAGS, type EngineFlags} from './args/common-flags.js'
import {flagValues, shapesOf} from './args/flag-values.js'
import {readArgv} from './args/pflag.js'
import {checkCount, type WordShape, wordsBeside} from './args/words.js'
import {mayAsk} from './ask/may-ask.js'
import type {Opened} from './open-engine.js'
import {JSON_SCHEMA_VERSION, jsonAsked, several, writeJson} from './out/json-answer.js'
import {patient, telling} from './out/progress.js'
import {type Screen, screenOf} from './out/screen.js'
import {readUserSettings} from './user-settings.js'

/** Thrown by `read` on `--help`: flag errors come first, all else after. */
class HelpAsked extends Error {}

/** The flags that say whether and how a person may be asked. */
type AskFlags = {readonly 'no-input': boolean; readonly 'no-color': boolean}

/** A command's own flags stand above the common ones of the same name. */
export type FlagsOf<C extends typeof Command> = Interfaces.InferredFlags<C['flags']> &
  Omit<Interfaces.InferredFlags<typeof COMMON_FLAGS>, keyof C['flags']>

/**
 * What all commands share: the command line read as Docker reads it, the engine, the two output streams, the one
 * place where errors become text, JSON and an exit code. A command's `run` returns the object that `--json` prints.
 */
export abstract class BaseCommand extends Command {
  static override baseFlags = COMMON_FLAGS

  /** What the words after the command's name are, and so how many; see `WordShape`. */
  static words: readonly WordShape[] = []

  protected screen: Screen = screenOf(process.stdout, process.env, false)
  protected readonly interrupted = new AbortController()
  protected asJson = false
  private readonly opened: Engine[] = []
  /** The flags of the command line, by name; those that were given empty too. */
  protected given: readonly string[] = []
  private failures: DnetError[] = []
  /** How far a change has come, so that an interrupt can tell. */
  protected progress: {readonly done: readonly Step[]; readonly left: readonly Step[]} = {done: [], left: []}

  /** Reads this command's flags and words. @throws DnetError USAGE */
  protected async read<C extends typeof Command>(command: C): Promise<{flags: FlagsOf<C>; words: readonly string[]}> {
    this.parsed = true
    const definitions = {...COMMON_FLAGS, ...command.flags}
    const read = readArgv(this.argv, shapesOf(definitions))
    this.given = read.flags.map(({name}) => name)
    if (this.given.filter((name) => name === 'host').length > 1) throw new DnetError('USAGE', 'specify only one -H', '')
    const flags = await flagValues(definitions, read.flags)
    if (flags.help === true) throw new HelpAsked()
    this.asJson = flags.json === true
    this.screen = screenOf(process.stdout, process.env, flags['no-color'] === true)
    const {words} = this.ctor as typeof BaseCommand
    const shapes = wordsBeside(words, flags).filter(({optional}) => !optional)
    if (read.words.length < shapes.length && !this.asJson && mayAsk(flags['no-input'] === true)) {
      const {askWords} = await import('./ask/ask-words.js')
      const {signal} = this.interrupted
      const asked = {shapes, given: read.words, command: this.ctor.id ?? '', flags: flags as EngineFlags, signal}
      this.argv = [...this.argv, ...(await askWords(asked))]
      const {shellLine} = await import('../shell-words.js')
      this.talk(`same as: ${this.commandPath} ${shellLine(this.argv)}`)
      return this.read(command)
    }
    checkCount(this.commandPath, read.words.length, words, flags)
    return {flags: flags as FlagsOf<C>, words: read.words}
  }

  /** The words that start this command, such as `dnet ls`. */
  protected get commandPath(): string {
    return `${this.config.bin} ${(this.ctor.id ?? '').replaceAll(':', ' ')}`
  }

  /** The engine (or snapshot) that the flags and the environment name; closed when the command ends. */
  protected async connect(flags: EngineFlags): Promise<Opened> {
    const {openEngine} = await import('./open-engine.js')
    const work = openEngine(flags, {
      signal: this.interrupted.signal,
      note: (text) => this.talk(text),
    })
    const told = process.stderr.isTTY === true && !this.asJson
    const opened = told ? await telling(process.stderr, 'waiting for the engine', work) : await work
    this.opened.push(opened.engine)
    refuseNewer(this.ctor.id, this.given, opened.engine.apiVersion)
    return told ? {...opened, engine: patient(opened.engine, process.stderr)} : opened
  }

  /** dnet's own configuration file. @throws DnetError BAD_CONFIG */
  protected settings(): Promise<UserConfig & {readonly path: string}> {
    return readUserSettings(process.env, homedir(), diskFiles)
  }

  /** Writes to stdout: the answer. Silent under `--json`, where the answer is the object that `run` returns. */
  protected answer(text: string): void {
    if (!this.asJson) process.stdout.write(outputBytes(text))
  }

  /** How views for people are to look on stdout, at this time. */
  protected get look(): Look {
    return {columns: this.screen.columns, colour: this.screen.colour, now: Date.now()}
  }

  /**
   * Writes to stdout what takes time to draw, which under `--json` is not done. What is longer than the terminal goes
   * through a pager, but for `--no-pager`.
   */
  protected async show(
    draw: () => string | Promise<string>,
    flags: {readonly 'no-pager': boolean} = {'no-pager': true},
  ): Promise<void> {
    if (this.asJson) return
    const text = await draw()
    const {showLong} = await import('./out/pager.js')
    await showLong(text, {screen: this.screen, pager: !flags['no-pager'], env: process.env, stdout: process.stdout})
  }

  /** Calls back whenever the terminal has got another size, which the screen then has too. */
  protected onResize(then: () => void): void {
    process.stdout.on('resize', () => {
      this.screen = {...this.screen, columns: process.stdout.columns, rows: process.stdout.rows}
      then()
    })
  }

  /** Writes a line to stderr: the talk. */
  protected talk(line: string): void {
    process.stderr.write(`${line}\n`)
  }

  /** Tells on stderr what whoever reads the answer must know beside it, and returns it. */
  protected caution(sentences: readonly string[]): readonly string[] {
    for (const sentence of sentences) this.talk(`Warning: ${safeText(sentence)}`)
    return sentences
  }

  /** Asks a yes-or-no question as Docker does: only a line that says `y` is a yes. */
  protected async confirm(question: string): Promise<boolean> {
    const {confirm} = await import('./ask/confirm.js')
    const {signal} = this.interrupted
    return confirm(question, {ask: this.asJson ? process.stderr : process.stdout, answer: process.stdin, signal})
  }

  /** Asks a yes-or-no question that Docker does not: a person at the terminal by a prompt, a script as Docker would. */
  protected async agreed(question: string, flags: AskFlags): Promise<boolean> {
    if (this.asJson || !mayAsk(flags['no-input'])) return this.confirm(question)
    const {agree} = await import('./ask/prompt.js')
    return agree(question, {noColour: flags['no-color']})
  }

  /** Reports the failure of one of several targets at once; the command goes on and ends non-zero. */
  protected failed(error: unknown): void {
    if (!(error instanceof DnetError) || error.code === 'INTERRUPTED') throw error
    this.failures.push(error)
    if (!this.asJson) process.stderr.write(errorText(error))
  }

  /** Lets the command end with this code's exit although it did all it was asked for: a check that found something. */
  protected endWith(code: ErrorCode): void {
    process.exitCode = EXIT_OF[code]
  }

  protected override async _run<T>(): Promise<T> {
    this.asJson = jsonAsked(this.argv)
    const stop = () => this.interrupted.abort(new DnetError('INTERRUPTED', 'interrupted', ''))
    process.once('SIGINT', stop).once('SIGTERM', stop)
    try {
      await this.init()
      const result: unknown = await this.run()
      this.interrupted.signal.throwIfAborted()
      this.finish(result)
      return result as T
    } catch (error) {
      if (error instanceof HelpAsked) await this.showHelp()
      else this.crash(this.interrupted.signal.aborted && !isQuiet(error) ? this.interruption() : error)
      return undefined as T
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      for (const engine of this.opened) engine.close()
    }
  }

  private async showHelp(): Promise<void> {
    const {helpText} = await import('./help.js')
    process.stdout.write(await helpText(this.config, this.ctor.id))
  }

  private finish(result: unknown): void {
    const error = this.failures.length > 0 ? several(this.failures) : undefined
    if (error) process.exitCode = error.exit
    if (!this.asJson) return
    const errors = error ? {error, errors: this.failures.map((failure) => errorJson(failure, failure.exit))} : {}
    writeJson({schemaVersion: JSON_SCHEMA_VERSION, ...(result as object), ...errors})
  }

  private interruption(): DnetError {
    const {done, left} = this.progress
    return new DnetError('INTERRUPTED', [...done, ...left].length > 0 ? interruptedText(done, left) : 'interrupted', '')
  }

  private crash(error: unknown): void {
    const exit = error instanceof DnetError ? error.exit : EXIT_BUG
    process.exitCode = exit
    if (this.asJson) writeJson({schemaVersion: JSON_SCHEMA_VERSION, error: errorJson(error, exit)})
    else if (!isQuiet(error)) process.stderr.write(errorText(withUsageHint(error, this.commandPath)))
  }
}

/** An error without a message: a person left, and knows it. */
const isQuiet = (error: unknown): boolean => error instanceof DnetError && error.message === ''

function withUsageHint(error: unknown, path: string): unknown {
  if (!(error instanceof DnetError) || error.code !== 'USAGE' || error.hint) return error
  return new DnetError('USAGE', error.message, `${path} --help`)
}
