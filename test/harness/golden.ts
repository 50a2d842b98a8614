import {equal} from 'node:assert/strict'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {fileURLToPath} from 'node:url'

/**
 * Holds a text to the one kept in test/golden. `UPDATE_GOLDEN=1` rewrites it, for a change that is then read.
 * @param name the file's path below test/golden, without `.txt`
 * @throws AssertionError where they differ, or there is none
 */
export function expectGolden(name: string, text: string): void {
  const file = fileURLToPath(new URL(`../golden/${name}.txt`, import.meta.url))
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, text)
  }
  equal(text, readFileSync(file, 'utf8'))
}
