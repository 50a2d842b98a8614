import {deepEqual} from 'node:assert/strict'
import {networkHash} from '../../../src/lib/plan/compose/network-hash.js'
import {load} from '../../compose/loading.js'

/** The labels that Docker Compose 2.40.3 wrote. */
const rows: [text: string, hash: string][] = [
  ['{}', '966c97cc28a2589e26d6dcdeccf5af29ade635409279069f3efc6439ea5666e8'],
  [
    '{name: hh_m, labels: {x: "1", b: 2}, driver: bridge, driver_opts: {com.docker.network.driver.mtu: 1400}, internal: true, attachable: true, enable_ipv6: false, enable_ipv4: true}',
    '915ce453bebaf91ec4471ef00e98526b75649d93dabaaeae6e3cf0a334b0bf94',
  ],
  [
    '{name: hh_o, ipam: {driver: default, options: {a: "<b>&"}, config: [{subnet: 10.81.0.0/24, gateway: 10.81.0.1, ip_range: 10.81.0.128/25, aux_addresses: {z: 10.81.0.3, y: 10.81.0.4}}]}}',
    '7e0261875d9eb3b3e0cb3368a8337054997b89342c5838a4bcbca0fea7a89b89',
  ],
  [
    '{name: hh_p, ipam: {}, labels: ["q=1", "r"], x-foo: 1}',
    '106dd9124d5b536a3ee60bcba1db256e225fe353328ce0ae589e4ea41c44a75f',
  ],
  [
    '{name: hz_n, labels: ["<&\u2028=x", "10=a", "9=b"]}',
    'a6bd40ca359c58fe10c2a1d3b384b6c1129466656e1a71f8555eeda0e1554011',
  ],
]

describe('the mark that Compose leaves on a network', () => {
  for (const [text, hash] of rows)
    it(`of ${text}`, () => {
      const {networks, problems} = load({
        '/p/compose.yaml': `name: hh\nservices: {a: {networks: [n]}}\nnetworks: {n: ${text}}\n`,
      })
      deepEqual([problems, networks.map(networkHash)], [[], [hash]])
    })
})
