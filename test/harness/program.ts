import {fileURLToPath} from 'node:url'
import {isBuilt} from '../../scripts/built.js'

if (!isBuilt())
  throw new Error('dist is missing or older than src, so that a test would run another program: npm run build')

/** The built program. */
export const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
