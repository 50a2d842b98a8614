import {describeAgreement} from './agree.js'
import {configOnly, type Given, network, networkNamedAsIdOf, running, stopped, subnets} from './given.js'

const several: Given = [
  network('web', {
    Labels: {tier: 'front', 'com.x/y': '<a href="&">', esc: '\u001b[31m\u0007\u2028日本\u{1f433}'},
    Options: {'com.docker.network.driver.mtu': '1400'},
    Internal: true,
    EnableIPv6: true,
    ...subnets(
      {
        Subnet: '10.40.1.0/24',
        IPRange: '10.40.1.128/25',
        Gateway: '10.40.1.1',
        AuxiliaryAddresses: {a: '10.40.1.9', b: '10.40.1.8'},
      },
      'fd40::/64',
    ),
  }),
  configOnly('conf'),
  network('made', {ConfigFrom: {Network: 'conf'}}),
  running('c1', 'web'),
  running('c2', 'web'),
  stopped('c3', 'web'),
  networkNamedAsIdOf('made', 5),
  configOnly('a b'),
  configOnly('g%2fh'),
  configOnly('日本'),
  configOnly('a/b'),
]

/** Sixteen digits, seventeen networks: at least two ids start alike. */
const many: Given = Array.from({length: 17}, (_, number) => configOnly(`n${number}`))

const on = (name: string, format: string, ...more: string[]) => ['inspect', ...more, '--format', format, name]

