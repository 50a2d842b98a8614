import type {Container} from './container.js'

/**
 * Whether a container holds no port and will ask for all of its own when it starts. One that is restarted over and over
 * is down between two starts.
 */
export const isDown = ({state, published}: Container): boolean =>
  state !== 'running' && state !== 'paused' && published.length === 0
