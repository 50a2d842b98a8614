import {foreseeDisconnect} from '../lib/carry/connect.js'
import {dryRun, flag, noCheck, strict, yes} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {aboutAll, ChangeCommand} from '../lib/cli/change-command.js'

export default class Disconnect extends ChangeCommand {
  static override summary = 'Disconnect containers from a network'
  static override description =
    'Looks first: tells whether the default gateway would move, and which ports would be lost.'
  static override examples = [
    '<%= config.bin %> disconnect web api',
    '<%= config.bin %> disconnect --force web api',
    '<%= config.bin %> disconnect --all --yes web',
  ]
  static override words: readonly WordShape[] = [
    {name: 'NETWORK', offers: 'network'},
    {name: 'CONTAINER', offers: 'connected-container', many: true, unless: 'all'},
  ]
  static override flags = {
    all: flag('all that is on the network: stopped containers and stale endpoints too', {char: 'a'}),
    force: flag('also where the container is gone or does not answer', {char: 'f'}),
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
      question: aboutAll(`Disconnect ${targets.length} containers from ${network}`, targets, flags, flags.all),
    })
    return {network, disconnected: results.map(({container}) => container), ...told}
  }
}
