import {homedir} from 'node:os'
import {Command, type Interfaces} from '@oclif/core'
import {diskFiles} from '../engine/files.js'
import {DnetError, type ErrorCode} from '../errors.js'
import type {UserConfig} from '../spec/user-config.js'
import type {Look} from '../view/text/paint.js'
import {refuseNewer} from './api-since.js'
import {COMMON_FLAGS, type EngineFlags} from './args/common-flags.js'
import {flagValues, shapesOf} from './args/flag-values.js'
import {readArgv} from './args/pflag.js'
import {checkCount, type WordShape, wordsBeside} from './args/words.js'
import {mayAsk} from './ask/may-ask.js'
import {Interruption} from './interruption.js'
import type {Opened} from './open-engine.js'
import {OpenEngines} from './open-engines.js'
import {Ending} from './out/ending.js'
import type {Io} from './out/io.js'
import {jsonAsked} from './out/json-answer.js'
import {Output} from './out/output.js'
import type {Screen} from './out/screen.js'
import {readUserSettings} from './user-settings.js'

/** Thrown by `read` on `--help`: flag errors come first, all else after. */
class HelpAsked extends Error {}

/** The flags that say whether and how a person may be asked. */
type AskFlags = {readonly 'no-input': boolean; readonly 'no-color': boolean}

type CommonFlags = Interfaces.InferredFlags<typeof COMMON_FLAGS>

/** A command's own flags stand above the common ones of the same name. */
export type FlagsOf<C extends typeof Command> = Interfaces.InferredFlags<C['flags']> &
  Omit<CommonFlags, keyof C['flags']>

/**
 * What all commands share, put together from its parts: the command line read as Docker reads it, the engine, what is
 * said, how it ends. A command's `run` returns the object that `--json` prints.
 */
export abstract class BaseCommand extends Command {
  static override baseFlags = COMMON_FLAGS

  /** What the words after the command's name are, and so how many; see `WordShape`. */
  static words: readonly WordShape[] = []

  protected readonly interrupted = new Interruption()
  private readonly out = new Output(this.io)
  private readonly ending = new Ending(this.out, this.io)
  private readonly engines = new OpenEngines()
  /** The names of the flags of the command line. */
  private given: readonly string[] = []

  protected get io(): Io {
    return process
  }

  /** Reads this command's flags and words; a person at a terminal is asked for words that lack. @throws DnetError USAGE */
  protected async read<C extends typeof Command>(command: C): Promise<{flags: FlagsOf<C>; words: readonly string[]}> {
    this.parsed = true
    const definitions = {...COMMON_FLAGS, ...command.flags}
    const read = readArgv(this.argv, shapesOf(definitions))
    this.given = read.flags.map(({name}) => name)
    if (this.given.filter((name) => name === 'host').length > 1) throw new DnetError('USAGE', 'specify only one -H', '')
    const flags = (await flagValues(definitions, read.flags)) as CommonFlags
    if (flags.help) throw new HelpAsked()
    this.out.heed(flags)
    const {words} = this.ctor as typeof BaseCommand
    const needed = wordsBeside(words, flags).filter(({optional}) => !optional)
    if (read.words.length < needed.length && this.hasPerson(flags)) {
      this.argv = [...this.argv, ...(await this.askFor(needed, read.words, flags))]
      return this.read(command)
    }
    checkCount(this.commandPath, read.words.length, words, flags)
    return {flags: flags as unknown as FlagsOf<C>, words: read.words}
  }

  private async askFor(
    shapes: readonly WordShape[],
    given: readonly string[],
    flags: EngineFlags & AskFlags,
  ): Promise<readonly string[]> {
    const {askWords} = await import('./ask/ask-words.js')
    const {shellLine} = await import('../shell-words.js')
    const {signal} = this.interrupted
    const more = await askWords({shapes, given, command: this.ctor.id ?? '', flags, signal})
    this.talk(`same as: ${this.commandPath} ${shellLine([...this.argv, ...more])}`)
    return more
  }

  /** The words that start this command, such as `dnet ls`. */
  protected get commandPath(): string {
    return `${this.config.bin} ${(this.ctor.id ?? '').replaceAll(':', ' ')}`
  }

