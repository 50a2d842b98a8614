import {deepEqual, equal, match, ok} from 'node:assert/strict'
import {meaningIn} from '../../../src/lib/engine/refusals/meaning.js'

/** Beside these, the tests of error-table and error-rows have each sentence that an engine here can be brought to say. */
const QUOTES: [why: string, sentence: string, code: string, hint: RegExp, named: Readonly<Record<string, string>>][] = [
  [
    'said by engines before 1.13',
    'Error response from daemon: could not find an available predefined network',
    'POOL_EXHAUSTED',
    /dnet create --hosts 50/,
    {},
  ],
  [
    'said by engines from 29.0, to a size that no pool has',
    'Error response from daemon: invalid address pool',
    'POOL_EXHAUSTED',
    /dnet create --hosts 50 --pool/,
    {},
  ],
  [
    'said by engine 29, which names no container address',
    'failed to bind host port 0.0.0.0:8080/udp: address already in use',
    'PORT_TAKEN',
    /dnet ports check 8080:8080\/udp$/,
    {addr: '0.0.0.0', port: '8080', protocol: 'udp'},
  ],
  [
    'of an IPv6 host address',
    'failed to bind host port for [2001:db8::1]:8080:[fd00::2]:80/tcp: address already in use',
    'PORT_TAKEN',
    /dnet ports check 8080:8080$/,
    {addr: '[2001:db8::1]', port: '8080', protocol: 'tcp'},
  ],
  [
    'of the proxy, which the sentence calls udp4',
    'Error starting userland proxy: listen udp4 0.0.0.0:5353: bind: address already in use',
    'PORT_TAKEN',
    /dnet ports check 5353:5353\/udp$/,
    {protocol: 'udp', family: '4', addr: '0.0.0.0', port: '5353'},
  ],
  [
    'said by Docker Desktop',
    'Ports are not available: exposing port UDP 0.0.0.0:5353 -> 127.0.0.1:0: listen udp 0.0.0.0:5353: bind: address already in use',
    'PORT_TAKEN',
    /^publish a port other than 5353/,
    {protocol: 'UDP', addr: '0.0.0.0', port: '5353'},
  ],
  [
    'said by Podman of UDP',
    'cannot listen on the UDP port: listen udp4 :5353: bind: address already in use',
    'PORT_TAKEN',
    /dnet ports check 5353:5353\/udp$/,
    {protocol: 'udp', family: '4', addr: '', port: '5353'},
  ],
  [
    'said by Podman of an IPv6 address, whose last digits are no port',
    'cannot listen on the TCP port: listen tcp6 [::1]:22082: bind: address already in use',
    'PORT_TAKEN',
    /dnet ports check 22082:22082$/,
    {protocol: 'tcp', family: '6', addr: '[::1]', port: '22082'},
  ],
  [
    'of a range of ports, of which the first number is the one tried (moby v28.5.2 drivers/bridge/port_mapping_linux.go)',
    'failed to bind host port 8081 for 0.0.0.0:8080-8082:172.19.0.2:82/tcp: address already in use',
    'PORT_TAKEN',
    /dnet ports check 8081:8081$/,
    {tried: '8081', addr: '0.0.0.0', port: '8080', protocol: 'tcp'},
  ],
  [
    'said by a rootless Podman (rootlesskit)',
    "rootlessport cannot expose privileged port 80, you can add 'net.ipv4.ip_unprivileged_port_start=80' to /etc/sysctl.conf (currently 1024), or choose a larger port number (>= 1024): listen tcp 0.0.0.0:80: bind: permission denied",
    'ENGINE_REFUSED',
    /^publish a higher port: dnet ports next/,
    {},
  ],
  [
    'said by a rootless Docker (rootlesskit)',
    'Error starting userland proxy: error while calling PortManager.AddPort(): cannot expose privileged port 80, you can add ...',
    'ENGINE_REFUSED',
    /^publish a higher port: dnet ports next/,
    {},
  ],
  [
    'said where the interface of an overlay was left behind (moby v28.5.2 libnetwork/drivers/overlay/ov_utils.go)',
    'network sandbox join failed: subnet sandbox join failed for "10.0.9.0/24": error creating vxlan interface: file exists',
    'CONFLICT',
    /ip -details link show type vxlan/,
    {},
  ],
  [
    'said by Compose (docker/compose v2 pkg/compose/create.go)',
    'network shared declared as external, but could not be found',
    'NETWORK_NOT_FOUND',
    /^create it: dnet create shared;/,
    {name: 'shared'},
  ],
  [
    'said by Compose 1 (docker/compose 1.29 compose/network.py)',
    'ERROR: Network shared declared as external, but could not be found. Please create the network manually using `docker network create shared` and try again.',
    'NETWORK_NOT_FOUND',
    /^create it: dnet create shared;/,
    {name: 'shared'},
  ],
  [
    'said by Compose of a network that it did not make (docker/compose v2 pkg/compose/create.go)',
    'network shop_default was found but has incorrect label com.docker.compose.network set to "" (expected: "default")',
    'CONFLICT',
    /external: true/,
    {name: 'shop_default'},
  ],
  [
    'said by Compose 1 of a network with other options (docker/compose 1.29 compose/network.py)',
    'ERROR: Network "shop_default" needs to be recreated - option "com.docker.network.driver.mtu" has changed',
    'CONFLICT',
    /^compare: dnet inspect shop_default; .*docker compose down$/,
    {name: 'shop_default'},
  ],
  [
    'said by the Docker CLI before it asks the engine (docker/cli v28 cli/command/network/create.go)',
    'no matching subnet for gateway 10.1.1.1',
    'ENGINE_REFUSED',
    /^choose one in the subnet/,
    {},
  ],
  [
    'said by a client without a right to the socket',
    'Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.51/networks": dial unix /var/run/docker.sock: connect: permission denied',
    'UNREACHABLE',
    /docker group/,
    {at: '/var/run/docker.sock'},
  ],
  [
    'said by a client whose engine has a name that does not resolve',
    'error during connect: Get "http://nowhere:2375/v1.51/networks": dial tcp: lookup nowhere on 127.0.0.53:53: no such host',
    'UNREACHABLE',
    /docker context show/,
    {host: 'nowhere'},
  ],
]

describe('the sentences that no engine here can be brought to say, as quoted', () => {
  for (const [why, sentence, code, hint, named] of QUOTES)
    it(`${why}: ${sentence}`, () => {
      const meaning = meaningIn(sentence)
      ok(meaning)
      equal(meaning.code, code)
      ok(meaning.cause !== '')
      match(meaning.hint(meaning.named), hint)
      equal(JSON.stringify(meaning.named), JSON.stringify(named))
    })

  it('are told as the engine said them, without what a log or JSON puts around them', () => {
    const told = [
      'failed to find driver or plugin "nope"',
      '{"message":"network web not found"}',
      'Error response from daemon: network web not found.',
    ].map((text) => meaningIn(text)?.sentence)
    deepEqual(told, [
      'failed to find driver or plugin "nope"',
      'network web not found',
      'Error response from daemon: network web not found',
    ])
  })
})
