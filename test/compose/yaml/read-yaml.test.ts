import {deepEqual} from 'node:assert/strict'
import {readYaml} from '../../../src/lib/compose/yaml/read-yaml.js'
import type {Tree} from '../../../src/lib/compose/yaml/tree.js'

function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value
  if (tree.kind === 'sequence') return tree.items.map(plain)
  return Object.fromEntries([...tree.entries].map(([key, value]) => [key, plain(value)]))
}

function read(text: string): {documents: unknown[]; problems: string[]} {
  const problems: string[] = []
  const trees = readYaml('c.yaml', text, {add: ({file, line}, message) => problems.push(`${file}:${line} ${message}`)})
  return {documents: trees.map(plain), problems}
}

/** As Docker Compose 2.40.3 reads them, each seen. */
const cases: [why: string, text: string, documents: unknown[]][] = [
  ['no document', '', []],
  ['a comment is none', '# c\n', []],
  ['an empty one', '---\n', [null]],
  ['several', 'a: 1\n---\nb: 2\n', [{a: 1}, {b: 2}]],
  ['a byte order mark in front', '\uFEFFa: 1\n', [{a: 1}]],
  ['quotes make a text', 'a: "1"\nb: \'true\'\nc: 1\nd: |\n  8\n', [{a: '1', b: 'true', c: 1, d: '8\n'}]],
  ['an empty text and nothing', 'a: ""\nb:\n', [{a: '', b: null}]],
  ['a tag makes a text', 'a: !!str 010\n', [{a: '010'}]],
  ['a tag makes a number', 'a: !!int "3"\n', [{a: 3}]],
  ['an alias is its anchor', 'a: &x [1, 2]\nb: *x\n', [{a: [1, 2], b: [1, 2]}]],
  ['a merged mapping', 'x: &x {p: 1, q: 2}\na:\n  <<: *x\n  q: 3\n', [{x: {p: 1, q: 2}, a: {p: 1, q: 3}}]],
  ['its own keys win where they come first', 'x: &x {q: 1}\na:\n  q: 3\n  <<: *x\n', [{x: {q: 1}, a: {q: 3}}]],
  [
    'of several merged mappings the first wins',
    'x: &x {p: 1}\ny: &y {p: 2, q: 2}\na:\n  <<: [*x, *y]\n',
    [{x: {p: 1}, y: {p: 2, q: 2}, a: {p: 1, q: 2}}],
  ],
  ['quotes make a merge key a plain one', 'a:\n  "<<": {p: 1}\n', [{a: {'<<': {p: 1}}}]],
]

describe('YAML of a compose file', () => {
  for (const [why, text, documents] of cases) it(why, () => deepEqual(read(text), {documents, problems: []}))

  it('a document that is no YAML is a problem and no document; the others are read', () => {
    deepEqual(read('a: 1\n---\nb: {}\nb: {}\n---\nc: 3\n'), {
      documents: [{a: 1}, {c: 3}],
      problems: ['c.yaml:4 Map keys must be unique'],
    })
  })

  it('an anchor within itself is nothing there', () => {
    deepEqual(read('a: &a\n  b: *a\n'), {
      documents: [{a: {b: null}}],
      problems: ['c.yaml:2 this anchor contains itself'],
    })
  })

  it('a mapping and a value know their lines', () => {
    const [tree] = readYaml('c.yaml', 'a:\n  b:\n    - 1\n  c:\n', {add: () => undefined})
    const a = tree?.kind === 'mapping' ? tree.entries.get('a') : undefined
    const within = a?.kind === 'mapping' ? [...a.entries.values()].map(({at}) => at.line) : []
    deepEqual([tree?.at, a?.at.line, within], [{file: 'c.yaml', line: 1}, 2, [3, 4]])
  })
})
