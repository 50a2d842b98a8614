import {describeAgreement} from './agree.js'
import {configOnly, type Given, network, swarm} from './given.js'

/** A name that no id of Swarm begins with, by chance: the engine prefers what it finds so to a network of that name. */
const manager: Given = [swarm, configOnly('own-x'), network('over', {Driver: 'overlay', Attachable: true})]
const QUESTION =
  /^WARNING! Before removing the routing-mesh network, .*\nAre you sure you want to continue\? \[y\/N\] $/
const ID = /^([0-9a-z]{25}|<id of .*>)\n$/

describeAgreement('in a swarm', [
  {rule: 'ls cuts its ids too', argv: 'ls', given: manager, prints: /\n[0-9a-z]{12} {3}ingress +overlay +swarm\n/},
  {rule: 'ls --no-trunc', argv: 'ls --no-trunc', given: manager, prints: /\n[0-9a-z]{25} +ingress +overlay +swarm\n/},
  {rule: 'ls by scope', argv: 'ls -f scope=swarm --format {{.Name}}', given: manager, prints: 'ingress\nover\n'},
  {rule: 'inspect', argv: 'inspect ingress', given: manager, prints: /"Ingress": true/},
  {rule: 'inspect -v', argv: 'inspect -v ingress', given: manager, prints: /"Name": "ingress"/},
  {
    rule: 'inspect, peers and services',
    argv: [
      'inspect',
      '-v',
      '-f',
      '{{.Peers}} {{json .Peers}} {{range .Peers}}{{.IP}}{{end}} {{json .Services}} {{.Services}}',
      'ingress',
    ],
    given: manager,
    prints: /^\[\{\S+ 127\.0\.0\.1\}\] \[\{"Name":/,
  },
  {
    rule: 'inspect by the start of an id',
    argv: ['inspect', '-f', '{{.Name}}', '<id12 over>'],
    given: manager,
    prints: 'over\n',
  },
  {
    rule: 'rm of the routing mesh asks, n',
    argv: 'rm ingress',
    given: manager,
    stdin: 'n\n',
    prints: QUESTION,
    changes: false,
  },
  {
    rule: 'rm of the routing mesh asks, nobody answers',
    argv: 'rm ingress',
    given: manager,
    prints: QUESTION,
    changes: false,
  },
  {rule: 'rm -f asks too', argv: 'rm -f ingress', given: manager, prints: QUESTION, changes: false},
  {
    rule: 'rm asks after a name that is not there',
    argv: 'rm nope ingress',
    given: manager,
    fails: 'network nope not found',
    prints: QUESTION,
  },
  {
    rule: 'after a no the others go',
    argv: 'rm ingress own-x',
    given: manager,
    stdin: 'n\n',
    prints: /\[y\/N\] own-x\n$/,
    leaves: 'docker_gwbridge ingress over',
  },
  {
    rule: 'rm of the routing mesh, y',
    argv: 'rm ingress over',
    given: manager,
    stdin: 'y\n',
    prints: /\[y\/N\] ingress\nover\n$/,
    leaves: 'docker_gwbridge own-x',
    goesLater: 'ingress',
  },
  {
    rule: 'create -d overlay',
    argv: 'create -d overlay --attachable --subnet 10.80.0.0/24 --label a=b n1',
    given: manager,
    prints: ID,
  },
  {rule: 'create --scope swarm', argv: 'create --scope swarm n1', given: manager, prints: ID},
  {rule: 'a second routing mesh', argv: 'create -d overlay --ingress n1', given: manager, fails: 'is already present'},
  {rule: 'prune', argv: 'prune -f', given: manager, changes: true, anyOrderOf: /\n/},
])
