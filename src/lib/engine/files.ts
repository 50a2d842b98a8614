import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {DnetError} from '../errors.js'
import {toPaste} from '../shell-words.js'

/** The part of the file system that finding an engine needs; a parameter, so that a test can pass its own. */
export interface Files {
  /** The file's bytes; undefined if there is no such file. @throws the system's error for every other failure */
  read(path: string): Buffer | undefined
  exists(path: string): boolean
  /** The names in a folder, in no particular order; empty if there is no such folder. */
  list(folder: string): readonly string[]
}

/** There is no such file, or what should be its folder is none. */
export const isAbsent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

const orWhenAbsent = <T>(read: () => T, absent: T): T => {
  try {
    return read()
  } catch (error) {
    if (isAbsent(error)) return absent
    throw error
  }
}

/** This machine's files. */
export const diskFiles: Files = {
  read: (path) => orWhenAbsent<Buffer | undefined>(() => readFileSync(path), undefined),
  exists: (path) => existsSync(path),
  list: (folder) => orWhenAbsent<readonly string[]>(() => readdirSync(folder), []),
}

/** For a file that is there, or has to be, and cannot be read: a folder, or one that may not be read. */
export const cannotRead = (path: string, error: unknown): DnetError =>
  new DnetError('BAD_CONFIG', `cannot read ${path}: ${(error as Error).message}`, toPaste`ls -l ${path}`, {
    cause: error,
  })

/**
 * The text of a file, undefined if there is none.
 * @param named what the user calls the file
 * @throws DnetError BAD_CONFIG if it cannot be read
 */
export function readText(path: string, files: Files, named = path): string | undefined {
  try {
    return files.read(path)?.toString()
  } catch (error) {
    throw cannotRead(named, error)
  }
}
