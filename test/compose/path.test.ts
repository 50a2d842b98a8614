import {equal} from 'node:assert/strict'
import {baseName, directoryOf, resolveFrom} from '../../src/lib/compose/path.js'

const resolved: [why: string, directory: string, path: string, result: string][] = [
  ['a plain name', '/p', 'c.yaml', '/p/c.yaml'],
  ['a path of several parts', '/p', 'a/b/c.yaml', '/p/a/b/c.yaml'],
  ['an absolute path stays', '/p', '/q/c.yaml', '/q/c.yaml'],
  ['. is the same folder', '/p', './a/./c.yaml', '/p/a/c.yaml'],
  ['two slashes are one', '/p', 'a//c.yaml', '/p/a/c.yaml'],
  ['a slash at the end is none', '/p', 'a/', '/p/a'],
  ['.. is the folder above', '/p/q', '../c.yaml', '/p/c.yaml'],
  ['.. after a name takes it away', '/p', 'a/../c.yaml', '/p/c.yaml'],
  ['nothing is above the root', '/p', '../../../c.yaml', '/c.yaml'],
  ['the root itself', '/p', '..', '/'],
  ['.. from a relative folder', 'p', '../c.yaml', 'c.yaml'],
  ['.. leaves a relative folder', 'p', '../../c.yaml', '../c.yaml'],
  ['and goes on above it', '..', '../c.yaml', '../../c.yaml'],
  ['a folder beside a relative one', '..', 'a/../c.yaml', '../c.yaml'],
  ['a relative folder as seen from itself', 'p', '..', '.'],
  ['the current folder', '.', 'c.yaml', 'c.yaml'],
  ['a path of Windows', 'C:\\p', 'a\\c.yaml', 'C:/p/a/c.yaml'],
  ['an absolute path of Windows', '/p', 'D:\\q\\c.yaml', 'D:/q/c.yaml'],
  ['one with slashes', '/p', 'D:/q/../c.yaml', 'D:/c.yaml'],
  ['a name that only looks like a drive', '/p', '1:/c.yaml', '/p/1:/c.yaml'],
  ['a drive within a path is a name', 'p', 'a/C:/c.yaml', 'p/a/C:/c.yaml'],
]

const folders: [path: string, folder: string][] = [
  ['/p/c.yaml', '/p'],
  ['/c.yaml', '/'],
  ['p/c.yaml', 'p'],
  ['c.yaml', '.'],
  ['../c.yaml', '..'],
]

const names: [path: string, name: string][] = [
  ['/p/shop', 'shop'],
  ['/p/shop/', 'shop'],
  ['shop', 'shop'],
  ['C:\\p\\shop', 'shop'],
  ['/', ''],
]

describe('a path seen from a folder', () => {
  for (const [why, directory, path, result] of resolved)
    it(`${why}: ${path} from ${directory}`, () => equal(resolveFrom(directory, path), result))
})

describe('the folder of a file', () => {
  for (const [path, folder] of folders) it(`${path} is in ${folder}`, () => equal(directoryOf(path), folder))
})

describe('the last part of a path', () => {
  for (const [path, name] of names) it(`${path} ends with "${name}"`, () => equal(baseName(path), name))
})
