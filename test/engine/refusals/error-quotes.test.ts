import {equal, match, ok} from 'node:assert/strict'
import {meaningIn} from '../../../src/lib/engine/refusals/meaning.js'

/** Beside these, error-table.test.ts has each sentence that an engine here can be brought to say. */
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
    {proxyProtocol: 'udp', proxyAddr: '0.0.0.0', proxyPort: '5353'},
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
    {protocol: 'udp', port: '5353'},
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
})
