import {flag, fromSnapshot, list, noPager, string} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand, type FlagsOf} from '../lib/cli/base-command.js'
import {JsonText} from '../lib/cli/out/json-answer.js'
import {DnetError} from '../lib/errors.js'
import {containerNamed, mayBeMeant, networkNamed} from '../lib/model/find.js'
import {checkInspectFormat, formatInspect} from '../lib/view/docker/network-inspect.js'
import {containerJson} from '../lib/view/networks/container-json.js'

export default class Inspect extends BaseCommand {
  static override summary = 'Show all details of networks'
  static override examples = [
    '<%= config.bin %> inspect bridge',
    '<%= config.bin %> inspect --pretty bridge host',
    '<%= config.bin %> inspect --container db',
    "<%= config.bin %> inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' bridge",
  ]
  static override words: readonly WordShape[] = [{name: 'NETWORK', offers: 'network', many: true, unless: 'container'}]
  static override flags = {
    container: list({summary: "show a container's networks side by side", helpValue: 'NAME', offers: 'container'}),
    format: string({
      char: 'f',
      helpValue: 'FORMAT',
      summary: "'json' or a Go template",
      offers: [
        {value: 'json', about: 'on one line'},
        {value: '{{.Name}}', about: 'a Go template'},
      ],
    }),
    pretty: flag('a readable card (the default on a terminal)'),
    verbose: flag('also the services and tasks of a Swarm network', {char: 'v'}),
    'no-pager': noPager(),
    from: fromSnapshot(),
  }

  async run(): Promise<object> {
    const {flags, words} = await this.read(Inspect)
    checkInspectFormat(flags.format)
    if (flags.container.length > 0) return this.containers(flags)
    if (flags.format === '' && !flags.json && (flags.pretty || this.screen.terminal)) return this.cards(words, flags)
    return this.asDocker(words, flags)
  }

  private async asDocker(words: readonly string[], flags: InspectFlags): Promise<{networks: JsonText}> {
    const {engine} = await this.connect(flags).catch((error: unknown) => {
      // Docker reports an unreachable engine once for each network, after printing the networks it found: none.
      if (error instanceof DnetError && error.code === 'UNREACHABLE')
        this.answerVerbatim(formatInspect([], flags.format).stdout)
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
    this.answerVerbatim(stdout)
    for (const failure of error ? [...failures, error] : failures) this.failed(failure)
    return {networks: new JsonText(formatInspect(bodies, '').stdout.trimEnd())}
  }

  private async cards(words: readonly string[], flags: InspectFlags): Promise<object> {
    const wanted = mayBeMeant(words)
    const {engine} = await this.connect(flags)
    const host = await engine.observe({
      networkDetails: wanted,
      containerDetails: ({endpoints}) =>
        endpoints.some(({networkId, networkName}) => wanted({id: networkId, name: networkName})),
    })
    const {networkCard} = await import('../lib/model/networks/network-card.js')
    const networks = this.each(words, (word) => networkNamed(host.networks, word))
    const cards = networks.map((network) => networkCard(host, network))
    if (cards.length === 0) return {}
    await this.show(async () => {
      const {cardsText} = await import('../lib/view/networks/card.js')
      return cardsText(cards, this.look)
    }, flags)
    return {}
  }

  private async containers(flags: InspectFlags): Promise<object> {
    const {engine} = await this.connect(flags)
    const host = await engine.observe({networkDetails: 'joined', containerDetails: mayBeMeant(flags.container)})
    const {containerCard} = await import('../lib/model/networks/container-card.js')
    const found = this.each(flags.container, (word) => containerNamed(host, word))
    const cards = found.map((container) => containerCard(host, container))
    await this.show(async () => {
      const {containerCardText} = await import('../lib/view/networks/container-card.js')
      return cards.map((card) => containerCardText(card, this.look)).join('\n')
    }, flags)
    return {containers: cards.map(containerJson)}
  }

  /** What `find` returns for each word; a failure is reported and the other words still count. */
  private each<T>(words: readonly string[], find: (word: string) => T): T[] {
    return words.flatMap((word) => {
      try {
        return [find(word)]
      } catch (error) {
        this.failed(error)
        return []
      }
    })
  }
}

type InspectFlags = FlagsOf<typeof Inspect>
