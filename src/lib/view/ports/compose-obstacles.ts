import type {ComposeObstacle} from '../../plan/compose/obstacle.js'
import {safeText} from '../text/safe-text.js'

/** What is in the way of a compose project's networks, for people on stderr: a line each, and one for what helps. */
export function obstacleLines(obstacles: readonly ComposeObstacle[]): string[] {
  return obstacles.flatMap(({network, service, at, reason, hint}) => {
    const what = service === '' ? `network "${network}"` : `service "${service}" on network "${network}"`
    return [safeText(`${at}: ${what}: ${reason}`), ...(hint === '' ? [] : [`Try this: ${safeText(hint)}`])]
  })
}
