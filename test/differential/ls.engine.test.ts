import {describeAgreement} from './agree.js'
import {configOnly, type Given, network, running, stopped, subnets} from './given.js'

const LONG = 'n'.repeat(200)

/** One of each kind that a listing tells apart; macvlan networks without a parent cost next to nothing. */
const several: Given = [
  network('web', {Labels: {tier: 'front'}, Internal: true, ...subnets('10.20.1.0/24')}),
  network('six', {EnableIPv6: true, ...subnets('10.20.2.0/24', 'fd20:2::/64')}),
  network('no4', {EnableIPv4: false, EnableIPv6: true, ...subnets('fd20:3::/64')}),
  configOnly('conf', {Labels: {a: 'b<&>c'}}),
  running('c1', 'web'),
  stopped('c2', 'six'),
]

const names: Given = [
  '1',
  '01',
  '9',
  '10',
  'A1',
  'a',
  'a2',
  'a02',
  'a002',
  'a10',
  'a-1',
  'a_1',
  'b1c9',
  'b1c10',
  'b01c1',
].map((name) => configOnly(name))

const wide: Given = [
  configOnly(LONG),
  configOnly('日本'),
  configOnly('e\u0301te'),
  configOnly('with spaces'),
  configOnly('$(touch x)'),
  configOnly('-leading'),
  configOnly('per%20cent'),
  configOnly('quo"te'),
  configOnly('labels', {Labels: {esc: '\u001b[31mred\u0007', line: 'a\nb\tc'}}),
]

const hostile: Given = [
  configOnly('hostile', {
    Labels: {
      tab: 'a\tb',
      line: 'x\ny',
      feed: 'p\fq\vr',
      esc: '\u001b[31m',
      wide: '日本',
      joined: '👩‍👩‍👧e\u0301',
      quote: '"\'\\',
    },
  }),
]

const HEADER = /^NETWORK ID +NAME +DRIVER +SCOPE\n/

describeAgreement('ls', [
  {rule: 'prints a table, cut ids, padded by the widest name', argv: 'ls', given: several, prints: HEADER},
  {rule: 'list is ls', argv: 'list', given: several, prints: HEADER},
  {rule: 'network may stand before it', argv: 'ls', dnet: 'network ls', given: several, prints: HEADER},
  {rule: 'network list', argv: 'list', dnet: 'network list', given: several, prints: HEADER},
  {rule: '-q prints cut ids', argv: 'ls -q', given: several, prints: /^([0-9a-f]{12}\n){7}$/},
  {rule: '--quiet=true', argv: 'ls --quiet=true', given: several, prints: /^([0-9a-f]{12}\n){7}$/},
  {rule: '--quiet=F is no', argv: 'ls --quiet=F', given: several, prints: HEADER},
  {rule: '--no-trunc prints whole ids', argv: 'ls --no-trunc', given: several, prints: /^NETWORK ID {57}NAME/},
  {rule: '-q --no-trunc', argv: 'ls -q --no-trunc', given: several, prints: /^([0-9a-f]{64}\n){7}$/},
  {
    rule: 'only the header where nothing matches',
    argv: 'ls -f name=nope',
    given: several,
    prints: 'NETWORK ID   NAME      DRIVER    SCOPE\n',
  },
  {rule: 'nothing with -q where nothing matches', argv: 'ls -q -f name=nope', given: several, prints: ''},
  {rule: 'nothing as json where nothing matches', argv: 'ls --format json -f name=nope', given: several, prints: ''},
  {
    rule: 'numbers in names sort by value',
    argv: 'ls --format {{.Name}}',
    given: names,
    prints: /^1\n01\n9\n10\nA1\na\na2\n/,
  },
  {rule: 'names from any script keep their column', argv: 'ls', given: wide, prints: /日本/},
  {
    rule: 'names from any script, with what follows them',
    argv: ['ls', '--format', 'table {{.Name}}\t{{.Driver}}\t{{.Scope}}'],
    given: wide,
  },
  {
    rule: 'control characters in labels pass through a pipe',
    argv: ['ls', '-f', 'name=labels', '--format', '{{.Label "esc"}}|{{.Label "line"}}'],
    given: wide,
    prints: '\u001b[31mred\u0007|a\nb\tc\n',
  },
  {
    rule: 'control characters in labels as json',
    argv: ['ls', '-f', 'name=labels', '--format', '{{json (.Label "esc")}}'],
    given: wide,
    prints: '"\\u001b[31mred\\u0007"\n',
  },
  {rule: 'a word is one too many', argv: 'ls web', fails: 'accepts no arguments'},
  {rule: 'words after -- too', argv: 'ls -- -q', fails: 'accepts no arguments'},
])

