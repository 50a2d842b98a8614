import {readFileSync} from 'node:fs'
import {DnetError} from '../errors.js'
import {toPaste} from '../shell-words.js'

/** The text of a file that a flag names; `-` is standard input. @throws DnetError BAD_CONFIG if it cannot be read */
export function readInput(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new DnetError('BAD_CONFIG', `cannot read ${path}: ${(error as Error).message}`, toPaste`ls -l ${path}`, {
      cause: error,
    })
  }
}
