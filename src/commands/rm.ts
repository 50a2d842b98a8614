import {foreseeRemove} from '../lib/carry/remove.js'
import {dryRun, flag, noCheck, strict, yes} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {aboutAll, ChangeCommand} from '../lib/cli/change-command.js'
import {countOf} from '../lib/view/text/amounts.js'

const INGRESS_WARNING =
  'WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same docker engine version. ' +
  'Otherwise, removal may not be effective and functionality of newly create ingress networks will be impaired.\n' +
  'Are you sure you want to continue?'

export default class Rm extends ChangeCommand {
  static override summary = 'Remove networks'
  static override aliases = ['remove']
  static override examples = [
    '<%= config.bin %> rm web',
    '<%= config.bin %> rm --force web api',
    '<%= config.bin %> rm --disconnect --yes web',
  ]
  static override words: readonly WordShape[] = [{name: 'NETWORK', offers: 'own-network', many: true}]
  static override flags = {
    disconnect: flag('disconnect everything first: running and stopped containers, and endpoints without a container'),
    force: flag('ignore networks that do not exist', {char: 'f'}),
    'no-check': noCheck(),
    strict: strict(),
    yes: yes(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Rm)
    const {engine} = await this.connect(flags)
    const request = {networks: words, disconnect: flags.disconnect, force: flags.force}
    const {ingress, ...foresight} = await foreseeRemove(engine, request, this.journal, {look: !flags['no-check']})
    const attached = foresight.parts.flatMap(({steps}) =>
      steps.flatMap((step) => (step.do === 'disconnect' ? [step.container] : [])),
    )
    const also = attached.length === 0 ? '' : `, and disconnect ${[...new Set(attached)].join(', ')}`
    const text = `Remove ${countOf(words.length, 'network')}: ${words.join(', ')}${also}`
    const {results = [], told} = await this.change(foresight, flags, {
      question: aboutAll(text, words.length, flags, attached.length),
      before: async (part) => !ingress.has(part) || this.confirm(INGRESS_WARNING),
      done: (_part, {network, missing}) => this.answerVerbatim(missing ? '' : `${network}\n`),
    })
    const removed = results.filter(({missing}) => !missing)
    const disconnected = removed.flatMap(({network, disconnected: gone}) =>
      gone.map((container) => ({network, container})),
    )
    const names = removed.map(({network}) => network)
    return flags.disconnect ? {removed: names, disconnected, ...told} : {removed: names, ...told}
  }
}
