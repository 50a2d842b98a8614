import {Flags} from '@oclif/core'
import {BaseCommand} from '../lib/cli/base-command.js'
import {dryRun} from '../lib/cli/flags.js'
import type {WordShape} from '../lib/cli/words.js'
import type {Operation} from '../lib/plan/operation.js'

export default class Disconnect extends BaseCommand {
  static override summary = 'Disconnect a container from a network'
  static override examples = ['<%= config.bin %> disconnect web api', '<%= config.bin %> disconnect --force web api']
  static override words: readonly WordShape[] = [
    {name: 'NETWORK', kind: 'network'},
    {name: 'CONTAINER', kind: 'attached'},
  ]
  static override flags = {
    force: Flags.boolean({char: 'f', summary: 'also where the container is gone or does not answer'}),
    'dry-run': dryRun(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Disconnect, {min: 2, max: 2})
    const [network = '', container = ''] = words
    const operation: Operation = {do: 'disconnect', network, container, force: flags.force, because: ''}
    if (flags['dry-run']) return this.dryRun([operation])
    const {engine} = await this.connect(flags)
    await engine.execute(operation)
    return {disconnected: {network, container}}
  }
}
