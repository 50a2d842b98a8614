import {fromSnapshot, noPager} from '../lib/cli/args/flags.js'
import type {WordShape} from '../lib/cli/args/words.js'
import {BaseCommand} from '../lib/cli/base-command.js'
import {DnetError} from '../lib/errors.js'
import type {MachineAddresses} from '../lib/model/address-space.js'
import {containersOf, type Host} from '../lib/model/host.js'
import type {HostLink} from '../lib/model/host-link.js'
import type {Known} from '../lib/model/known.js'
import {networksAround} from '../lib/model/subnets/addresses.js'
import {type Holding, holdingsOf, whoHolds} from '../lib/model/subnets/who.js'
import {nearestFew} from '../lib/nearest.js'
import {tryAddr} from '../lib/net/addr.js'
import {unseenPorts} from '../lib/plan/ports/unseen-ports.js'
import {toPaste} from '../lib/shell-words.js'

export default class Who extends BaseCommand {
  static override summary = 'Show what is using an address, MAC, port, interface, name or id'
  static override examples = [
    '<%= config.bin %> who 172.17.0.1',
    '<%= config.bin %> who 8080/tcp',
    '<%= config.bin %> who docker0',
    '<%= config.bin %> who db',
  ]
  static override words: readonly WordShape[] = [
    {name: 'ADDRESS|MAC|PORT|INTERFACE|NAME|ID', offers: 'network-or-container'},
  ]
  static override flags = {from: fromSnapshot(), 'no-pager': noPager()}

  async run(): Promise<{holdings: readonly Holding[]; unseen: readonly string[]}> {
    const {flags, words} = await this.read(Who)
    const [asked = ''] = words
    if (asked.trim() === '') throw new DnetError('USAGE', 'nothing to look for', 'dnet who 172.17.0.1')
    const {engine} = await this.connect(flags)
    const host = await engine.observe({networkDetails: true, containerDetails: true, publishing: true})
    const links = engine.hostLinks(containersOf(host))
    const machine = engine.machine()
    const holdings = whoHolds(host, asked, links, machine)
    // What could not be seen may be using a port, and what was found for anything else is found.
    const unseen = holdings.length === 0 || /^\d+(\/|$)/.test(asked) ? this.caution(unseenPorts(host)) : []
    if (holdings.length === 0) throw nobody(host, asked, links, machine)
    await this.show(async () => {
      const {holdingTable} = await import('../lib/view/who.js')
      return holdingTable(holdings, this.look)
    }, flags)
    return {holdings, unseen}
  }
}

function nobody(host: Host, asked: string, links: Known<readonly HostLink[]>, machine: MachineAddresses): DnetError {
  const addr = tryAddr(asked)
  const around = addr ? networksAround(host, addr) : []
  const where = around.map(({name}) => `"${name}"`).join(' and ')
  const all = holdingsOf(host, links, machine).filter(({holds}) => holds !== 'id')
  const near = nearestFew(
    asked,
    all.map(({value}) => value),
  )
  const hidden = /^veth/.test(asked) ? links : machine.interfaces
  const unseen = hidden.known ? '' : ` (interfaces of the engine's machine not seen: ${hidden.why})`
  const message = `nothing is using "${asked}"${where === '' ? '' : `, an address of network ${where}`}${unseen}`
  return new DnetError(
    'NOT_FOUND',
    message,
    near.length > 0 ? near.map((word) => toPaste`dnet who ${word}`).join(', or ') : 'dnet ls --tree',
  )
}