describeAgreement('ls --filter', [
  {rule: 'driver', argv: 'ls -f driver=bridge --format {{.Name}}', given: several, prints: 'bridge\nno4\nsix\nweb\n'},
  {rule: '-f=driver=…', argv: 'ls -f=driver=null --format {{.Name}}', given: several, prints: 'conf\nnone\n'},
  {rule: '--filter=…', argv: 'ls --filter=driver=host --format {{.Name}}', given: several, prints: 'host\n'},
  {rule: '-qf in one group', argv: 'ls -qf driver=host', given: several, prints: /^[0-9a-f]{12}\n$/},
  {rule: '-fdriver=… without a blank', argv: 'ls -fdriver=host --format {{.Name}}', given: several, prints: 'host\n'},
  {
    rule: 'values of one key are alternatives',
    argv: 'ls -f driver=host -f driver=null --format {{.Name}}',
    given: several,
    prints: 'conf\nhost\nnone\n',
  },
  {
    rule: 'keys must all hold',
    argv: 'ls -f driver=bridge -f type=custom --format {{.Name}}',
    given: several,
    prints: 'no4\nsix\nweb\n',
  },
  {
    rule: 'a comma is part of the value',
    argv: 'ls -f driver=bridge,host --format {{.Name}}',
    given: several,
    prints: '',
  },
  {
    rule: 'name is a part of the name',
    argv: 'ls -f name=o --format {{.Name}}',
    given: several,
    prints: 'conf\nhost\nno4\nnone\n',
  },
  {
    rule: 'name is a regular expression',
    argv: 'ls -f name=^n --format {{.Name}}',
    given: several,
    prints: 'no4\nnone\n',
  },
  {
    rule: 'name that is no regular expression matches nothing',
    argv: 'ls -f name=( --format {{.Name}}',
    given: several,
    prints: '',
  },
  {
    rule: 'id is a part of the id',
    argv: ['ls', '-f', 'id=<id12 web>', '--format', '{{.Name}}'],
    given: several,
    prints: 'web\n',
  },
  {rule: 'label by key', argv: 'ls -f label=tier --format {{.Name}}', given: several, prints: 'web\n'},
  {rule: 'label by key and value', argv: 'ls -f label=tier=front --format {{.Name}}', given: several, prints: 'web\n'},
  {rule: 'labels must all hold', argv: 'ls -f label=tier -f label=a --format {{.Name}}', given: several, prints: ''},
  {rule: 'scope', argv: 'ls -f scope=swarm --format {{.Name}}', given: several, prints: ''},
  {rule: 'type builtin', argv: 'ls -f type=builtin --format {{.Name}}', given: several, prints: 'bridge\nhost\nnone\n'},
  {rule: 'type twice is both', argv: 'ls -f type=builtin -f type=custom -q', given: several, prints: /^(.*\n){7}$/},
  {rule: 'dangling', argv: 'ls -f dangling=true --format {{.Name}}', given: several, prints: /conf\n/},
  {rule: 'dangling=0 is the rest', argv: 'ls -f dangling=0 --format {{.Name}}', given: several},
  {
    rule: 'the key is trimmed and in any case',
    argv: ['ls', '-f', ' DRIVER = host ', '--format', '{{.Name}}'],
    given: several,
    prints: 'host\n',
  },
  {
    rule: 'an empty filter is none',
    argv: ['ls', '-f', '', '--format', '{{.Name}}', '--filter='],
    given: several,
    prints: /web\n/,
  },
  {rule: 'a filter without = is refused', argv: 'ls -f driver', fails: 'bad format of filter (expected name=value)'},
  {rule: 'a filter without a key is refused by the engine', argv: 'ls -f =x', fails: /invalid filter/i},
  {rule: 'a filter that is not known is refused', argv: 'ls -f foo=bar', fails: /invalid filter 'foo'/i},
  {rule: 'a type that is not known is refused', argv: 'ls -f type=foo', fails: "'type'='foo'"},
  {rule: 'dangling that is no truth value is refused', argv: 'ls -f dangling=maybe', fails: "'dangling'"},
  {rule: 'dangling twice is refused', argv: 'ls -f dangling=true -f dangling=false', fails: 'dangling'},
])

