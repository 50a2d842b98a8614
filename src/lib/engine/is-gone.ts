import {DnetError} from '../errors.js'

/**
 * Whether the engine says of a network or container that it does not exist. A 404 alone does not say so: a proxy that
 * lets only some calls through answers it too.
 */
export const isGone = (error: unknown): boolean =>
  error instanceof DnetError && (error.code === 'NETWORK_NOT_FOUND' || error.code === 'CONTAINER_NOT_FOUND')
