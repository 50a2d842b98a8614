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
import {BaseCommand} from './base-command.js'
import {isAlive} from './is-alive.js'

/** The flags that say how a change is made. */
export interface ChangeFlags {
  readonly 'dry-run': boolean
  readonly strict?: boolean
  readonly 'no-input': boolean
  readonly 'no-color': boolean
}

/** A yes that a change wants first. */
export interface Question {
  /** Without its question mark. */
  readonly text: string
  /** Said beforehand, by a flag. */
  readonly yes: boolean
  /**
   * Where there is no person to be asked: `refuse` a plan that dnet made; `go on` with what every name was given for;
   * `read` the answer from whatever stdin is, as Docker does.
   */
  readonly otherwise: 'refuse' | 'go on' | 'read'
}

interface Manner<R> extends Pick<Watcher<R>, 'before' | 'done'> {
  readonly question?: Question | undefined
  /** The plan as text, for `--dry-run` and before a question; one line for each step where not given. */
  readonly draw?: () => string | Promise<string>
}

/** What came of a change. */
interface Changed<R> {
  /** What came of each part; undefined where nothing was carried out: under `--dry-run`, or for want of a yes. */
  readonly results: readonly R[] | undefined
  /** Whether a person saw the plan and was asked. */
  readonly asked: boolean
  /** What `--json` tells of every change. */
  readonly told: {
    readonly warnings: readonly Finding[]
    readonly unseen: readonly string[]
    readonly plan?: readonly Operation[]
  }
}

/** What all commands that change something share: each foretells, rehearses and carries out in the same way. */
export abstract class ChangeCommand extends BaseCommand {
  /** What changes of links are made with. */
  protected async linkTools(flags: EngineFlags & {readonly 'no-check': boolean}): Promise<LinkTools> {
    const [{engine}, settings] = await Promise.all([this.connect(flags), this.settings()])
    return {engine, journal: this.journal, settings, look: !flags['no-check']}
  }

  /** What endpoints had that are being taken away, kept for this user. */
  protected get journal(): Journal {
    const {env, pid, platform} = process
    return openJournal(journalFolder(env, homedir()), {pid, platform, isAlive})
  }

  /**
   * Tells what a change would bring about beside itself; then rehearses it under `--dry-run`, or carries it out. A part
   * that fails, or would, is reported, and the command ends non-zero.
   * @throws DnetError CHECK_FAILED under `--strict`, USAGE for want of a yes, INTERRUPTED
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

  /** @throws DnetError CHECK_FAILED where there is anything to warn of and `strict` is asked for */
  private foretell(foresight: Foresight<unknown>, strict: boolean): readonly Finding[] {
    const findings = findingsOf(foresight)
    for (const line of findingLines(findings)) this.talk(line)
    this.caution(foresight.unseen)
    if (!strict || findings.length === 0) return findings
    const message = `nothing was done: ${findings.map((finding) => finding.message).join('; ')}`
    throw new DnetError('CHECK_FAILED', message, findings[0]?.hint || 'to go on in spite of it, leave --strict out')
  }

  /** Reports whether a question is to be asked. @throws DnetError USAGE where a yes is needed and nobody can say it */
  private asks({text, yes, otherwise}: Question, flags: ChangeFlags): boolean {
    if (yes) return false
    if (otherwise === 'read' || this.hasPerson(flags)) return true
    if (otherwise === 'go on') return false
    throw new DnetError('USAGE', `${text}: nobody is there to be asked`, 'to say yes beforehand: --yes')
  }
}

/**
 * The question before something is done to several things; none for one.
 * @param ofPlan whether dnet put the things together, and not the command line
 */
export function aboutAll(
  what: string,
  things: readonly string[],
  flags: {readonly force: boolean; readonly yes: boolean},
  ofPlan: boolean,
): Question | undefined {
  if (things.length < 2) return undefined
  return {text: `${what}: ${things.join(', ')}`, yes: flags.force || flags.yes, otherwise: ofPlan ? 'refuse' : 'go on'}
}
