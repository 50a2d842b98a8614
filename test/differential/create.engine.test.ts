import {describeAgreement} from './agree.js'
import {configOnly, type Given, network, subnets} from './given.js'

const ID = /^[0-9a-f]{64}\n$|^<id of .*>\n$/
const conf: Given = [configOnly('conf', {Labels: {from: 'conf'}, ...subnets('10.30.1.0/24')})]
const taken: Given = [network('taken', subnets('10.30.2.0/24'))]

describeAgreement('create', [
  {rule: 'prints the id of a bridge with the next free pool', argv: 'create n1', prints: ID, leaves: 'n1'},
  {rule: 'network may stand before it', argv: 'create n1', dnet: 'network create n1', prints: ID, leaves: 'n1'},
  {rule: '-d', argv: 'create -d bridge n1', prints: ID, leaves: 'n1'},
  {rule: '-dmacvlan', argv: 'create -dhost n1', fails: 'only one instance of "host" network is allowed'},
  {rule: '--driver=', argv: 'create --driver=host n1', fails: 'only one instance of "host" network is allowed'},
  {rule: 'flags may stand behind the name', argv: 'create n1 --internal', prints: ID, leaves: 'n1'},
  {
    rule: 'the last of a flag wins',
    argv: 'create --driver nope --driver host n1',
    fails: 'only one instance of "host" network is allowed',
  },
  {rule: '--internal=false', argv: 'create --config-only --internal=true --internal=false n1', prints: ID},
  {rule: '--internal takes no word: false is the name', argv: 'create --internal false', prints: ID, leaves: 'false'},
  {rule: 'words after -- are names', argv: 'create --config-only -- -n1', leaves: '-n1'},
  {rule: '--attachable', argv: 'create --attachable n1', prints: ID},
  {rule: '--scope local', argv: 'create --scope local n1', prints: ID},
  {rule: '--scope swarm needs a swarm', argv: 'create --scope swarm n1', fails: 'swarm'},
  {
    rule: '--ingress needs a swarm',
    argv: 'create --ingress n1',
    fails: 'Ingress network can only be global scope network',
  },
  {rule: '--ipv6', argv: 'create --ipv6 --subnet fd30::/64 n1', prints: ID},
  {rule: '--ipv4=false', argv: 'create --ipv4=false --ipv6 --subnet fd30::/64 n1', prints: ID},
  {rule: '--ipv4=0 without IPv6', argv: 'create --ipv4=0 n1', fails: 'IPv'},
  {rule: '--ipv4 and --ipv6=F', argv: 'create --config-only --ipv4 --ipv6=F n1', prints: ID},
  {
    rule: '-o, several, cut at the first =',
    argv: 'create -o com.docker.network.driver.mtu=1400 --opt com.docker.network.bridge.name=br-x1 -o=x=y=z n1',
    prints: ID,
  },
  {rule: 'the last of an option wins, commas are kept', argv: 'create --config-only -o a=1 -o a=2,b=3 n1', prints: ID},
  {
    rule: 'an option without = is empty',
    argv: 'create -o com.docker.network.bridge.enable_icc n1',
    fails: 'enable_icc',
    changes: false,
  },
  {
    rule: '--label, several',
    argv: 'create --config-only --label a=1 --label b --label c=d=e --label=f,g=h n1',
    prints: ID,
  },
  {rule: 'a label twice', argv: 'create --config-only --label a=1 --label a=2 n1', prints: ID},
  {
    rule: 'a label with blanks before its key',
    argv: ['create', '--config-only', '--label', ' \ta=1', 'n1'],
    prints: ID,
  },
  {
    rule: 'a label with control characters',
    argv: ['create', '--config-only', '--label', 'a=\u001b[2J\u0007\n\t$(x) `y` "z" \\', 'n1'],
    prints: ID,
  },
  {
    rule: 'a label of other scripts',
    argv: ['create', '--config-only', '--label', 'ключ=значение 日本 \u{1f433}', 'n1'],
    prints: ID,
  },
  {rule: 'a label without a name', argv: 'create --label =x n1', fails: "invalid label '=x': empty name"},
  {
    rule: 'a label with a blank in its key',
    argv: ['create', '--label', 'a b=x', 'n1'],
    fails: "label 'a b' contains whitespaces",
  },
  {rule: 'an empty label', argv: ['create', '--label', '', 'n1'], fails: 'empty name'},
  {rule: '--ipam-driver', argv: 'create --config-only --ipam-driver null n1', prints: ID},
  {rule: '--ipam-opt', argv: 'create --config-only --ipam-opt a=b --ipam-opt c n1', prints: ID},
  {
    rule: 'a driver that may be there once',
    argv: 'create -d host n1',
    fails: 'only one instance of "host" network is allowed',
  },
  {rule: 'a driver for no network', argv: 'create -d null n1', fails: 'null'},
  {rule: 'a name that is taken', argv: 'create taken', given: taken, fails: 'network with name taken already exists'},
  {rule: 'a predefined name', argv: 'create host', fails: 'operation is not permitted on predefined host network'},
  {rule: 'an empty name', argv: ['create', ''], fails: 'name'},
  {rule: 'a name of blanks', argv: ['create', ' '], fails: 'name'},
  {rule: 'no name', argv: 'create', fails: 'requires 1 argument'},
  {rule: 'two names', argv: 'create a b', fails: 'requires 1 argument'},
])

