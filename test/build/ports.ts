import {known, unknown} from '../../src/lib/model/known.js'
import type {Listener, PortSituation, PublishingFacts} from '../../src/lib/model/ports.js'
import {addr} from './host.js'

/** A host without ports in use, except what is given; its own addresses are unknown. */
export const situationWith = (parts: Partial<PortSituation> = {}): PortSituation => ({
  bindings: [],
  claims: known([]),
  listeners: known([]),
  containers: [],
  services: known([]),
  ephemeral: {first: 32768, last: 60999},
  local: unknown('not looked at'),
  ...parts,
})

/** What is known of publishing on engine 28 with nothing published, except what is given. */
export const publishing = (parts: Partial<PublishingFacts> = {}): PublishingFacts => ({
  apiVersion: '1.51',
  listeners: known([]),
  services: known([]),
  ephemeral: {first: 32768, last: 60999},
  local: known([]),
  hostHasIPv6: true,
  ...parts,
})

/** A TCP socket of nginx, process 7, on one family. */
export const listener = (at: string, port: number, parts: Partial<Listener> = {}): Listener => ({
  addr: addr(at),
  port,
  protocol: 'tcp',
  oneFamily: true,
  process: {pid: 7, name: 'nginx'},
  containerIds: [],
  ofEngine: false,
  ...parts,
})
