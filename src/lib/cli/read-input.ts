import {diskFiles, readText} from '../engine/files.js'
import {DnetError} from '../errors.js'
import {readStdin} from './read-stdin.js'

/** The text of a file that a flag names; `-` is standard input. @throws DnetError BAD_CONFIG if it cannot be read */
export async function readInput(path: string, signal: AbortSignal): Promise<string> {
  if (path === '-') return readStdin(signal)
  const text = readText(path, diskFiles)
  if (text === undefined) throw new DnetError('BAD_CONFIG', `cannot find ${path}`, 'check the name of the file')
  return text
}
