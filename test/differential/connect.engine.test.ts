import {describeAgreement} from './agree.js'
import {configOnly, connected, type Given, network, running, stopped, subnets} from './given.js'

const idle: Given = [
  network('n1', subnets('10.50.1.0/24')),
  network('n2'),
  stopped('c1'),
  stopped('c2', 'n1'),
  configOnly('conf'),
]
const busy: Given = [
  network('n1', {EnableIPv6: true, ...subnets('10.50.1.0/24', 'fd50::/64')}),
  network('n2'),
  running('c1'),
  running('c2', 'n1', {IPAMConfig: {IPv4Address: '10.50.1.77'}}),
]

describeAgreement('connect, to a container that does not run', [
  {rule: 'prints nothing', argv: 'connect n1 c1', given: idle, prints: ''},
  {rule: 'network may stand before it', argv: 'connect n1 c1', dnet: 'network connect n1 c1', given: idle, prints: ''},
  {rule: 'by ids', argv: ['connect', '<id n1>', '<id c1>'], given: idle},
  {rule: 'by the start of ids', argv: ['connect', '<id12 n1>', '<id12 c1>'], given: idle},
  {rule: '--alias, several and parted by commas', argv: 'connect --alias a,b --alias=c --alias d n1 c1', given: idle},
  {rule: '--alias with a quoted comma', argv: ['connect', '--alias', '"a,b"', 'n1', 'c1'], given: idle},
  {rule: '--alias of another script', argv: 'connect --alias 日本 n1 c1', given: idle},
  {rule: 'an empty --alias is none', argv: ['connect', '--alias', '', 'n1', 'c1'], given: idle},
  {rule: '--ip', argv: 'connect --ip 10.50.1.9 n1 c1', given: idle},
  {rule: '--ip6', argv: 'connect --ip6 fd50::9 n1 c1', given: idle, fails: 'user configured subnets'},
  {rule: '--link, with and without an alias', argv: 'connect --link c2:db --link c2 n1 c1', given: idle},
  {
    rule: '--link-local-ip',
    argv: 'connect --link-local-ip 169.254.1.9 --link-local-ip 169.254.1.10,169.254.1.11 n1 c1',
    given: idle,
  },
  {
    rule: '--driver-opt, blanks around it go',
    argv: ['connect', '--driver-opt', ' a = b ', '--driver-opt', 'c=d=e,f=g', 'n1', 'c1'],
    given: idle,
  },
  {rule: '--gw-priority', argv: 'connect --gw-priority 10 n1 c1', given: idle},
  {rule: '--gw-priority in hex', argv: 'connect --gw-priority=0x10 n1 c1', given: idle},
  {rule: '--gw-priority below zero', argv: 'connect --gw-priority -1_000 n1 c1', given: idle},
  {rule: 'flags may stand behind the words', argv: 'connect n1 c1 --alias a --ip=10.50.1.9', given: idle},
  {rule: 'blanks around the names go', argv: ['connect', ' n1 ', ' c1 '], given: idle},
  {rule: 'connected already', argv: 'connect n1 c2', given: idle, changes: false},
  {rule: 'a network that is not there: the engine takes it at its word', argv: 'connect nope c1', given: idle},
  {rule: 'a container that is not there', argv: 'connect n1 nope', given: idle, fails: 'No such container: nope'},
  {rule: 'the host network', argv: 'connect host c1', given: idle, fails: 'host'},
  {rule: 'the none network', argv: 'connect none c1', given: idle, fails: 'none'},
  {rule: 'an address outside', argv: 'connect --ip 10.9.9.9 n1 c1', given: idle, fails: '10.9.9.9'},
  {rule: 'an address that is none', argv: 'connect --ip abc n1 c1', given: idle, fails: 'abc'},
])

describeAgreement('connect, values', [
  {rule: 'a list value is the first line', argv: ['connect', '--alias', 'a\nb', 'n1', 'c1'], given: idle},
  {rule: 'a quoted list value keeps its line end', argv: ['connect', '--alias', '"a\nb"', 'n1', 'c1'], given: idle},
  {rule: 'blanks and empty values of a list stay', argv: ['connect', '--alias', ' a ,,b,', 'n1', 'c1'], given: idle},
  {rule: 'a list value of a line end', argv: ['connect', '--alias', '\n', 'n1', 'c1'], given: idle, fails: 'EOF'},
  {rule: '--gw-priority in octal', argv: 'connect --gw-priority 017 n1 c1', given: idle},
  {rule: '--gw-priority in binary', argv: 'connect --gw-priority +0b11 n1 c1', given: idle},
  {
    rule: '--gw-priority 08',
    argv: 'connect --gw-priority 08 n1 c1',
    given: idle,
    fails: 'strconv.ParseInt: parsing "08": invalid syntax',
  },
  {
    rule: 'an empty --gw-priority',
    argv: 'connect --gw-priority= n1 c1',
    given: idle,
    fails: 'strconv.ParseInt: parsing "": invalid syntax',
  },
  {rule: '--link with a comma', argv: 'connect --link c2,c3 n1 c1', given: idle},
  {rule: '--link with an empty alias', argv: 'connect --link c2: n1 c1', given: idle},
  {rule: '--driver-opt without a value', argv: 'connect --driver-opt a= n1 c1', given: idle},
  {rule: '--driver-opt, the last of a key wins', argv: 'connect --driver-opt a=1,a=2 n1 c1', given: idle},
  {rule: '--driver-opt with a quoted comma', argv: ['connect', '--driver-opt', '"a=1,2"', 'n1', 'c1'], given: idle},
  {rule: 'words behind --', argv: 'connect --ip=10.50.1.9 -- n1 c1', given: idle},
  {rule: 'a slash before a container', argv: 'connect n1 /c1', given: idle},
])