describeAgreement('inspect', [
  {
    rule: 'prints what the engine sent, indented',
    argv: 'inspect web',
    given: several,
    prints: /^\[\n {4}\{\n {8}"Name": "web",\n/,
  },
  {
    rule: 'network may stand before it',
    argv: 'inspect web',
    dnet: 'network inspect web',
    given: several,
    prints: /"Name": "web"/,
  },
  {
    rule: 'several in one list',
    argv: 'inspect host web conf',
    given: several,
    prints: /"Name": "host"(.|\n)*"Name": "web"(.|\n)*"Name": "conf"/,
  },
  {rule: 'one twice', argv: 'inspect host host', given: several, prints: /"Name": "host"(.|\n)*"Name": "host"/},
  {rule: 'by id', argv: ['inspect', '<id web>'], given: several, prints: /"Name": "web"/},
  {rule: 'by the start of an id', argv: ['inspect', '<id12 web>'], given: several, prints: /"Name": "web"/},
  {
    rule: 'a name comes before the start of an id',
    argv: ['inspect', '<id5 made>', '-f', '{{.ConfigOnly}}'],
    given: several,
    prints: 'true\n',
  },
  {
    rule: 'made from a configuration',
    argv: 'inspect made',
    given: several,
    prints: /"ConfigFrom": \{\n {12}"Network": "conf"/,
  },
  {rule: '-v', argv: 'inspect -v web', given: several, prints: /"Name": "web"/},
  {rule: '--verbose=false', argv: 'inspect --verbose=false web', given: several, prints: /"Name": "web"/},
  {
    rule: 'names with blanks, percent signs, slashes, other scripts',
    argv: ['inspect', '-f', '{{.Name}}', 'a b', 'g%2fh', '日本'],
    given: several,
    prints: 'a b\ng%2fh\n日本\n',
  },
  {rule: 'blanks around a name go', argv: ['inspect', '-f', '{{.Name}}', ' web '], given: several, prints: 'web\n'},
  {
    rule: 'one that is not there',
    argv: 'inspect nope',
    given: several,
    fails: 'network nope not found',
    prints: '[]\n',
  },
  {
    rule: 'what is there prints, what is not fails',
    argv: 'inspect nope host nope2',
    given: several,
    fails: 'network nope2 not found',
    prints: /^\[\n {4}\{\n {8}"Name": "host"/,
  },
  {
    rule: 'a template on what is there and what is not',
    argv: 'inspect -f {{.Name}} nope host',
    given: several,
    fails: 'network nope not found',
    prints: 'host\n',
  },
  {
    rule: 'a template on nothing found is an empty line',
    argv: 'inspect -f {{.Name}} nope',
    given: several,
    fails: 'network nope not found',
    prints: '\n',
  },
  {rule: 'an empty name', argv: ['inspect', ''], given: several, fails: /value is empty|empty/},
  {
    rule: 'a name of blanks, and one that is there',
    argv: ['inspect', '  ', 'host'],
    given: several,
    fails: 'empty',
    prints: /"host"/,
  },
  {
    rule: 'an ambiguous start of an id',
    argv: ['inspect', '<ambiguous>'],
    given: many,
    fails: 'ambiguous',
    prints: '[]\n',
  },
  {rule: 'no name', argv: 'inspect', fails: 'requires at least 1 argument'},
  {rule: 'an unknown flag', argv: 'inspect --nope web', fails: 'unknown flag: --nope'},
])

describeAgreement('inspect --format', [
  {rule: 'json', argv: 'inspect --format json web host', given: several, prints: /^\[\{"Name":"web"/},
  {rule: '-f=json', argv: 'inspect -f=json web', given: several, prints: /^\[\{"Name":"web"/},
  {rule: 'an empty format is none', argv: ['inspect', '-f', '', 'host'], given: several, prints: /^\[\n/},
  {rule: 'the struct as json', argv: on('web', '{{json .}}'), given: several, prints: /^\{"Name":"web","Id":/},
  {rule: 'the struct as Go prints it', argv: on('web', '{{.}}'), given: several, prints: /^\{web [0-9a-f]{64} /},
  {
    rule: 'each field',
    argv: on(
      'web',
      '{{.Name}} {{.ID}} {{.Created}} {{.Scope}} {{.Driver}} {{.EnableIPv4}} {{.EnableIPv6}} {{.Internal}} {{.Attachable}} {{.Ingress}} {{.ConfigFrom}} {{.ConfigOnly}} {{.Options}} {{.Labels}} {{.Peers}} {{.Services}}',
    ),
    given: several,
    prints:
      /^web [0-9a-f]{64} .* local bridge true true true false false \{\} false map\[com\.docker\.network\.driver\.mtu:1400\] map\[/,
  },
  {
    rule: 'IPAM',
    argv: on('web', '{{.IPAM}} {{json .IPAM}}'),
    given: several,
    prints:
      /^\{default map\[\] \[\{10\.40\.1\.0\/24 10\.40\.1\.128\/25 10\.40\.1\.1 map\[a:10\.40\.1\.9 b:10\.40\.1\.8\]\}/,
  },
  {
    rule: 'range over subnets',
    argv: on('web', '{{range $i, $c := .IPAM.Config}}{{if $i}},{{end}}{{$c.Subnet}}={{.Gateway}}{{end}}'),
    given: several,
    prints: '10.40.1.0/24=10.40.1.1,fd40::/64=\n',
  },
  {
    rule: 'index into subnets',
    argv: on('web', '{{(index .IPAM.Config 0).Subnet}}'),
    given: several,
    prints: '10.40.1.0/24\n',
  },
  {
    rule: "AuxAddress is the struct's word",
    argv: on('web', '{{(index .IPAM.Config 0).AuxAddress.a}}'),
    given: several,
    prints: '10.40.1.9\n',
  },
  {
    rule: "AuxiliaryAddresses is the engine's word",
    argv: on('web', '{{(index .IPAM.Config 0).AuxiliaryAddresses.a}}'),
    given: several,
    prints: '10.40.1.9\n',
  },
  {rule: "Id is the engine's word for ID", argv: on('web', '{{.Id}}'), given: several, prints: /^[0-9a-f]{64}\n$/},
  {
    rule: 'both words at once fail',
    argv: on('web', '{{.ID}} {{.Id}}'),
    given: several,
    fails: 'map has no entry for key "ID"',
    prints: '\n',
  },
  {
    rule: 'range over containers by id',
    argv: on(
      'web',
      '{{range $id, $c := .Containers}}{{$id}} {{$c.Name}} {{.IPv4Address}} {{.MacAddress}} {{.EndpointID}}\n{{end}}',
    ),
    given: several,
    prints: /^[0-9a-f]{64} c[12] 10\.40\.1\.12[89]\/24 /,
  },
  {rule: 'containers as json', argv: on('web', '{{json .Containers}}'), given: several, prints: /"Name":"c1"/},
  {rule: 'how many containers', argv: on('web', '{{len .Containers}}'), given: several, prints: '2\n'},
  {
    rule: 'a label',
    argv: on('web', '{{.Labels.tier}} {{index .Labels "com.x/y"}}'),
    given: several,
    prints: 'front <a href="&">\n',
  },
  {
    rule: 'a label that is not there',
    argv: on('web', '{{.Labels.nope}}|{{index .Labels "nope"}}'),
    given: several,
    prints: '<no value>|\n',
  },
  {
    rule: 'labels with control characters as json',
    argv: on('web', '{{json .Labels}}'),
    given: several,
    prints: /"esc":"\\u001b\[31m\\u0007\\u2028日本/,
  },
  {
    rule: 'range over labels in order',
    argv: on('web', '{{range $k, $v := .Labels}}{{$k}};{{end}}'),
    given: several,
    prints: 'com.x/y;esc;tier;\n',
  },
  {rule: 'range, else', argv: on('host', '{{range .Labels}}x{{else}}none{{end}}'), given: several, prints: 'none\n'},
  {rule: 'with, else', argv: on('host', '{{with .Labels}}x{{else}}none{{end}}'), given: several, prints: 'none\n'},
  {
    rule: 'break and continue',
    argv: on('web', '{{range .IPAM.Config}}{{if .Gateway}}{{.Subnet}}{{continue}}{{end}}{{break}}{{end}}'),
    given: several,
    prints: '10.40.1.0/24\n',
  },
  {rule: "a time's own methods", argv: on('web', '{{.Created.Year}}'), given: several, prints: /^2\d{3}\n$/},
  {
    rule: 'printf of fields',
    argv: on('web', '{{printf "%s|%v|%t|%-8s|%q|%T" .Name .Internal .Internal .Driver .Scope .Name}}'),
    given: several,
    prints: 'web|true|true|bridge  |"local"|string\n',
  },
  {
    rule: 'no escapes and no trimming',
    argv: on('web', ' {{.Name}}\\t{{.Driver}} '),
    given: several,
    prints: ' web\\tbridge \n',
  },
  {rule: 'table is a word', argv: on('web', 'table {{.Name}}'), given: several, prints: 'table web\n'},
  {
    rule: 'several networks, a line each',
    argv: 'inspect -f {{.Name}} web host none',
    given: several,
    prints: 'web\nhost\nnone\n',
  },
  {
    rule: 'a field that is not there',
    argv: on('web', '{{.Nope}}'),
    given: several,
    fails: 'map has no entry for key "Nope"',
    prints: '\n',
  },
  {rule: 'a field of a string', argv: on('web', '{{.Name.foo}}'), given: several, fails: 'foo', prints: '\n'},
  {
    rule: 'an index out of range',
    argv: on('web', '{{index .IPAM.Config 7}}'),
    given: several,
    fails: 'index out of range: 7',
    prints: '\n',
  },
  {
    rule: 'an action that is not closed',
    argv: on('web', '{{.Name'),
    given: several,
    fails: 'unclosed action',
    prints: '',
  },
  {
    rule: 'a function that is not there',
    argv: on('web', '{{nope}}'),
    given: several,
    fails: 'function "nope" not defined',
    prints: '',
  },
  {
    rule: 'a template that fails on one of two',
    argv: 'inspect -f {{(index.IPAM.Config.0).Subnet}} web',
    given: several,
    fails: /template/,
  },
  {
    rule: 'a template that holds for one of two',
    argv: ['inspect', '-f', '{{(index .IPAM.Config 0).Subnet}}', 'web', 'host'],
    given: several,
    fails: 'index',
  },
  {
    rule: 'join, split, upper, title, pad, truncate',
    argv: on(
      'web',
      '{{join (split .Driver "i") "+"}} {{upper .Name}} {{title .Scope}} {{pad .Name 1 1}} {{truncate .Driver 2}}',
    ),
    given: several,
    prints: 'br+dge WEB Local  web  br\n',
  },
])
