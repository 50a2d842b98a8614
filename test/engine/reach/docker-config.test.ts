import {deepEqual, equal, match, throws} from 'node:assert/strict'
import {customHeaders, dockerConfigDir, readDockerConfig} from '../../../src/lib/engine/reach/docker-config.js'
import {memoryFiles} from '../../harness/memory-files.js'

const read = (text: string | Error) => readDockerConfig('/c', memoryFiles({'/c/config.json': text}))
const EMPTY = {currentContext: '', httpHeaders: {}, networksFormat: '', pruneFilters: []}

describe('the configuration file of Docker', () => {
  it('is in DOCKER_CONFIG, a folder, else in the home folder', () => {
    equal(dockerConfigDir({DOCKER_CONFIG: '/c'}, '/home/me'), '/c')
    equal(dockerConfigDir({DOCKER_CONFIG: ''}, '/home/me'), '/home/me/.docker')
  })

  it('need not be there', () => {
    deepEqual(readDockerConfig('/c', memoryFiles({})), {config: EMPTY, notes: []})
  })

  it('gives what dnet reads of it, letter case aside as in Go', () => {
    const text = JSON.stringify({
      auths: {x: {}},
      CURRENTCONTEXT: 'prod',
      HttpHeaders: {'X-Team': 'net'},
      networksFormat: '{{.ID}}',
      pruneFilters: ['label!=keep'],
    })
    deepEqual(read(text), {
      config: {
        currentContext: 'prod',
        httpHeaders: {'X-Team': 'net'},
        networksFormat: '{{.ID}}',
        pruneFilters: ['label!=keep'],
      },
      notes: [],
    })
  })

  const broken: [why: string, text: string | Error, note: RegExp][] = [
    ['not JSON', '{bad', /^WARNING: Error parsing config file \(\/c\/config\.json\): ./],
    ['empty', '', /^WARNING: Error parsing config file \(\/c\/config\.json\): ./],
    ['a list', '[]', /: not a JSON object$/],
    ['not readable', new Error('EACCES: permission denied'), /: EACCES: permission denied$/],
  ]
  for (const [why, text, note] of broken) {
    it(`${why}: a note, and on it goes`, () => {
      const {config, notes} = read(text)
      deepEqual([config, notes.length], [EMPTY, 1])
      match(notes[0] ?? '', note)
    })
  }

  it('a field of the wrong type is a note, and the others count', () => {
    deepEqual(read('{"HttpHeaders":3,"currentContext":"prod"}'), {
      config: {...EMPTY, currentContext: 'prod'},
      notes: ['WARNING: Error parsing config file (/c/config.json): HttpHeaders has the wrong type'],
    })
  })
})

describe('headers for every request', () => {
  const config = {...EMPTY, httpHeaders: {'X-File': '1'}}

  it('are those of the file', () => deepEqual(customHeaders(config, {}), {'X-File': '1'}))

  const variables: [text: string, headers: Record<string, string>][] = [
    ['A=1', {A: '1'}],
    [' A =1, B= 2 ', {A: '1', B: ' 2 '}],
    ['A=x=y', {A: 'x=y'}],
    ['A=', {A: ''}],
    ['"A=1,2",B=3', {A: '1,2', B: '3'}],
    ['"A=say ""hi"""', {A: 'say "hi"'}],
  ]
  for (const [text, headers] of variables) {
    it(`are those of DOCKER_CUSTOM_HEADERS=${text} instead`, () =>
      deepEqual(customHeaders(config, {DOCKER_CUSTOM_HEADERS: text}), headers))
  }

  const refused: [text: string, code: string, message: string][] = [
    ['a', 'USAGE', 'DOCKER_CUSTOM_HEADERS: missing "=" in "a"'],
    ['=a', 'USAGE', 'DOCKER_CUSTOM_HEADERS: empty name in "=a"'],
    ['"a', 'USAGE', 'DOCKER_CUSTOM_HEADERS: the quotes are unbalanced'],
    ['a b=1', 'BAD_CONFIG', 'invalid header "a b" in DOCKER_CUSTOM_HEADERS'],
    ['a=x\ny', 'BAD_CONFIG', 'invalid header "a" in DOCKER_CUSTOM_HEADERS'],
  ]
  for (const [text, code, message] of refused) {
    it(`DOCKER_CUSTOM_HEADERS=${JSON.stringify(text)} is refused`, () =>
      throws(() => customHeaders(config, {DOCKER_CUSTOM_HEADERS: text}), {code, message}))
  }
})