const names: readonly (readonly [why: string, name: string])[] = [
  ['of 200 characters', 'n'.repeat(200)],
  ['with a blank', 'a b'],
  ['like a command substitution', '$(touch x)`y`;z'],
  ['of another script', 'сеть-日本-\u{1f433}'],
  ['with a slash', 'a/b'],
  ['with dots', '..'],
  ['with a percent sign', 'g%2fh'],
  ['with quotes', '\'"'],
  ['with a control character', 'a\u001b[31mb'],
  ["of an option's look, after --", '--internal'],
  ['with a colon and an at sign', 'a:b@c'],
]
describeAgreement(
  'create, names',
  names.map(([why, name]) => ({rule: `a name ${why}`, argv: ['create', '--config-only', '--', name]})),
)

describeAgreement('create, flags', [
  {rule: 'an unknown flag', argv: 'create --nope n1', fails: 'unknown flag: --nope'},
  {rule: 'an unknown short flag', argv: 'create -z n1', fails: "unknown shorthand flag: 'z' in -z"},
  {rule: 'no abbreviations', argv: 'create --inter n1', fails: 'unknown flag: --inter'},
  {rule: 'no other case', argv: 'create --Internal n1', fails: 'unknown flag: --Internal'},
  {rule: 'a flag without its value', argv: 'create n1 --subnet', fails: 'flag needs an argument: --subnet'},
  {rule: 'a short flag without its value', argv: 'create n1 -d', fails: "flag needs an argument: 'd' in -d"},
  {rule: 'three dashes', argv: 'create ---driver n1', fails: 'bad flag syntax: ---driver'},
  {rule: 'a flag without a name', argv: 'create --=x n1', fails: 'bad flag syntax: --=x'},
  {
    rule: 'a truth value that is none',
    argv: 'create --internal=maybe n1',
    fails: 'invalid argument "maybe" for "--internal" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
  },
  {
    rule: 'a list with a bare quote',
    argv: 'create --subnet 10.1"0.0.0/24 n1',
    fails: 'parse error on line 1, column 5: bare " in non-quoted-field',
  },
  {rule: 'the flag error comes before the argument count', argv: 'create --nope', fails: 'unknown flag: --nope'},
])

describeAgreement('create, values', [
  {
    rule: 'a list value is the first line that is not empty',
    argv: ['create', '--config-only', '--subnet', '\n10.31.0.0/24\r\nabc', 'n1'],
    prints: ID,
  },
  {
    rule: 'a carriage return at the end of a list value goes',
    argv: ['create', '--config-only', '--subnet', '10.31.0.0/24\r', 'n1'],
    prints: ID,
  },
  {rule: 'a list value of line ends', argv: ['create', '--subnet', '\n', 'n1'], fails: 'EOF'},
  {
    rule: 'a quote that is not closed',
    argv: 'create --subnet "10.31.0.0/24 n1',
    fails: 'extraneous or missing " in quoted-field',
  },
  {rule: 'a comma at the end of a list', argv: 'create --subnet 10.31.0.0/24, n1', fails: 'CIDR'},
  {rule: 'a blank behind a comma', argv: ['create', '--subnet', '10.31.0.0/24, 10.32.0.0/24', 'n1'], fails: 'CIDR'},
  {rule: 'an empty driver', argv: ['create', '-d', '', 'n1'], prints: ID},
  {rule: 'an empty configuration network', argv: 'create --config-from= n1', prints: ID},
  {rule: 'an empty option', argv: ['create', '--config-only', '-o', '', 'n1'], prints: ID},
  {rule: 'an option that is only =', argv: 'create --config-only -o = n1', prints: ID},
  {
    rule: 'what looks like a flag is a value',
    argv: 'create --config-only --label -d -o -- n1',
    prints: ID,
    leaves: 'n1',
  },
  {rule: 'an empty truth value', argv: 'create --internal= n1', fails: 'strconv.ParseBool: parsing "": invalid syntax'},
  {rule: 'yes is no truth value', argv: 'create --internal=yes n1', fails: 'invalid argument "yes"'},
  {rule: 'a line end in a label key', argv: ['create', '--config-only', '--label', 'a\nb=c', 'n1'], prints: ID},
  {rule: 'an unknown scope', argv: 'create --scope nope n1', prints: ID},
  {rule: 'a dash is a name', argv: 'create --config-only -', leaves: '-'},
  {rule: 'the second -- is a name', argv: 'create --config-only -- --', leaves: '--'},
  {
    rule: 'a gateway written as IPv6',
    argv: 'create --subnet 10.31.0.0/24 --gateway ::ffff:10.31.0.9 n1',
    fails: '::ffff:10.31.0.9',
  },
  {
    rule: 'one aux address twice',
    argv: 'create --subnet 10.31.0.0/24 --aux-address a=10.31.0.9 --aux-address b=10.31.0.9 n1',
    fails: /address/i,
  },
  {
    rule: 'the last aux address of a name wins',
    argv: 'create --config-only --subnet 10.31.0.0/24 --aux-address a=10.9.9.9 --aux-address a=10.31.0.9 n1',
    prints: ID,
  },
  {
    rule: 'the same subnet twice',
    argv: 'create --subnet 10.31.0.0/24 --subnet 10.31.0.0/24 n1',
    fails: 'multiple overlapping subnet configuration is not supported',
  },
  {rule: 'a length with a leading zero', argv: 'create --subnet 10.31.0.0/024 n1', fails: '10.31.0.0/024'},
  {rule: 'a length that is too long', argv: 'create --subnet 10.31.0.0/33 n1', fails: '10.31.0.0/33'},
  {
    rule: 'addresses of two families, each to its subnet',
    argv: 'create --ipv6 --subnet FD31::/64,10.31.0.0/24 --gateway fd31:0::1 --aux-address a=fd31::5 --aux-address b=10.31.0.7 --ip-range fd31::/80 n1',
    prints: ID,
  },
])

