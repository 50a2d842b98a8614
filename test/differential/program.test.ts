import {describeAgreement} from './agree.js'
import {configOnly, type Given} from './given.js'

const one: Given = [configOnly('n1')]
const NOWHERE = {DOCKER_HOST: 'unix:///nowhere.sock'}

describeAgreement('the whole program', [
  {
    rule: '-H before the command',
    before: '-H <host>',
    argv: 'ls -q',
    env: NOWHERE,
    given: one,
    prints: /^([0-9a-f]{12}\n){4}$/,
  },
  {
    rule: '--host= before the command',
    before: '--host=<host>',
    argv: 'inspect -f {{.Name}} n1',
    env: NOWHERE,
    given: one,
    prints: 'n1\n',
  },
  {
    rule: '-H before network',
    before: '-H <host>',
    argv: 'inspect -f {{.Name}} n1',
    dnet: 'network inspect -f {{.Name}} n1',
    env: NOWHERE,
    given: one,
    prints: 'n1\n',
  },
  {
    rule: '--config before the command',
    before: '--config /nowhere',
    argv: 'ls -q',
    given: one,
    prints: /^([0-9a-f]{12}\n){4}$/,
  },
  {
    rule: 'DOCKER_API_VERSION',
    argv: 'ls -q',
    env: {DOCKER_API_VERSION: '1.44'},
    given: one,
    prints: /^([0-9a-f]{12}\n){4}$/,
  },
  {
    rule: 'DOCKER_API_VERSION that the engine does not have',
    argv: 'ls',
    env: {DOCKER_API_VERSION: '1.99'},
    fails: 'client version 1.99 is too new',
  },
  {rule: 'no engine', argv: 'ls', env: NOWHERE, fails: 'unix:///nowhere.sock', prints: ''},
  {rule: 'no engine, several targets', argv: 'rm a b', env: NOWHERE, fails: 'unix:///nowhere.sock', prints: ''},
  {rule: 'no engine, inspect', argv: 'inspect a', env: NOWHERE, fails: 'unix:///nowhere.sock', prints: '[]\n'},
  {rule: 'usage errors need no engine', argv: 'create', env: NOWHERE, fails: 'requires 1 argument'},
  {rule: 'a host of no known kind', argv: 'ls', env: {DOCKER_HOST: 'foo://bar'}, fails: 'foo://bar'},
  {rule: 'an unknown command', argv: 'foo', fails: 'foo', prints: ''},
  {rule: 'an unknown command behind network', argv: 'foo', dnet: 'network foo', fails: 'foo', prints: ''},
  {
    rule: 'a context that is not there',
    before: '--context nope',
    argv: 'ls',
    env: {DOCKER_HOST: ''},
    fails: 'nope',
    prints: '',
  },
  {rule: 'a command in capitals is none', argv: 'LS', fails: 'LS', prints: ''},
])
