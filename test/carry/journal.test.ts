import {deepEqual, equal, rejects} from 'node:assert/strict'
import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {openJournal} from '../../src/lib/carry/journal.js'
import {DnetError} from '../../src/lib/errors.js'

const had = {ipv4: '', ipv6: '', linkLocal: [], aliases: [], links: [], driverOptions: {}, gatewayPriority: 0}
const endpoint = {containerId: 'c1', container: 'app', networkId: 'n1', network: 'web', had}
const entry = {version: 1, purpose: 'reconnect', pid: 1, ...endpoint}

describe('the journal of endpoints', () => {
  let root: string
  let folder: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dnet-journal-'))
    folder = join(root, 'dnet', 'endpoints')
  })
  afterEach(() => rmSync(root, {recursive: true, force: true}))

  const open = () => openJournal(folder, {pid: 2, platform: process.platform, isAlive: () => false})

  it('has what another run left, until it is done', async () => {
    await open().begin(endpoint, 'reconnect')
    deepEqual(await open().left('reconnect'), [{...entry, pid: 2}])
    deepEqual(await open().left('remove'), [])
    await open().end('c1', 'n1')
    deepEqual(readdirSync(folder), [])
  })

  const foreign: [why: string, text: string][] = [
    ['no JSON', '{"version": 1,'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[1]'],
    ['another version', JSON.stringify({...entry, version: 2})],
    ['no container', JSON.stringify({...entry, containerId: undefined})],
    ['a number for a network', JSON.stringify({...entry, network: 7})],
    ['another purpose', JSON.stringify({...entry, purpose: 'rest'})],
    ['no endpoint', JSON.stringify({...entry, had: null})],
    ['a text for aliases', JSON.stringify({...entry, had: {...had, aliases: 'www'}})],
  ]
  for (const [why, text] of foreign)
    it(`passes over a file that holds ${why}, and leaves it`, async () => {
      mkdirSync(folder, {recursive: true})
      writeFileSync(join(folder, 'other.json'), text)
      deepEqual(await open().left('reconnect'), [])
      deepEqual(readdirSync(folder), ['other.json'])
    })

  it('is empty where its folder cannot be there, and says so before anything is removed', async () => {
    writeFileSync(join(root, 'dnet'), '')
    deepEqual(await open().left('reconnect'), [])
    await open().end('c1', 'n1')
    await rejects(open().begin(endpoint, 'remove'), (error: Error) => {
      equal(error instanceof DnetError && error.code, 'BAD_CONFIG')
      return error.message.startsWith(`cannot write the endpoint journal in ${folder}: `)
    })
  })

  it('cannot be read where a folder has the name of a file', async () => {
    mkdirSync(join(folder, 'c1-n1.json'), {recursive: true})
    await rejects(open().left('reconnect'), (error: Error) => {
      equal(error instanceof DnetError && error.code, 'BAD_CONFIG')
      return error.message.startsWith(`cannot read ${join(folder, 'c1-n1.json')}: `)
    })
  })
})