describeAgreement('create, addresses', [
  {
    rule: '--subnet --gateway --ip-range --aux-address',
    argv: 'create --subnet 10.31.0.0/24 --gateway 10.31.0.254 --ip-range 10.31.0.128/25 --aux-address a=10.31.0.130 --aux-address b=10.31.0.131 n1',
    prints: ID,
  },
  {
    rule: 'two families',
    argv: 'create --ipv6 --subnet 10.31.0.0/24 --subnet fd31::/64 --gateway fd31::1 --gateway 10.31.0.9 n1',
    prints: ID,
  },
  {rule: 'a comma parts subnets', argv: 'create --ipv6 --subnet 10.31.0.0/24,fd31::/64 n1', prints: ID},
  {rule: 'a quoted subnet', argv: ['create', '--config-only', '--subnet', '"10.31.0.0/24"', 'n1'], prints: ID},
  {rule: 'an empty subnet is none', argv: ['create', '--config-only', '--subnet', '', 'n1'], prints: ID},
  {
    rule: 'an aux address without a name',
    argv: 'create --config-only --subnet 10.31.0.0/24 --aux-address =10.31.0.5 n1',
    prints: ID,
  },
  {
    rule: 'upper-case hex',
    argv: 'create --config-only --ipv6 --subnet FD31:0:0:A::/64 --gateway FD31:0:0:A::1 n1',
    prints: ID,
  },
  {
    rule: 'a range as wide as its subnet',
    argv: 'create --config-only --subnet 10.31.0.0/24 --ip-range 10.31.0.0/24 n1',
    prints: ID,
  },
  {
    rule: 'host bits in a subnet',
    argv: 'create --subnet 10.31.0.77/24 n1',
    fails: 'invalid subnet 10.31.0.77/24: it should be 10.31.0.0/24',
  },
  {rule: 'one subnet that is none', argv: 'create --subnet abc n1', fails: 'abc'},
  {rule: 'a subnet without a length', argv: 'create --subnet 10.31.0.0 n1', fails: '10.31.0.0'},
  {rule: 'two subnets for a bridge', argv: 'create --subnet 10.31.0.0/24 --subnet 10.32.0.0/24 n1', fails: /subnet/},
  {
    rule: 'two subnets that overlap',
    argv: 'create --subnet 10.31.0.0/16 --subnet 10.31.5.0/24 n1',
    fails: 'multiple overlapping subnet configuration is not supported',
  },
  {
    rule: 'the same, the smaller first',
    argv: 'create --subnet 10.31.5.0/24 --subnet 10.31.0.0/16 n1',
    fails: 'multiple overlapping subnet configuration is not supported',
  },
  {rule: 'two subnets, one of them none', argv: 'create --subnet 10.31.5.0/24 --subnet abc n1', fails: 'abc'},
  {
    rule: 'more gateways than subnets',
    argv: 'create --gateway 10.31.0.1 n1',
    fails: 'every ip-range or gateway must have a corresponding subnet',
  },
  {
    rule: 'more ranges than subnets',
    argv: 'create --subnet 10.31.0.0/24 --ip-range 10.31.0.0/25 --ip-range 10.31.0.128/25 n1',
    fails: 'every ip-range or gateway must have a corresponding subnet',
  },
  {
    rule: 'two ranges on one subnet',
    argv: 'create --subnet 10.31.0.0/24 --subnet fd31::/64 --ip-range 10.31.0.0/25 --ip-range 10.31.0.128/25 n1',
    fails: 'cannot configure multiple ranges (10.31.0.128/25, 10.31.0.0/25) on the same subnet (10.31.0.0/24)',
  },
  {
    rule: 'two gateways on one subnet',
    argv: 'create --subnet 10.31.0.0/24 --subnet fd31::/64 --gateway 10.31.0.1 --gateway 10.31.0.2 n1',
    fails: 'cannot configure multiple gateways (10.31.0.2, 10.31.0.1) for the same subnet (10.31.0.0/24)',
  },
  {
    rule: 'a range outside',
    argv: 'create --subnet 10.31.0.0/24 --ip-range 10.32.0.0/25 n1',
    fails: 'no matching subnet for range 10.32.0.0/25',
  },
  {
    rule: 'a range that is none',
    argv: 'create --subnet 10.31.0.0/24 --ip-range abc n1',
    fails: 'invalid CIDR address: abc',
  },
  {
    rule: 'a range wider than its subnet passes the client',
    argv: 'create --subnet 10.31.0.0/24 --ip-range 10.31.0.0/23 n1',
    fails: '10.31.0.0/23',
  },
  {
    rule: 'a gateway outside',
    argv: 'create --subnet 10.31.0.0/24 --gateway 10.32.0.1 n1',
    fails: 'no matching subnet for gateway 10.32.0.1',
  },
  {
    rule: 'a gateway that is none',
    argv: 'create --subnet 10.31.0.0/24 --gateway abc n1',
    fails: 'no matching subnet for gateway abc',
  },
  {
    rule: 'a gateway with leading zeros',
    argv: 'create --subnet 10.31.0.0/24 --gateway 010.31.0.1 n1',
    fails: 'no matching subnet for gateway 010.31.0.1',
  },
  {
    rule: 'a gateway with a length',
    argv: 'create --subnet 10.31.0.0/24 --gateway 10.31.0.1/24 n1',
    fails: /10\.31\.0\.1\/24/,
  },
  {
    rule: 'a gateway with a wrong length',
    argv: 'create --subnet 10.31.0.0/24 --gateway 10.31.0.1/99 n1',
    fails: 'invalid CIDR address: 10.31.0.1/99',
  },
  {
    rule: 'a gateway that is the network address passes the client',
    argv: 'create --subnet 10.31.0.0/24 --gateway 10.31.0.0 n1',
    fails: 'failed to allocate gateway (10.31.0.0)',
  },
  {
    rule: 'an aux address outside',
    argv: 'create --subnet 10.31.0.0/24 --aux-address a=10.32.0.1 n1',
    fails: 'no matching subnet for aux-address 10.32.0.1',
  },
  {
    rule: 'an aux address without a value',
    argv: 'create --subnet 10.31.0.0/24 --aux-address a n1',
    fails: 'no matching subnet for aux-address',
  },
  {
    rule: 'an aux address that is the gateway',
    argv: 'create --subnet 10.31.0.0/24 --gateway 10.31.0.1 --aux-address a=10.31.0.1 n1',
    fails: /address/i,
  },
  {
    rule: 'a subnet that another network has',
    argv: 'create --subnet 10.30.2.0/24 n1',
    given: taken,
    fails: /overlaps/,
  },
  {
    rule: "a subnet that overlaps another network's",
    argv: 'create --subnet 10.30.0.0/16 n1',
    given: taken,
    fails: /overlaps/,
  },
])

describeAgreement('create, configuration networks', [
  {
    rule: '--config-only',
    argv: 'create --config-only --subnet 10.33.0.0/24 --label a=b -o c=d n1',
    prints: ID,
    leaves: 'n1',
  },
  {rule: '--config-from', argv: 'create --config-from conf n1', given: conf, prints: ID, leaves: 'conf n1'},
  {
    rule: '--config-from with another driver',
    argv: 'create -d host --config-from conf n1',
    given: conf,
    fails: 'only one instance of "host" network is allowed',
  },
  {
    rule: '--config-from that is not there',
    argv: 'create --config-from nope n1',
    fails: 'configuration network "nope" does not exist',
  },
  {rule: '--config-from that is no configuration', argv: 'create --config-from taken n1', given: taken, fails: 'taken'},
  {
    rule: '--config-from and --subnet',
    argv: 'create --config-from conf --subnet 10.34.0.0/24 n1',
    given: conf,
    fails: 'configuration',
  },
  {
    rule: '--config-from and --config-only',
    argv: 'create --config-only --config-from conf n1',
    given: conf,
    fails: 'config',
  },
])
