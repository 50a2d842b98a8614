import {dirname} from 'node:path'
import type {Files} from '../../src/lib/engine/files.js'

/** Files that are only here: path to text; a path with an Error is one that cannot be read. */
export function memoryFiles(texts: Readonly<Record<string, string | Error>>): Files {
  const paths = Object.keys(texts)
  return {
    read: (path) => {
      const text = texts[path]
      if (text instanceof Error) throw text
      return text === undefined ? undefined : Buffer.from(text)
    },
    exists: (path) => path in texts,
    list: (folder) => [
      ...new Set(
        paths
          .filter((path) => path.startsWith(`${folder}/`) && dirname(path) !== path)
          .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
      ),
    ],
  }
}
