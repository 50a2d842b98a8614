import {Flags} from '@oclif/core'
import {BaseCommand, JsonText} from '../lib/cli/base-command.js'
import {DnetError} from '../lib/errors.js'
import {checkInspectFormat, formatInspect} from '../lib/view/network-inspect.js'

export default class Inspect extends BaseCommand {
  static override summary = 'Show everything the engine knows of networks'
  static override examples = [
    '<%= config.bin %> inspect bridge',
    "<%= config.bin %> inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' bridge",
  ]
  static override flags = {
    format: Flags.string({char: 'f', default: '', helpValue: 'FORMAT', summary: "'json' or a Go template"}),
    verbose: Flags.boolean({char: 'v', summary: "also a Swarm network's services and tasks"}),
  }

  async run(): Promise<{networks: JsonText}> {
    const {flags, words} = await this.read(Inspect, {min: 1, max: Number.POSITIVE_INFINITY})
    checkInspectFormat(flags.format)
    const {engine} = await this.connect(flags).catch((error: unknown) => {
      // Docker tells of a missing engine once for each network, after the networks it found: none.
      if (error instanceof DnetError && error.code === 'UNREACHABLE')
        this.answer(formatInspect([], flags.format).stdout)
      throw error
    })
    const bodies: string[] = []
    const failures: unknown[] = []
    for (const word of words) {
      try {
        bodies.push(await engine.rawNetwork(word, {verbose: flags.verbose}))
      } catch (error) {
        failures.push(error)
      }
    }
    const {stdout, error} = formatInspect(bodies, flags.format)
    this.answer(stdout)
    for (const failure of error ? [...failures, error] : failures) this.failed(failure)
    return {networks: new JsonText(formatInspect(bodies, '').stdout.trimEnd())}
  }
}
