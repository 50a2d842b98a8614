import {foreseeDisconnect} from '../lib/carry/connect.js'
import {dryRun, flag, noCheck, strict, yes} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {aboutAll, ChangeCommand} from '../lib/cli/change-command.js'
import {countOf} from '../lib/view/text/amounts.js'

export default class Disconnect extends ChangeCommand {
  static override summary = 'Disconnect containers from a network'
  static override description =
    'Checks the request first: warns if the default gateway would move or published ports would be lost.'
  static override examples = [
    '<%= config.bin %> disconnect web api',
    '<%= config.bin %> disconnect --force web api',
    '<%= config.bin %> disconnect --all --yes web',
  ]
  static override words: readonly WordShape[] = [
    {name: 'NETWORK', offers: 'left-network'},
    {name: 'CONTAINER', offers: 'connected-container', many: true, unless: 'all'},
  ]
  static override flags = {
    all: flag('everything on the network, including stopped containers and stale endpoints', {char: 'a'}),
    force: flag('also if the container no longer exists or does not respond', {char: 'f'}),
    'no-check': noCheck(),
    strict: strict(),
    yes: yes(),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Disconnect)
    const [network = '', ...named] = words
    const {engine} = await this.connect(flags)
    const request = {network, containers: flags.all ? ('all' as const) : named, force: flags.force}
    const foresight = await foreseeDisconnect(engine, request, {look: !flags['no-check']})
    const targets = foresight.parts.map(({target}) => target)
    const {results = [], told} = await this.change(foresight, flags, {
      question: aboutAll(
        `Disconnect ${countOf(targets.length, 'container')} from ${network}: ${targets.join(', ')}`,
        flags.all ? 0 : targets.length,
        flags,
        flags.all ? targets.length : 0,
      ),
    })
    return {network, disconnected: results.map(({container}) => container), ...told}
  }
}
