import {homedir} from 'node:os'
import {diskFiles} from '../../engine/files.js'
import {avoidedBy} from '../../model/subnets/blocks-in-use.js'
import {freeSubnets, OFFERED_LENGTHS} from '../../plan/subnets/free-subnets.js'
import {countText} from '../../view/text/amounts.js'
import type {EngineFlags} from '../args/common-flags.js'
import {openEngine} from '../open-engine.js'
import {readUserSettings} from '../user-settings.js'
import {type Manner, pickFew, type Row, typeLine} from './prompt.js'

interface WizardOptions {
  readonly flags: EngineFlags
  readonly signal: AbortSignal
  readonly manner: Manner
}

const KINDS: readonly Row[] = [
  {value: 'bridge', about: 'containers on this host, with outside access'},
  {value: 'internal', label: 'bridge, internal', about: 'containers on this host, without outside access'},
  {value: 'overlay', about: 'containers on several Swarm hosts'},
  {value: 'macvlan', about: "containers with their own MACs and addresses on the host's network"},
]

/**
 * Asks for everything a new network needs.
 * @returns the words and flags of the `dnet create` that creates it
 * @throws DnetError INTERRUPTED, without a message, if the person cancels; UNREACHABLE
 */
export async function createWizard({flags, signal, manner}: WizardOptions): Promise<readonly string[]> {
  const {engine} = await openEngine(flags, {signal, note: () => {}})
  try {
    const host = await engine.observe({addressSpace: true})
    const taken = new Set(host.networks.map(({name}) => name))
    const name = await typeLine('name of the network:', (line) => nameProblem(line, taken), manner)
    const kind = await pickFew(`what kind of network is ${name}?`, KINDS, manner)
    const settings = await readUserSettings(process.env, homedir(), diskFiles)
    const driver = kind === 'internal' ? 'bridge' : kind
    const avoid = avoidedBy([], settings.avoid, settings.path)
    const free = freeSubnets(host, driver, OFFERED_LENGTHS, settings.pools, avoid)
    const rows: Row[] = [
      {value: '', label: 'automatic', about: 'the engine chooses'},
      ...free.map(({subnet, room}) => ({value: subnet, about: `free, room for ${countText(room)} containers`})),
    ]
    const subnet = await pickFew(`which subnet for ${name}?`, rows, manner)
    return [
      ...(driver === 'bridge' ? [] : ['--driver', driver]),
      ...(kind === 'internal' ? ['--internal'] : []),
      ...(subnet === '' ? [] : ['--subnet', subnet]),
      name,
    ]
  } finally {
    engine.close()
  }
}

/** Why the engine would refuse a name; '' for a valid one (moby daemon/libnetwork/config IsValidName, daemon/names). */
function nameProblem(name: string, taken: ReadonlySet<string>): string {
  if (name === '') return 'a network needs a name'
  if (taken.has(name)) return `network "${name}" already exists`
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name))
    return 'use only letters, digits, "_", "." and "-", and start with a letter or digit'
  return ''
}
