import {known, unknown} from '../../src/lib/model/known.js'
import type {PortSituation} from '../../src/lib/model/ports.js'

/** A host without ports in use, except what is given; its own addresses are unknown. */
export const situationWith = (parts: Partial<PortSituation> = {}): PortSituation => ({
  bindings: [],
  claims: known([]),
  listeners: known([]),
  services: known([]),
  ephemeral: {first: 32768, last: 60999},
  local: unknown('not looked at'),
  ...parts,
})