describeAgreement('connect, refused by the client', [
  {
    rule: '--driver-opt without =',
    argv: 'connect --driver-opt a n1 c1',
    given: idle,
    fails: 'invalid key/value pair format in driver options',
  },
  {
    rule: '--driver-opt without a key',
    argv: ['connect', '--driver-opt', ' =a', 'n1', 'c1'],
    given: idle,
    fails: 'invalid key/value pair format in driver options',
  },
  {
    rule: '--link with two colons',
    argv: 'connect --link a:b:c n1 c1',
    given: idle,
    fails: 'bad format for links: a:b:c',
  },
  {
    rule: 'an empty --link',
    argv: ['connect', '--link', '', 'n1', 'c1'],
    given: idle,
    fails: 'empty string specified for links',
  },
  {
    rule: '--gw-priority that is no number',
    argv: 'connect --gw-priority abc n1 c1',
    given: idle,
    fails: 'strconv.ParseInt: parsing "abc": invalid syntax',
  },
  {
    rule: '--gw-priority that is too large',
    argv: 'connect --gw-priority 9223372036854775808 n1 c1',
    given: idle,
    fails: 'value out of range',
  },
  {
    rule: '--gw-priority with a fraction',
    argv: 'connect --gw-priority 1.5 n1 c1',
    given: idle,
    fails: 'invalid syntax',
  },
  {rule: 'one word', argv: 'connect n1', given: idle, fails: 'requires 2 arguments'},
  {rule: 'an empty network', argv: ['connect', '', 'c1'], given: idle, fails: 'empty'},
  {rule: 'an empty container', argv: ['connect', 'n1', ''], given: idle, fails: /empty|container/},
])

describeAgreement('connect, to a running container', [
  {rule: 'gets an address', argv: 'connect n1 c1', given: busy},
  {
    rule: 'all of its flags',
    argv: 'connect --ip 10.50.1.9 --ip6 fd50::9 --alias web --alias www --link c2:db --gw-priority 7 --driver-opt com.docker.network.endpoint.sysctls=net.ipv4.conf.IFNAME.log_martians=1 n1 c1',
    given: busy,
  },
  {
    rule: 'connected already',
    argv: 'connect n1 c2',
    given: busy,
    fails: 'endpoint with name c2 already exists in network n1',
  },
  {
    rule: 'an address that is taken',
    argv: 'connect --ip 10.50.1.77 n1 c1',
    given: busy,
    fails: /already in use/i,
    changes: true,
  },
  {rule: 'a network that is not there', argv: 'connect nope c1', given: busy, fails: 'network nope not found'},
  {rule: 'an address outside', argv: 'connect --ip 10.9.9.9 n1 c1', given: busy, fails: '10.9.9.9'},
  {
    rule: 'an address on a network without a subnet of its own',
    argv: 'connect --ip 172.18.0.9 n2 c1',
    given: busy,
    fails: 'user configured subnets',
  },
  {rule: 'an alias on the predefined bridge', argv: 'connect --alias a bridge c2', given: busy, fails: 'alias'},
  {rule: 'the predefined bridge', argv: 'connect bridge c2', given: busy},
])

const attached: Given = [
  network('n1', subnets('10.51.1.0/24')),
  running('c1', 'n1'),
  stopped('c2', 'n1'),
  stopped('c3'),
]

describeAgreement('disconnect', [
  {rule: 'a running container', argv: 'disconnect n1 c1', given: attached, prints: ''},
  {
    rule: 'network may stand before it',
    argv: 'disconnect n1 c2',
    dnet: 'network disconnect n1 c2',
    given: attached,
    prints: '',
  },
  {rule: 'a container that does not run', argv: 'disconnect n1 c2', given: attached, prints: ''},
  {rule: '-f', argv: 'disconnect -f n1 c1', given: attached},
  {rule: '--force=true, behind the words', argv: 'disconnect n1 c2 --force=true', given: attached},
  {rule: 'by the start of ids', argv: ['disconnect', '<id12 n1>', '<id12 c2>'], given: attached},
  {rule: 'one that is not connected', argv: 'disconnect n1 c3', given: attached, fails: 'is not connected to'},
  {rule: '-f of one that is not connected', argv: 'disconnect -f n1 c3', given: attached, fails: 'is not connected to'},
  {rule: 'a network that is not there', argv: 'disconnect nope c1', given: attached, fails: 'network nope not found'},
  {rule: 'a container that is not there', argv: 'disconnect n1 nope', given: attached, fails: 'nope'},
  {rule: '-f of a container that is not there', argv: 'disconnect -f n1 nope', given: attached, fails: 'nope'},
  {rule: 'the predefined bridge', argv: 'disconnect bridge c3', given: attached},
  {rule: 'one word', argv: 'disconnect n1', given: attached, fails: 'requires 2 arguments'},
  {
    rule: 'an unknown short flag in a group',
    argv: 'disconnect -fz n1 c1',
    given: attached,
    fails: "unknown shorthand flag: 'z' in -z",
  },
])

const moreThanOne: Given = [
  network('n1'),
  network('n2'),
  stopped('c1', 'n1'),
  connected('n2', 'c1', {Aliases: ['web'], GwPriority: 3}),
]

describeAgreement('connect and disconnect, several networks', [
  {rule: 'the others stay as they were', argv: 'disconnect n1 c1', given: moreThanOne},
  {rule: 'the first stays as it was', argv: 'disconnect n2 c1', given: moreThanOne},
])
