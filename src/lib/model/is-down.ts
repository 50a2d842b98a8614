import type {Container} from './container.js'

/**
 * Whether a container has no ports now and will request all of them when it starts. A container that restarts again and
 * again is down between two starts.
 */
export const isDown = ({state, published}: Container): boolean =>
  state !== 'running' && state !== 'paused' && published.length === 0