const ALL = '{{.ID}} {{.Name}} {{.Driver}} {{.Scope}} {{.IPv4}} {{.IPv6}} {{.Internal}} {{.Labels}} {{.CreatedAt}}'

describeAgreement('ls --format', [
  {rule: 'json: a line for each', argv: 'ls --format json', given: several, prints: /^(\{"CreatedAt":.*\}\n){7}$/},
  {
    rule: 'json escapes < & >',
    argv: 'ls --format json -f name=conf',
    given: several,
    prints: /a=b\\u003c\\u0026\\u003ec/,
  },
  {rule: 'json with whole ids', argv: 'ls --no-trunc --format=json', given: several, prints: /"ID":"[0-9a-f]{64}"/},
  {rule: 'json does not heed -q', argv: 'ls -q --format json', given: several, prints: /"Name":"web"/},
  {rule: 'raw', argv: 'ls --format raw', given: several, prints: /name: web\ndriver: bridge\nscope: local\n\n/},
  {rule: 'raw -q', argv: 'ls -q --format raw', given: several, prints: /^(network_id: [0-9a-f]{12}\n){7}$/},
  {rule: 'table', argv: 'ls --format table', given: several, prints: HEADER},
  {rule: 'table -q is ids', argv: 'ls -q --format table', given: several, prints: /^([0-9a-f]{12}\n){7}$/},
  {
    rule: 'every field',
    argv: ['ls', '--format', ALL],
    given: several,
    prints: /web bridge local true false true tier=front/,
  },
  {
    rule: 'every field as a table',
    argv: ['ls', '--format', `table ${ALL.replaceAll(' ', '\\t')}`],
    given: several,
    prints: /^NETWORK ID +NAME +DRIVER +SCOPE +IPV4 +IPV6 +INTERNAL +LABELS +CREATED AT\n/,
  },
  {rule: 'no blank is needed after table', argv: 'ls --format table{{.Name}}', given: several, prints: /^NAME\n/},
  {rule: 'tablefoo is a table too', argv: 'ls --format tablefoo{{.Name}}', given: several, prints: /^fooNAME\n/},
  {
    rule: 'a table does not heed -q',
    argv: ['ls', '-q', '--format', 'table {{.Driver}}'],
    given: several,
    prints: /^DRIVER\n/,
  },
  {
    rule: 'a table whose last cell is empty',
    argv: ['ls', '--format', 'table {{.Name}}\\t{{.Label "tier"}}'],
    given: several,
    prints: /^NAME +tier\n/,
  },
  {
    rule: 'the header of a label is its last part',
    argv: ['ls', '--format', 'table {{.Label "com.x.my-env_a"}}'],
    given: several,
    prints: /^my env a\n/,
  },
  {
    rule: 'functions in a header',
    argv: ['ls', '--format', 'table {{lower .Name}}\\t{{upper .Driver}}\\t{{title .Scope}}\\t{{truncate .Name 2}}'],
    given: several,
    prints: /^NAME +DRIVER +SCOPE +NAME\n/,
  },
  {
    rule: 'len in a header counts the header',
    argv: ['ls', '--format', 'table {{len .Name}}'],
    given: several,
    prints: /^4\n/,
  },
  {
    rule: 'if in a header compares the header',
    argv: ['ls', '--format', 'table {{if eq .Name "host"}}y{{else}}n{{end}}'],
    given: several,
    prints: /^n\n/,
  },
  {
    rule: 'a template in a header that fails is cut there',
    argv: ['ls', '--format', 'table {{.Name}} {{json .}}'],
    given: several,
    prints: /NAME/,
  },
  {
    rule: 'a template on no networks prints nothing',
    argv: 'ls -f name=nope --format {{.Name}}',
    given: several,
    prints: '',
  },
  {
    rule: 'a table on no networks prints its header',
    argv: ['ls', '-f', 'name=nope', '--format', 'table {{.Name}}\\t{{.ID}}'],
    given: several,
    prints: 'NAME      NETWORK ID\n',
  },
  {
    rule: '\\t and \\n become a tab and a line end',
    argv: ['ls', '--format', '{{.Name}}\\t{{.Driver}}\\n-'],
    given: several,
    prints: /web\tbridge\n-\n/,
  },
  {rule: 'blanks around a format go', argv: ['ls', '--format', '  {{.Name}}  '], given: several, prints: /^bridge\n/},
  {rule: 'an empty format is the table', argv: ['ls', '--format', ''], given: several, prints: HEADER},
  {rule: 'the last format wins', argv: 'ls --format json --format {{.Name}}', given: several, prints: /^bridge\n/},
  {rule: 'words that are no format are printed', argv: 'ls --format pretty', given: several, prints: /^(pretty\n){7}$/},
  {rule: 'TABLE is no format', argv: 'ls --format TABLE', given: several, prints: /^(TABLE\n){7}$/},
  {rule: 'a row as json', argv: ['ls', '--format', '{{json .}}'], given: several, prints: /^\{"CreatedAt"/},
  {
    rule: 'a field as json',
    argv: ['ls', '--format', '{{json .Labels}}', '-f', 'name=conf'],
    given: several,
    prints: '"a=b<&>c"\n',
  },
  {
    rule: 'a label that is not there is empty',
    argv: ['ls', '--format', '[{{.Label "nope"}}]', '-f', 'name=web'],
    given: several,
    prints: '[]\n',
  },
  {
    rule: 'if, else if, else',
    argv: ['ls', '--format', '{{if eq .Name "web"}}W{{else if eq .Driver "bridge"}}B{{else}}-{{end}}'],
    given: several,
    prints: 'B\n-\n-\nB\n-\nB\nW\n',
  },
  {
    rule: 'variables, with, range over what split gives',
    argv: [
      'ls',
      '-f',
      'name=web',
      '--format',
      '{{$n := .Name}}{{with .Driver}}{{range $i, $p := split . "i"}}{{$n}}{{$i}}{{$p}};{{end}}{{end}}',
    ],
    given: several,
    prints: 'web0br;web1dge;\n',
  },
  {
    rule: 'split, join, pad, truncate, title',
    argv: [
      'ls',
      '-f',
      'name=web',
      '--format',
      '{{join (split .Driver "r") "-"}}|{{pad .Name 2 3}}|{{truncate .Driver 3}}|{{title .Name}}|{{upper .Name}}',
    ],
    given: several,
    prints: 'b-idge|  web   |bri|Web|WEB\n',
  },
  {
    rule: 'printf, slice, index, len, html, js, urlquery',
    argv: [
      'ls',
      '-f',
      'name=conf',
      '--format',
      '{{printf "%q %5s|%-6s|%x" .Name .Name .Name .Name}} {{slice .Name 1 3}} {{index .Name 0}} {{len .Name}} {{html .Labels}} {{js .Labels}} {{urlquery .Labels}}',
    ],
    given: several,
    prints: /"conf" {2}conf\|conf {2}\|636f6e66 on 99 4 a=b&lt;&amp;&gt;c /,
  },
  {
    rule: 'and, or, not, comparisons',
    argv: [
      'ls',
      '--format',
      '{{and (eq .Scope "local") (ne .Driver "host") (or (gt (len .Name) 4) (not (eq .Name "web")))}}',
    ],
    given: several,
    prints: /^true\n/,
  },
  {
    rule: 'define, template, block, comments, trim marks',
    argv: [
      'ls',
      '-f',
      'name=web',
      '--format',
      '{{define "d"}}<{{.}}>{{end}}{{/* note */}}a  {{- template "d" .Name -}}  b{{block "e" .Driver}}({{.}}){{end}}',
    ],
    given: several,
    prints: 'a<web>b(bridge)\n',
  },
  {
    rule: 'println and print',
    argv: ['ls', '-f', 'name=web', '--format', '{{print .Name 1 2 .Name}}{{println .Name}}'],
    given: several,
    prints: 'web1 2webweb\n\n',
  },
  {rule: 'a field that is not there', argv: 'ls --format {{.Nope}}', given: several, fails: 'Nope', prints: ''},
  {
    rule: 'a method is no field of the JSON',
    argv: ['ls', '--format', '{{.Name}} {{.Id}}'],
    given: several,
    fails: 'Id',
    prints: '',
  },
  {
    rule: 'an action that is not closed',
    argv: 'ls --format {{.Name',
    given: several,
    fails: 'unclosed action',
    prints: '',
  },
  {
    rule: 'a function that is not there',
    argv: ['ls', '--format', '{{nope .Name}}'],
    given: several,
    fails: 'nope',
    prints: '',
  },
  {rule: 'an end that is missing', argv: 'ls --format {{if}}', given: several, fails: 'if', prints: ''},
  {
    rule: 'an index out of range',
    argv: ['ls', '--format', '{{index .Name 99}}'],
    given: several,
    fails: 'out of range',
    prints: '',
  },
])

describeAgreement('ls --format, hostile values', [
  ...['tab', 'line', 'feed', 'esc', 'wide', 'joined', 'quote'].map((key) => ({
    rule: `a table cell with ${key}`,
    argv: ['ls', '--format', `table {{.Name}}\\t{{.Label "${key}"}}\\t{{.Driver}}`],
    given: hostile,
    prints: /NAME/,
  })),
  {
    rule: 'all labels',
    argv: ['ls', '--format', '{{.Labels}}', '-f', 'name=^hostile$'],
    given: hostile,
    prints: /esc=\p{Cc}\[31m/u,
    anyOrderOf: /[,\n]/,
  },
  {
    rule: 'printf of all kinds',
    argv: [
      'ls',
      '-f',
      'name=host$',
      '--format',
      '{{printf "%v %q %x %5.1f %t %c %U %e %08b %+d % x %d" "a" "b" "c" 1.25 true 65 128512 1234.5 5 7 "ab" .Name}}',
    ],
    given: hostile,
    prints: /%!d\(string=host\)\n$/,
  },
  {
    rule: 'the row as Go prints its type',
    argv: ['ls', '-f', 'name=host$', '--format', '{{printf "%T" .}}'],
    given: hostile,
    prints: '*network.networkContext\n',
  },
])

describeAgreement('ls and config.json', [
  {rule: 'networksFormat', argv: 'ls', config: {networksFormat: '{{.Name}}!'}, given: several, prints: /^bridge!\n/},
  {
    rule: 'networksFormat as a table',
    argv: 'ls',
    config: {networksFormat: 'table {{.Name}}\\t{{.Driver}}'},
    given: several,
    prints: /^NAME +DRIVER\n/,
  },
  {rule: 'networksFormat json', argv: 'ls', config: {networksFormat: 'json'}, given: several, prints: /^\{"CreatedAt"/},
  {
    rule: '--format wins over networksFormat',
    argv: 'ls --format table',
    config: {networksFormat: 'json'},
    given: several,
    prints: HEADER,
  },
  {
    rule: '-q wins over networksFormat',
    argv: 'ls -q',
    config: {networksFormat: '{{.Name}}'},
    given: several,
    prints: /^([0-9a-f]{12}\n){7}$/,
  },
  {
    rule: 'a config.json that is no JSON is passed over',
    argv: 'ls',
    config: '{nonsense',
    given: several,
    prints: HEADER,
  },
  {
    rule: 'DOCKER_HOST wins over a context that is not there',
    argv: 'ls',
    config: {currentContext: 'nope'},
    given: several,
    prints: HEADER,
  },
])
