import {fromSnapshot, noPager} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import type {Engine} from '../lib/engine/engine.js'
import {DnetError} from '../lib/errors.js'
import {aliasesUnseen, aliasesUnseenFrom, namesOn, resolveName, stackOwner} from '../lib/model/endpoints/dns.js'
import {hasDns} from '../lib/model/endpoints/names.js'
import {containerNamed, findContainer, findNetwork, networkNamed} from '../lib/model/find.js'
import {containersOf, type Host, type Network} from '../lib/model/host.js'
import {nearest} from '../lib/nearest.js'
import {toPaste} from '../lib/shell-words.js'

export default class Dns extends BaseCommand {
  static override summary = 'Show the names that resolve on a network, or what a container gets for a name'
  static override description =
    "With a network: its names. With a container and a name: what that container gets for that name, from its hosts file or Docker's DNS. Exits 6 if a container here has the name but is not what answers, or if nothing can answer; 0 if resolvers outside Docker are asked, whose answer dnet does not know."
  static override examples = ['<%= config.bin %> dns web', '<%= config.bin %> dns api db']
  static override usage = ['NETWORK', 'CONTAINER NAME']
  static override words: readonly WordShape[] = [
    {name: 'NETWORK|CONTAINER', offers: 'name-scope'},
    {name: 'NAME', offers: 'container', optional: true},
  ]
  static override flags = {from: fromSnapshot(), 'no-pager': noPager()}

  async run(): Promise<object> {
    const {flags, words} = await this.read(Dns)
    const [first = '', name] = words
    const {engine} = await this.connect(flags)
    const host = await engine.observe({networkDetails: true, containerDetails: true})
    return name === undefined ? this.names(host, first, flags) : this.resolve(engine, host, first, name)
  }

  private async names(host: Host, word: string, flags: {readonly 'no-pager': boolean}): Promise<object> {
    const network = networkOf(host, word)
    if (!hasDns(network)) {
      const hint = 'container names resolve on user-defined networks: dnet create NAME'
      throw new DnetError('UNSUPPORTED', `container names do not resolve on network ${network.name}`, hint)
    }
    const names = namesOn(host, network)
    await this.show(async () => {
      const {dnsTable} = await import('../lib/view/dns.js')
      return dnsTable(names, this.look)
    }, flags)
    return {network: network.name, names, unseen: this.caution(aliasesUnseen([network]))}
  }

  private async resolve(engine: Engine, host: Host, word: string, name: string): Promise<object> {
    const from = containerNamed(host, word)
    const owner = stackOwner(host, from)
    const hosts = await engine.hostsFile(owner)
    const resolution = resolveName(host, from, name, hosts)
    // Neither counts for what the hosts file says.
    const inHostsFile = resolution.found === true && resolution.by === 'hosts file'
    const elsewhere = inHostsFile ? [] : aliasesUnseenFrom(host, from)
    const unread = hosts.known ? [] : [`the hosts file of ${owner.name} could not be read: ${hosts.why}`]
    const unseen = this.caution([...unread, ...elsewhere])
    if (resolution.found === false) throw new DnetError('CHECK_FAILED', resolution.why, resolution.hint)
    const {passedOnText, resolutionText} = await import('../lib/view/dns.js')
    if (resolution.found) {
      this.answer(resolutionText(from.name, name, resolution, this.look))
      return {...resolution, unseen}
    }
    this.answer(passedOnText(from.name, name, elsewhere.length > 0, this.look))
    const near = nearest(
      name,
      host.networks.flatMap((network) => namesOn(host, network).map((each) => each.name)),
    )
    if (near) this.talk(toPaste`Try this: dnet dns ${from.name} ${near}`)
    return {...resolution, network: '', targets: [], unseen}
  }
}

/** @throws DnetError NAME_AMBIGUOUS, NETWORK_NOT_FOUND; USAGE for the name of a container, which needs a second word */
function networkOf(host: Host, word: string): Network {
  const found = findNetwork(host.networks, word)
  if (!found && findContainer(containersOf(host), word))
    throw new DnetError('USAGE', `"${word}" is a container: say which name it looks up`, toPaste`dnet dns ${word} NAME`)
  return found ?? networkNamed(host.networks, word)
}
