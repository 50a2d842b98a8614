import {existsSync, readdirSync, readFileSync} from 'node:fs'

/** The part of the file system that finding an engine needs; a parameter, so that a test can pass its own. */
export interface Files {
  /** The file's bytes; undefined if there is no such file. @throws the system's error for every other failure */
  read(path: string): Buffer | undefined
  exists(path: string): boolean
  /** The names in a folder, in no particular order; empty if there is no such folder. */
  list(folder: string): readonly string[]
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR'])

const orWhenAbsent = <T>(read: () => T, absent: T): T => {
  try {
    return read()
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return absent
    throw error
  }
}

/** This machine's files. */
export const diskFiles: Files = {
  read: (path) => orWhenAbsent<Buffer | undefined>(() => readFileSync(path), undefined),
  exists: (path) => existsSync(path),
  list: (folder) => orWhenAbsent<readonly string[]>(() => readdirSync(folder), []),
}
