import type {Reader} from '../../json-reader.js'
import {type Known, known, unknown} from '../../model/known.js'
import {type PublishingFacts, type ServicePort, USUAL_EPHEMERAL} from '../../model/ports.js'
import type {PortRange, Protocol} from '../../net/port.js'
import {diskFiles, type Files} from '../files.js'
import {infoAnswer, serviceAnswer, versionAnswer} from '../read/answers.js'
import {seen} from '../seen.js'
import {hostListeners} from './listeners.js'
import {localAddresses} from './local-addresses.js'

interface Calls {
  object<T>(path: string, read: Reader<T>): Promise<T>
  list<T>(path: string, read: Reader<T>): Promise<readonly T[]>
}

/**
 * What decides which ports an engine can publish, apart from its containers.
 * @param calls calls of the Engine API by their path
 * @param engineApiVersion as the connection knows it, in case `/version` may not be asked
 * @param here whether the engine's machine is this one
 */
export async function readPublishing(calls: Calls, engineApiVersion: string, here: boolean): Promise<PublishingFacts> {
  const [version, services, listeners] = await Promise.all([
    seen(() => calls.object('/version', versionAnswer)),
    readServices(calls),
    hostListeners(here),
  ])
  return {
    apiVersion: version.known ? (version.value.ApiVersion ?? '') : engineApiVersion,
    listeners,
    services,
    ephemeral: (here && readEphemeral(diskFiles)) || USUAL_EPHEMERAL,
    local: readLocal(here),
    hostHasIPv6: !here || process.platform !== 'linux' || diskFiles.exists('/proc/net/if_inet6'),
  }
}

function readLocal(here: boolean): PublishingFacts['local'] {
  if (!here) return unknown('the engine runs on another machine')
  return process.platform === 'linux' ? localAddresses(diskFiles) : unknown(`they are not read on ${process.platform}`)
}

async function readServices(calls: Calls): Promise<Known<readonly ServicePort[]>> {
  const info = await seen(() => calls.object('/info', infoAnswer))
  if (!info.known) return info
  const {Swarm: swarm} = info.value
  if ((swarm?.LocalNodeState || 'inactive') === 'inactive') return known([])
  if (!swarm?.ControlAvailable) return unknown('only a Swarm manager knows them')
  const list = await seen(() => calls.list('/services', serviceAnswer))
  if (!list.known) return list
  const ports = list.value.flatMap(({ID, Spec, Endpoint}) =>
    (Endpoint?.Ports ?? []).flatMap(
      ({Protocol: protocol = 'tcp', PublishedPort: port, TargetPort: containerPort = 0, PublishMode: mode}) => {
        if (!port) return []
        const service = {id: ID, name: Spec?.Name ?? ''}
        return [
          {
            service,
            port,
            containerPort,
            protocol: protocol as Protocol,
            mode: mode === 'host' ? ('host' as const) : ('ingress' as const),
          },
        ]
      },
    ),
  )
  return known(ports.toSorted((a, b) => a.port - b.port))
}

function readEphemeral(files: Files): PortRange | undefined {
  const text = files.read('/proc/sys/net/ipv4/ip_local_port_range')?.toString() ?? ''
  const [, first, last] = /^\s*(\d+)\s+(\d+)/.exec(text) ?? []
  return first && last ? {first: Number(first), last: Number(last)} : undefined
}
