import {closeSync, constants, existsSync, fstatSync, openSync, readdirSync, readSync} from 'node:fs'
import {DnetError} from '../errors.js'
import {toPaste} from '../shell-words.js'

/** The part of the file system that finding an engine needs; a parameter, so that a test can pass its own. */
export interface Files {
  /**
   * The file's bytes; undefined if there is no such file.
   * @param most of them
   * @throws the system's error for every other failure, and for what is no file, or larger
   */
  read(path: string, most?: number): Buffer | undefined
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

/** Bytes of a file that a person or a program wrote, by far. */
const MOST_BYTES = 16 * 2 ** 20

/**
 * The bytes of a regular file, or of a device that has none, such as /dev/null. A pipe would hold the process up until
 * somebody writes to it, and many devices have no end.
 */
function readWhole(path: string, most: number): Buffer {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const about = fstatSync(file)
    const {size} = about
    if (about.isFIFO()) throw new Error('it is a pipe, not a file')
    const pieces: Buffer[] = []
    for (let all = 0; ; ) {
      const piece = Buffer.allocUnsafe(Math.max(Math.min(size, most) - all + 1, 16_384))
      const bytes = readSync(file, piece)
      if (bytes === 0) return Buffer.concat(pieces)
      if (!about.isFile()) throw new Error('it is a device, not a file')
      all += bytes
      if (all > most) throw new Error(`it is larger than ${Math.floor(most / 2 ** 20)} MiB`)
      pieces.push(piece.subarray(0, bytes))
    }
  } finally {
    closeSync(file)
  }
}

/** This machine's files. */
export const diskFiles: Files = {
  read: (path, most = MOST_BYTES) => orWhenAbsent<Buffer | undefined>(() => readWhole(path, most), undefined),
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
 * @param most bytes; by default what a file of settings never has
 * @throws DnetError BAD_CONFIG if it cannot be read
 */
export function readText(path: string, files: Files, most?: number): string | undefined {
  try {
    return files.read(path, most)?.toString()
  } catch (error) {
    throw cannotRead(path, error)
  }
}
