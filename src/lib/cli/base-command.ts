import {homedir} from 'node:os'
import {Command, type Interfaces} from '@oclif/core'
import {diskFiles} from '../engine/files.js'
import {DnetError, type ErrorCode} from '../errors.js'
import type {UserConfig} from '../spec/user-config.js'
import type {Look} from '../view/text/paint.js'
import {refuseNewer} from './api-since.js'
import {COMMON_FLAGS, type EngineFlags} from './args/common-flags.js'
import {flagValues, shapesOf} from './args/flag-values.js'
import {type IdleFlags, refuseIdleFlags} from './args/idle-flags.js'
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

/** Thrown by `read` on `--help`: after flag errors, before everything else. */
class HelpAsked extends Error {}

/** The flags that decide whether and how a person may be asked. */
type AskFlags = {readonly 'no-input': boolean; readonly 'no-color': boolean}

type CommonFlags = Interfaces.InferredFlags<typeof COMMON_FLAGS>

/** A command's own flags replace common ones of the same name. */
export type FlagsOf<C extends typeof Command> = Interfaces.InferredFlags<C['flags']> &
  Omit<CommonFlags, keyof C['flags']>

/**
 * What all commands share: reading the command line as Docker does, the engine, the output and the exit. A command's
 * `run` returns the object that `--json` prints.
 */
export abstract class BaseCommand extends Command {
  static override baseFlags = COMMON_FLAGS

  /** The words after the command's name, and so their number; see `WordShape`. */
  static words: readonly WordShape[] = []

  /** The flags that are refused where they would have no effect. */
  static idle: IdleFlags = {}

  protected readonly interrupted = new Interruption()
  private readonly out = new Output(this.io)
  private readonly ending = new Ending(this.out, this.io)
  private readonly engines = new OpenEngines()
  /** The names of the flags of the command line. */
  private given: readonly string[] = []

  protected get io(): Io {
    return process
  }

  /** Reads this command's flags and words; asks a person at a terminal for missing words. @throws DnetError USAGE */
  protected async read<C extends typeof Command>(command: C): Promise<{flags: FlagsOf<C>; words: readonly string[]}> {
    this.parsed = true
    const definitions = {...COMMON_FLAGS, ...command.flags}
    const read = readArgv(this.argv, shapesOf(definitions))
    this.given = read.flags.map(({name}) => name)
    if (this.given.filter((name) => name === 'host').length > 1) throw new DnetError('USAGE', 'specify only one -H', '')
    const flags = (await flagValues(definitions, read.flags)) as CommonFlags
    if (flags.help) throw new HelpAsked()
    this.out.heed(flags)
    const {words, idle} = this.ctor as typeof BaseCommand
    const values: Readonly<Record<string, unknown>> = flags
    refuseIdleFlags(new Set(this.given.filter((name) => values[name] !== false)), idle)
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

  /** The engine (or snapshot) that the flags and the environment choose; closed when the command ends. */
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

  /** How to draw views for people on stdout now. */
  protected get look(): Look {
    return this.out.look
  }

  /** Writes the answer to stdout. Silent under `--json`, where the answer is the object that `run` returns. */
  protected answer(text: string): void {
    this.out.answer(text)
  }

  /** Writes text for programs to stdout: unchanged to a pipe or file, made harmless on a terminal. */
  protected answerVerbatim(text: string): void {
    this.out.answerVerbatim(text)
  }

  /**
   * Writes text to stdout, which is not drawn under `--json`. Text longer than the terminal is paged, unless
   * `--no-pager` is given.
   */
  protected show(
    draw: () => string | Promise<string>,
    flags: {readonly 'no-pager': boolean} = {'no-pager': true},
  ): Promise<void> {
    return this.out.show(draw, !flags['no-pager'])
  }

  /** Calls back when the terminal is resized; the screen then has the new size. */
  protected onResize(then: () => void): void {
    this.out.onResize(then)
  }

  /** Writes one line to stderr, made harmless. */
  protected talk(line: string): void {
    this.out.talk(line)
  }

  /** Warns on stderr of what the reader of the answer must know, and returns it. */
  protected caution(sentences: readonly string[]): readonly string[] {
    return this.out.caution(sentences)
  }

  /** Whether there is a person to ask. */
  protected hasPerson(flags: Pick<AskFlags, 'no-input'>): boolean {
    return !this.out.json && mayAsk(flags['no-input'])
  }

  /** Asks a yes-or-no question as Docker does: only `y` or `Y` means yes. */
  protected async confirm(question: string): Promise<boolean> {
    const {confirm} = await import('./ask/confirm.js')
    const {stdin, stdout, stderr} = this.io
    return confirm(question, {ask: this.out.json ? stderr : stdout, answer: stdin, signal: this.interrupted.signal})
  }

  /** Asks a yes-or-no question that Docker does not ask: with a prompt on a terminal, in a script as Docker would. */
  protected async agreed(question: string, flags: AskFlags): Promise<boolean> {
    if (!this.hasPerson(flags)) return this.confirm(question)
    const {agree} = await import('./ask/prompt.js')
    return agree(question, {noColour: flags['no-color']})
  }

  /** Reports the failure of one of several targets at once; the command goes on and ends non-zero. */
  protected failed(error: unknown): void {
    this.ending.failed(error)
  }

  /** Makes the command exit with this code although it succeeded: a check that found problems. */
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
