import {known, unknown} from '../../src/lib/model/known.js'
import type {PortSituation} from '../../src/lib/model/ports.js'

/** A host on which no port is held, but for what is given; its own addresses were not looked at. */
export const situationWith = (parts: Partial<PortSituation> = {}): PortSituation => ({
  bindings: [],
  claims: known([]),
  listeners: known([]),
  services: known([]),
  ephemeral: {first: 32768, last: 60999},
  local: unknown('not looked at'),
  ...parts,
})
