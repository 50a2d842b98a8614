import {createRequire} from 'node:module'
import displayWidth from '../../src/lib/view/text/display-width.cjs'

/**
 * Gives cli-table3 today's measure of text in place of its own old one where it runs from its package; in the bundle the
 * build does. Every test run begins with this (.mocharc.json).
 */
const require = createRequire(import.meta.url)
const place = createRequire(require.resolve('cli-table3')).resolve('string-width')
require(place)
const old = require.cache[place]
if (!old) throw new Error(`${place} is not where cli-table3 takes its measure of text from`)
old.exports = displayWidth
