import {readFileSync} from 'node:fs'
import {cannotRead} from '../engine/files.js'

/** The text of a file that a flag names; `-` is standard input. @throws DnetError BAD_CONFIG if it cannot be read */
export function readInput(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw cannotRead(path, error)
  }
}
