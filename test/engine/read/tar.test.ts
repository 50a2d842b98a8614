import {equal} from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {firstFileOf} from '../../../src/lib/engine/read/tar.js'

describe('the first file of a tar archive', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dnet-test-tar-'))
  const contents = {empty: '', hosts: '10.9.9.9\textra\n', long: 'x'.repeat(1025)}
  const packed = (...args: string[]): Buffer => execFileSync('tar', ['-C', folder, '-c', ...args])

  before(() => {
    mkdirSync(join(folder, 'sub'))
    for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, name), content)
  })
  after(() => rmSync(folder, {recursive: true}))

  const cases: [why: string, args: string[], content: string | undefined][] = [
    ['as POSIX writes it', ['--format=ustar', 'hosts'], contents.hosts],
    ['behind its attributes', ['--format=pax', '--pax-option=comment=hosts', 'hosts', 'long'], contents.hosts],
    ['behind a folder', ['--format=pax', 'sub', 'long'], contents.long],
    ['that is empty', ['--format=gnu', 'empty', 'hosts'], ''],
    ['is none where there are only folders', ['--format=gnu', 'sub'], undefined],
  ]
  for (const [why, args, content] of cases) it(why, () => equal(firstFileOf(packed(...args))?.toString(), content))
  it('is none in what is no archive', () => equal(firstFileOf(Buffer.from('no archive'.repeat(60))), undefined))
})
