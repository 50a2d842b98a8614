import type {EngineVersion} from '../test/harness/engine-root.js'
import {startEngine} from '../test/harness/throwaway.js'

/** `npm run engine [-- 20|26|28|podman]`: an engine to play with, until Ctrl-C. */
const versions: readonly string[] = ['20', '26', '28', 'podman'] satisfies EngineVersion[]
const wanted = process.argv[2]
if (wanted !== undefined && !versions.includes(wanted)) {
  process.stderr.write(`unknown engine "${wanted}"; there are ${versions.join(', ')}\n`)
  process.exit(2)
}

try {
  const engine = await startEngine({version: wanted as EngineVersion | undefined, name: 'play'})
  process.stderr.write(`engine ${engine.version}, API ${engine.api}, with the image bb:1; Ctrl-C removes it\n`)
  process.stdout.write(`export DOCKER_HOST=${engine.host}\n`)
  setInterval(() => {}, 2 ** 30)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
