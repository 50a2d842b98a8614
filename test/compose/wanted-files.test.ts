import {deepEqual} from 'node:assert/strict'
import type {ComposeRequest} from '../../src/lib/compose/load.js'
import {wantedFiles} from '../../src/lib/compose/wanted-files.js'
import {hostPorts} from './loading.js'

const asked = (
  contents: Record<string, string>,
  request: Partial<ComposeRequest> = {},
  separator = ':',
): {readonly files: readonly string[]; readonly problems: readonly string[]; readonly request: ComposeRequest} => {
  const problems: string[] = []
  const readFile = (path: string): string | undefined => contents[path.startsWith('/') ? path : `/p/q/${path}`]
  const found = wantedFiles({files: [], currentDirectory: '/p/q', readFile, environment: {}, ...request}, separator, {
    add: ({file, line}, message) => problems.push(`${file}:${line} ${message}`),
  })
  return {files: found.files, problems, request: found}
}
const files = (...args: Parameters<typeof asked>): readonly string[] => asked(...args).files

describe('the compose files that docker compose would read', () => {
  it('are those that are named, whatever the variables say', () =>
    deepEqual(files({}, {files: ['x.yaml'], environment: {COMPOSE_FILE: 'y.yaml'}}), ['x.yaml']))
  it('are those of COMPOSE_FILE', () =>
    deepEqual(files({}, {environment: {COMPOSE_FILE: 'a.yaml:b.yaml'}}), ['a.yaml', 'b.yaml']))
  it("are cut at the platform's separator", () =>
    deepEqual(files({}, {environment: {COMPOSE_FILE: 'c:\\a.yaml;b.yaml'}}, ';'), ['c:\\a.yaml', 'b.yaml']))
  it('are cut at COMPOSE_PATH_SEPARATOR', () =>
    deepEqual(files({}, {environment: {COMPOSE_FILE: 'a.yaml,b.yaml', COMPOSE_PATH_SEPARATOR: ','}}), [
      'a.yaml',
      'b.yaml',
    ]))
  it("may be named in the current folder's .env, over which the environment wins", () => {
    deepEqual(files({'/p/q/.env': 'COMPOSE_FILE=a.yaml'}), ['a.yaml'])
    deepEqual(files({'/p/q/.env': 'COMPOSE_FILE=a.yaml'}, {environment: {COMPOSE_FILE: 'b.yaml'}}), ['b.yaml'])
  })
  it('whose .env then counts for all of the project', () => {
    const {request} = asked({'/p/q/.env': 'COMPOSE_FILE=/o/c.yaml\nPORT=81', '/o/.env': 'PORT=82'})
    deepEqual(request.environment, {COMPOSE_FILE: '/o/c.yaml', PORT: '81'})
  })
  it('are, where none are named, the default one and its override', () => {
    deepEqual(files({'/p/q/compose.yaml': '', '/p/q/docker-compose.yml': ''}), ['compose.yaml'])
    deepEqual(files({'/p/q/docker-compose.yaml': '', '/p/q/docker-compose.override.yaml': ''}), [
      'docker-compose.yaml',
      'docker-compose.override.yaml',
    ])
    deepEqual(files({'/p/q/docker-compose.yml': '', '/p/q/docker-compose.override.yml': ''}), [
      'docker-compose.yml',
      'docker-compose.override.yml',
    ])
    deepEqual(files({'/p/q/compose.yml': '', '/p/q/compose.override.yml': '', '/p/q/compose.override.yaml': ''}), [
      'compose.yml',
      'compose.override.yml',
    ])
  })
  it('are looked for in the folders above as well', () => {
    deepEqual(files({'/p/compose.yaml': ''}), ['/p/compose.yaml'])
    deepEqual(files({'/compose.yaml': '', '/compose.override.yaml': ''}), ['/compose.yaml', '/compose.override.yaml'])
  })
  it('may be none', () => deepEqual(files({}), []))
  it('take their variables from the files of COMPOSE_ENV_FILES', () => {
    deepEqual(asked({}, {files: ['x'], environment: {COMPOSE_ENV_FILES: 'a.env,b.env'}}).request.envFiles, [
      'a.env',
      'b.env',
    ])
    const flag = {files: ['x'], environment: {COMPOSE_ENV_FILES: 'a.env'}, envFiles: ['c.env']}
    deepEqual(asked({}, flag).request.envFiles, ['c.env'])
  })
  it('are not found in a broken .env, which is told', () =>
    deepEqual(asked({'/p/q/.env': 'A B=1'}).problems, ['/p/q/.env:1 a variable name cannot contain a space']))
})

describe('the profiles of a compose project', () => {
  const contents = {
    '/p/compose.yaml': 'services:\n  a:\n    profiles: [x]\n    ports: ["1:1"]\n',
    '/p/.env': 'COMPOSE_PROFILES=x',
  }
  it('are those of COMPOSE_PROFILES, from .env too', () => deepEqual(hostPorts(contents), {a: [1]}))
  it('of the environment before that', () => deepEqual(hostPorts(contents, {environment: {COMPOSE_PROFILES: 'y'}}), {}))
  it('or those that are asked for', () => {
    deepEqual(hostPorts(contents, {profiles: ['y']}), {})
    deepEqual(hostPorts(contents, {profiles: ['x'], environment: {COMPOSE_PROFILES: 'y'}}), {a: [1]})
  })
})