  /** The engine (or snapshot) that the flags and the environment name; closed when the command ends. */
  protected async connect(flags: EngineFlags): Promise<Opened> {
    const {stderr} = this.io
    const talk = {signal: this.interrupted.signal, note: (text: string) => this.talk(text)}
    const opened = await this.engines.open(flags, talk, stderr.isTTY && !this.out.json ? stderr : undefined)
    refuseNewer(this.ctor.id, this.given, opened.engine.apiVersion)
    return opened
  }

  /** dnet's own configuration file. @throws DnetError BAD_CONFIG */
  protected settings(): Promise<UserConfig & {readonly path: string}> {
    return readUserSettings(this.io.env, homedir(), diskFiles)
  }

  protected get screen(): Screen {
    return this.out.screen
  }

  /** How views for people are to look on stdout, at this time. */
  protected get look(): Look {
    return this.out.look
  }

  /** Writes the answer to stdout. Silent under `--json`, where the answer is the object that `run` returns. */
  protected answer(text: string): void {
    this.out.answer(text)
  }

  /** Writes to stdout what programs read, as it is in a pipe or a file, and harmless at a terminal. */
  protected answerVerbatim(text: string): void {
    this.out.answerVerbatim(text)
  }

  /**
   * Writes to stdout what takes time to draw, which under `--json` is not done. What is longer than the terminal goes
   * through a pager, but for `--no-pager`.
   */
  protected show(
    draw: () => string | Promise<string>,
    flags: {readonly 'no-pager': boolean} = {'no-pager': true},
  ): Promise<void> {
    return this.out.show(draw, !flags['no-pager'])
  }

  /** Calls back whenever the terminal has got another size, which the screen then has too. */
  protected onResize(then: () => void): void {
    this.out.onResize(then)
  }

  /** Writes one line to stderr, made harmless: the talk. */
  protected talk(line: string): void {
    this.out.talk(line)
  }

  /** Tells on stderr what whoever reads the answer must know beside it, and returns it. */
  protected caution(sentences: readonly string[]): readonly string[] {
    return this.out.caution(sentences)
  }

  /** Whether there is a person who may be asked. */
  protected hasPerson(flags: Pick<AskFlags, 'no-input'>): boolean {
    return !this.out.json && mayAsk(flags['no-input'])
  }

  /** Asks a yes-or-no question as Docker does: only a line that says `y` is a yes. */
  protected async confirm(question: string): Promise<boolean> {
    const {confirm} = await import('./ask/confirm.js')
    const {stdin, stdout, stderr} = this.io
    return confirm(question, {ask: this.out.json ? stderr : stdout, answer: stdin, signal: this.interrupted.signal})
  }

  /** Asks a yes-or-no question that Docker does not: a person at the terminal by a prompt, a script as Docker would. */
  protected async agreed(question: string, flags: AskFlags): Promise<boolean> {
    if (!this.hasPerson(flags)) return this.confirm(question)
    const {agree} = await import('./ask/prompt.js')
    return agree(question, {noColour: flags['no-color']})
  }

  /** Reports the failure of one of several targets at once; the command goes on and ends non-zero. */
  protected failed(error: unknown): void {
    this.ending.failed(error)
  }

  /** Lets the command end with this code's exit although it did all it was asked for: a check that found something. */
  protected endWith(code: ErrorCode): void {
    this.ending.endWith(code)
  }

  protected override async _run<T>(): Promise<T> {
    this.out.json = jsonAsked(this.argv)
    const listened = this.interrupted.listen()
    try {
      await this.init()
      const result: unknown = await this.run()
      this.interrupted.signal.throwIfAborted()
      this.ending.finish(result)
      return result as T
    } catch (error) {
      if (error instanceof HelpAsked) await this.showHelp()
      else this.ending.crash(this.interrupted.causeOf(error), this.commandPath)
      return undefined as T
    } finally {
      listened()
      this.engines.close()
    }
  }

  private async showHelp(): Promise<void> {
    const {helpText} = await import('./help.js')
    this.io.stdout.write(await helpText(this.config, this.ctor.id))
  }
}
