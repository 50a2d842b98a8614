import {deepEqual} from 'node:assert/strict'
import {parseHosts} from '../../../src/lib/model/endpoints/hosts-file.js'

describe('a hosts file', () => {
  const cases: [why: string, text: string, entries: {addr: string; names: string[]}[]][] = [
    [
      'has an address and its names in each line, in its order',
      '10.7.0.2 db store\nfd07::2 db\n10.7.0.2 db\n',
      [
        {addr: '10.7.0.2', names: ['db', 'store']},
        {addr: 'fd07::2', names: ['db']},
        {addr: '10.7.0.2', names: ['db']},
      ],
    ],
    [
      'has any blanks around and between them',
      ' \t10.7.0.2 \t db   store \r\n',
      [{addr: '10.7.0.2', names: ['db', 'store']}],
    ],
    [
      'ends a line at a #',
      '10.7.0.2 db # store\n10.7.0.3 api#web\n',
      [
        {addr: '10.7.0.2', names: ['db']},
        {addr: '10.7.0.3', names: ['api']},
      ],
    ],
    ['has no entry in a line without a name', '10.7.0.2\n10.7.0.3 # db\n', []],
    ['has no entry in a line without an address', 'db store\n\n# 10.7.0.2 db\n', []],
  ]
  for (const [why, text, entries] of cases) it(why, () => deepEqual(parseHosts(text), entries))
})
