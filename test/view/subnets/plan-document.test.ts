import {equal} from 'node:assert/strict'
import {parseAddr} from '../../../src/lib/net/addr.js'
import {parsePrefix} from '../../../src/lib/net/prefix.js'
import {plannedNetworks} from '../../../src/lib/plan/addresses/planned-networks.js'
import {planDocument} from '../../../src/lib/view/subnets/plan-document.js'

const planned = (name: string, block: string, gateway: string | null) => ({
  name,
  subnet: parsePrefix(block),
  gateway: gateway === null ? null : parseAddr(gateway),
  room: 5n,
  because: 'new' as const,
})

const NETWORKS = [
  planned('web', '10.0.0.0/26', '10.0.0.1'),
  planned('web', 'fd00::/64', null),
  planned('no', 'fd00:1::/64', 'fd00:1::1'),
]

const FORMS: [format: 'yaml' | 'compose' | 'script' | 'daemon-json', text: string][] = [
  [
    'yaml',
    `networks:
  web:
    ipv6: true
    subnets:
      - subnet: "10.0.0.0/26"
        gateway: "10.0.0.1"
      - subnet: "fd00::/64"
  "no":
    ipv4: false
    ipv6: true
    subnets:
      - subnet: "fd00:1::/64"
        gateway: "fd00:1::1"
`,
  ],
  [
    'compose',
    `networks:
  web:
    name: "web"
    enable_ipv6: true
    ipam:
      config:
        - subnet: "10.0.0.0/26"
          gateway: "10.0.0.1"
        - subnet: "fd00::/64"
  "no":
    name: "no"
    enable_ipv4: false
    enable_ipv6: true
    ipam:
      config:
        - subnet: "fd00:1::/64"
          gateway: "fd00:1::1"
`,
  ],
  [
    'script',
    `#!/bin/sh
set -eu
dnet create --if-not-exists --ipv6 --subnet 10.0.0.0/26 --gateway 10.0.0.1 --subnet fd00::/64 web
dnet create --if-not-exists --ipv4=false --ipv6 --subnet fd00:1::/64 --gateway fd00:1::1 no
`,
  ],
  [
    'daemon-json',
    `{
  "default-address-pools": [
    {
      "base": "10.0.0.0/26",
      "size": 26
    },
    {
      "base": "fd00::/64",
      "size": 64
    },
    {
      "base": "fd00:1::/64",
      "size": 64
    }
  ]
}
`,
  ],
]

describe('a plan as a document', () => {
  for (const [format, text] of FORMS)
    it(`of format ${format}`, () => equal(planDocument(plannedNetworks(NETWORKS), format), text))
  it('of no networks', () => equal(planDocument([], 'yaml'), 'networks: {}\n'))
})
