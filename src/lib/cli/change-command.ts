import {homedir} from 'node:os'
import {type Around, carryOut, type Foresight, findingsOf, rehearsal, type Watcher} from '../carry/change.js'
import {type Journal, journalFolder, openJournal} from '../carry/journal.js'
import type {LinkTools} from '../carry/links.js'
import {DnetError} from '../errors.js'
import type {Finding} from '../model/finding.js'
import type {Operation} from '../plan/operation.js'
import {findingLines} from '../view/findings.js'
import {planText, stepText} from '../view/operations.js'
import {safeText} from '../view/text/safe-text.js'
import type {EngineFlags} from './args/common-flags.js'
import type {IdleFlags} from './args/idle-flags.js'
import {BaseCommand} from './base-command.js'
import {isAlive} from './is-alive.js'

/** The flags that say how a change is made. */
export interface ChangeFlags {
  readonly 'dry-run': boolean
  readonly strict?: boolean
  readonly 'no-input': boolean
  readonly 'no-color': boolean
}

/** A confirmation that a change needs first. */
export interface Question {
  /** Without its question mark. */
  readonly text: string
  /** Whether a flag has confirmed it in advance. */
  readonly yes: boolean
  /**
   * If there is no person to ask: `refuse` a plan that dnet made; `go on` if every name was given on the command line;
   * `read` the answer from stdin, whatever it is, as Docker does.
   */
  readonly otherwise: 'refuse' | 'go on' | 'read'
}

interface Manner<R> extends Pick<Watcher<R>, 'before' | 'done'> {
  readonly question?: Question | undefined
  /** The plan as text, for `--dry-run` and before a question; by default one line for each step. */
  readonly draw?: () => string | Promise<string>
}

/** The result of a change. */
interface Changed<R> {
  /** The result of each part; undefined if nothing was carried out: under `--dry-run`, or without confirmation. */
  readonly results: readonly R[] | undefined
  /** Whether a person saw the plan and was asked. */
  readonly asked: boolean
  /** What `--json` prints for every change. */
  readonly told: {
    readonly warnings: readonly Finding[]
    readonly unseen: readonly string[]
    readonly plan?: readonly Operation[]
  }
}

/** What all commands that change something share: the same warnings, dry run and way to carry out. */
export abstract class ChangeCommand extends BaseCommand {
  /** Without a check there is no warning to be strict about. */
  static override idle: IdleFlags = {beside: [['strict', 'no-check']]}

  /** What changes to links need. */
  protected async linkTools(flags: EngineFlags & {readonly 'no-check': boolean}): Promise<LinkTools> {
    const [{engine}, settings] = await Promise.all([this.connect(flags), this.settings()])
    return {engine, journal: this.journal, settings, look: !flags['no-check']}
  }

  /** Settings of endpoints that are being removed, kept for this user. */
  protected get journal(): Journal {
    const {env, pid, platform} = process
    return openJournal(journalFolder(env, homedir()), {pid, platform, isAlive})
  }

  /**
   * Reports the side effects of a change, then rehearses it under `--dry-run` or carries it out. A part that fails, or
   * would fail, is reported, and the command exits non-zero.
   * @throws DnetError CHECK_FAILED under `--strict`, USAGE without a confirmation that is needed, INTERRUPTED
   */
  protected async change<R>(
    foresight: Foresight<R>,
    flags: ChangeFlags,
    {question, draw, before, done}: Manner<R> = {},
  ): Promise<Changed<R>> {
    const {unseen} = foresight
    const warnings = this.foretell(foresight, flags.strict === true)
    if (flags['dry-run']) {
      const {plan, refusals} = rehearsal(foresight)
      for (const refusal of refusals) this.failed(refusal)
      await this.show(draw ?? (() => planText(plan)))
      return {results: undefined, asked: false, told: {warnings, unseen, plan}}
    }
    const told = {warnings, unseen}
    const asked = question !== undefined && this.asks(question, flags)
    if (asked && draw) process.stderr.write(await draw())
    if (asked && !(await this.agreed(safeText(`${question.text}?`), flags))) return {results: undefined, asked, told}
    const results = await carryOut(foresight, this.around, {
      before,
      done,
      came: (did, left) => {
        this.interrupted.progress = {done: did, left}
      },
      failed: (error, did, left) => {
        if (did.length > 0) {
          for (const step of did) this.talk(`Done: ${stepText(step)}`)
          for (const step of left) this.talk(`Not done: ${stepText(step)}`)
        }
        this.failed(error)
      },
    })
    return {results, asked, told}
  }

  private get around(): Around {
    const {signal} = this.interrupted
    return {journal: this.journal, signal, note: (text) => this.talk(text), random: Math.random}
  }

  /** @throws DnetError CHECK_FAILED if there is a warning and `strict` is given */
  private foretell(foresight: Foresight<unknown>, strict: boolean): readonly Finding[] {
    const findings = findingsOf(foresight)
    for (const line of findingLines(findings)) this.talk(line)
    this.caution(foresight.unseen)
    if (!strict || findings.length === 0) return findings
    const message = `nothing was done: ${findings.map((finding) => finding.message).join('; ')}`
    throw new DnetError('CHECK_FAILED', message, findings[0]?.hint || 'to go on anyway, leave out --strict')
  }

  /** Reports whether to ask the question. @throws DnetError USAGE if confirmation is needed and nobody can be asked */
  private asks({text, yes, otherwise}: Question, flags: ChangeFlags): boolean {
    if (yes) return false
    if (otherwise === 'read' || this.hasPerson(flags)) return true
    if (otherwise === 'go on') return false
    throw new DnetError('USAGE', `${text}: confirmation required`, 'to confirm in advance: --yes')
  }
}

/**
 * The question before a change to several things, or of several steps that dnet found to be needed; undefined for any
 * other. The second needs an answer: see docs/decisions/010-who-is-asked.md.
 * @param named how many things the command line names
 * @param planned the steps that dnet adds to these, or found instead of them
 */
export function aboutAll(
  text: string,
  named: number,
  flags: {readonly force?: boolean; readonly yes: boolean},
  planned: number,
): Question | undefined {
  const isPlan = planned > 0 && named + planned > 1
  if (named < 2 && !isPlan) return undefined
  return {text, yes: flags.force === true || flags.yes, otherwise: isPlan ? 'refuse' : 'go on'}
}
